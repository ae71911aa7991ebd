"""The journal is gapless, chained, and refuses change on the database at hand."""

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.db.utils import DatabaseError

from shanyin_charging.audit import append_only, journal
from shanyin_charging.audit.models import Event
from tests import cast

pytestmark = pytest.mark.django_db


def test_events_are_numbered_without_gaps_and_the_chain_holds():
    user = cast.office()
    for verb in ("approve", "send_back", "approve"):
        journal.record(user, verb, user, why="test")
    numbers = list(Event.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(len(numbers)))
    assert journal.broken_at() is None


@pytest.mark.parametrize(
    "change", ["UPDATE audit_event SET actor = 'nobody'", "DELETE FROM audit_event"]
)
def test_the_database_refuses_to_change_an_event(change):
    user = cast.office()
    journal.record(user, "approve", user)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


def test_a_tampered_event_is_found_even_when_the_triggers_were_taken_off():
    user = cast.office()
    for _ in range(3):
        journal.record(user, "approve", user)
    append_only.release(apps.get_app_config("audit"))
    Event.objects.filter(number=2).update(actor="nobody")
    assert journal.broken_at() == 2


def test_a_demo_database_refuses_to_serve_as_a_real_one_and_the_other_way_round(settings):
    user = cast.office()
    settings.DEMO = True
    journal.record(user, "approve", user)
    journal.refuse_wrong_kind()
    settings.DEMO = False
    with pytest.raises(ImproperlyConfigured, match="made as 'demo'"):
        journal.refuse_wrong_kind()
