"""A ledger of the first release, filled, is migrated: nothing that was posted is rewritten, and
what was posted for stations, mergers and returns to use is read as it is today."""

from datetime import UTC, date, datetime
from functools import partial

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.db.migrations import RunPython
from django.db.migrations.loader import MigrationLoader

from ledger.entries import balances, facts
from ledger.models import Balance, Entry, Site
from reports.figures.reading import read
from targets.models import Unit
from targets.months import Month
from tests import cast, make, steps
from tests.indicators import ADDED, STATION_COVERAGE, STOCK

POSTED = datetime(2025, 4, 2, 4, tzinfo=UTC)
MERGED = datetime(2025, 4, 20, 4, tzinfo=UTC)


class FirstRelease:
    """Rows as the first release wrote them."""

    def __init__(self):
        self.model = partial(steps.models_at("ledger", "0001_initial"), "ledger")
        self.county, self.number = make.county().pk, 1

    def site(self, name, village, unit, **fields):
        return self.model("Site").objects.create(
            county_id=self.county,
            name=name,
            kind="station",
            area_id=village.pk,
            keeper_id=unit.pk,
            **fields,
        )

    def post(self, site, cause, value, on, measure="public_dc_pile", line=None, at=POSTED):
        self.number += 1
        return self.model("Entry").objects.create(
            county_id=self.county,
            number=self.number,
            line=line,
            measure=measure,
            cause=cause,
            area_id=site.area_id,
            site=site,
            value=value,
            on=on,
            posted_at=at,
            approved_by="李四",
        )

    def line(self, unit, period, kind):
        submission = self.model("Submission").objects.create(
            period_id=period.pk, unit_id=unit.pk, state="approved", late=False
        )
        version = self.model("Version").objects.create(
            submission=submission, number=1, key=f"{kind}{unit.pk}"
        )
        return self.model("Line").objects.create(version=version, kind=kind, key="1")


@pytest.mark.django_db(transaction=True)
@pytest.mark.one_in(4)
def test_a_filled_ledger_of_the_first_release_is_migrated(committed):
    with make.at(date(2025, 4, 28)):
        make.ledger()
        office, unit = cast.office(), Unit.objects.get(code=cast.DAIYUE)
        other = Unit.objects.get(code=cast.YUJING)
        villages = unit.area.children.order_by("code")[:2]
        steps.back_to("ledger", "0001_initial")
        old = FirstRelease()
        into = old.site("B站", villages[1], unit)
        gone = old.site("A站", villages[0], unit, merged_into=into, merged_on=date(2025, 4, 20))
        added = old.line(unit, make.period(Month(2025, 3)), "added")
        back = old.line(other, make.period(Month(2025, 3)), "reopened")
        old.post(gone, "added", 6, date(2025, 3, 10), line=added)
        old.post(gone, "added", 1, date(2025, 3, 10), measure="public_station", line=added)
        old.post(gone, "relocated", -6, date(2025, 4, 20), at=MERGED)
        old.post(into, "relocated", 6, date(2025, 4, 20), at=MERGED)
        old.post(into, "removed", -2, date(2025, 4, 21), line=added)
        old.post(into, "converted", 2, date(2025, 4, 22), line=back)
        old.model("Ledger").objects.update(last_number=old.number)
        rows = list(old.model("Entry").objects.order_by("number").values())

        call_command("migrate", verbosity=0)

        assert list(Entry.objects.order_by("number").values(*rows[0])) == rows
        assert Site.objects.get(name="A站").merged_at == MERGED
        assert all(site.declarations.get().station for site in Site.objects.all())
        assert {site.kind_word for site in Site.objects.named()} == {"公共充电站"}
        assert dict(
            Balance.objects.filter(measure="public_dc_pile", site=into.pk).values_list(
                "cause", "value"
            )
        ) == {"relocated": 6, "removed": -2, "resumed": 2}
        make.ruled("opened_counts", {"answer": True})
        reading = read(Month(2025, 4))
        assert [reading.figure(code).value for code in (ADDED, STOCK)] == [6, 194]
        assert reading.figure("I06").value * 12 == 1
        assert reading.figure(STATION_COVERAGE).value == 1
        assert facts.last_number(make.county()) == old.number
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Entry.objects.filter(number=2).update(value=7)
        assert office.pk


def test_the_trigger_of_the_balances_rests_while_sqlite_makes_the_table_of_lines_anew():
    loader = MigrationLoader(None)
    ours = [m for (app, _), m in loader.disk_migrations.items() if app == "ledger"]
    touching = [
        migration
        for migration in ours
        if migration.name > "0021"  # those before stand as they were
        and any(getattr(step, "model_name", "") == "line" for step in migration.operations)
    ]
    assert touching
    for migration in touching:
        first = migration.operations[0]
        assert isinstance(first, RunPython) and first.code is balances.rest, migration.name
