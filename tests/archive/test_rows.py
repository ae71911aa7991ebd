"""A row written as a line and read again is the same row, to the last digit."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.apps import apps

from ledger.models import Point
from shanyin_charging.archive import last_ids, rows
from shanyin_charging.audit import append_only
from shanyin_charging.audit.models import Event
from targets.models import Area
from tests import cast

pytestmark = pytest.mark.django_db
DETAIL = {
    "b": [1, 2.5, 0.1, 1e-7, True, False, None, {"深": {"空": ""}}],
    "a": "第一行\n第二行\u2028“引号”\\ \U00020bb7",
    "c": 2**53 + 1,
}


def event(**fields):
    return Event.objects.create(
        **{
            "number": 1000,
            "at": datetime(2025, 3, 31, 23, 59, 59, 123456, tzinfo=UTC),
            "actor": "张三",
            "verb": "approve",
            "previous": "",
            "digest": "d",
            **fields,
        }
    )


def there_and_back(row):
    """The row taken out of its table and put in again from its line."""
    model, kept = type(row), type(row)._base_manager.get(pk=row.pk)
    (line,) = [line for line in rows.lines(model) if json.loads(line)["id"] == row.pk]
    append_only.release(apps.get_app_config(model._meta.app_label))
    kept.delete()
    rows.insert(model, [rows.instance(model, line)])
    return model._base_manager.get(pk=row.pk)


def test_an_instant_keeps_its_microseconds_and_json_all_that_it_says():
    made = event(detail=DETAIL, before=None, after={})
    back = there_and_back(made)
    assert back.at == made.at
    assert (back.before, back.after, back.detail) == (None, {}, DETAIL)
    assert str(back.detail) != "" and back.detail["b"][3] == 1e-7


def test_a_decimal_keeps_its_digits_and_nothing_is_not_empty():
    area = Area.objects.get(code=cast.DAIYUE_VILLAGE)
    made = Point.objects.create(
        area=area,
        longitude=Decimal("112.000001"),
        latitude=Decimal("39.5"),
        datum="gcj02",
        on=date(2025, 3, 1),
        recorded_by="",
    )
    back = there_and_back(made)
    assert (back.longitude, back.latitude) == (Decimal("112.000001"), Decimal("39.5"))
    assert (back.site_id, back.recorded_by, back.on) == (None, "", date(2025, 3, 1))


def test_bytes_are_the_same_bytes():
    assert rows.plain(bytes(range(256))) == rows.plain(memoryview(bytes(range(256))))
    field = apps.get_model("reports", "BulletinFile")._meta.get_field("content")
    assert bytes(field.to_python(rows.plain(bytes(range(256))))) == bytes(range(256))


def test_the_key_of_a_row_that_is_gone_is_not_given_again():
    key = event().pk
    append_only.release(apps.get_app_config("audit"))
    Event.objects.get(pk=key).delete()
    assert last_ids.read(Event) == key
    last_ids.write(Event, key + 10)
    assert event().pk == key + 11


def test_a_key_that_somebody_brought_in_counts_as_given():
    brought = (last_ids.read(Event) or 0) + 50
    event(pk=brought)
    assert last_ids.read(Event) == brought
