"""The plan's tables of an earlier release, filled, are migrated."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, transaction

from shanyin_charging.accounts.models import Role, User
from targets.models import Alias, Area, Indicator, Part, Plan, Ruling, Unit
from targets.rulings import changes
from tests import cast, make, steps
from tests.targets.plan.books import NEXT

MERGED, RULED = date(2025, 6, 3), ("pace", "deadline", "discrepancy:D01")
RULED_AT = "0015_units_have_a_county"  # before rulings were bound


@pytest.mark.django_db(transaction=True)
@pytest.mark.one_in(4)
def test_what_earlier_releases_knew_of_plans_units_and_people_is_known(committed):
    """All the way back, and on with a stop where somebody rules; each step is long."""
    cast.officer()
    gone = merged()
    before = [set(model.objects.values_list("pk", flat=True)) for model in (Unit, Alias, User)]
    played = dict(Indicator.objects.exclude(plays="").values_list("code", "plays"))
    assert len(played) == len(Part.values) and played["I33"] == Part.QUOTA
    steps.back_to("targets", "0001_initial")
    steps.back_to("accounts", "0001_initial")
    call_command("migrate", "targets", RULED_AT, verbosity=0)
    rule()
    call_command("migrate", verbosity=0)
    mergers_are_known_since_the_journal_says_so(gone)
    units_names_and_people_are_of_the_only_county(before)
    assert dict(Indicator.objects.exclude(plays="").values_list("code", "plays")) == played
    rulings_are_of_the_first_plan_and_its_county()


def merged():
    """What a head of the office merged: a village and a unit."""
    chief = cast.person("chief", Role.CHIEF)
    areas = [Area.objects.get(code=f"1406211032{n:02}") for n in (0, 1)]
    units = [Unit.objects.get(code=code) for code in ("industry", "development")]
    with make.at(MERGED):
        changes.merge(chief, *areas, date(2025, 4, 1), "晋民函〔2025〕1号")
        changes.merge(chief, *units, date(2025, 5, 1), "晋编办〔2025〕1号")
    return areas[0], units[0]


def rule():
    """Rulings as they were before one said of which plan it is."""
    for subject in RULED:
        steps.models_at("targets", RULED_AT)("targets", "Ruling").objects.create(
            subject=subject,
            value={"answer": subject},
            in_force_on=date(2025, 4, 1),
            recorded_at=cast.noon(date(2025, 4, 2)),
            recorded_by="张三",
            document_no="纪要1号",
        )


def mergers_are_known_since_the_journal_says_so(gone):
    recorded = cast.noon(MERGED)
    for thing in gone:
        thing.refresh_from_db()
        assert abs(thing.merged_at - recorded).total_seconds() < 60
    assert list(Unit.objects.merged(date(2025, 6, 1), recorded)) == []
    assert list(Unit.objects.merged(date(2025, 6, 1))) == [gone[1]]


def units_names_and_people_are_of_the_only_county(before):
    assert [
        set(Unit.objects.filter(county__code=cast.COUNTY).values_list("pk", flat=True)),
        set(Alias.objects.filter(county__code=cast.COUNTY).values_list("pk", flat=True)),
        set(User.objects.filter(division=cast.COUNTY).values_list("pk", flat=True)),
    ] == before
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.create(county=make.county(), code="energy", name="x", kind="other", position=1)


def rulings_are_of_the_first_plan_and_its_county():
    call_command("load_plan", NEXT, stdout=StringIO())
    assert {(r.subject, r.value["answer"], r.plan, r.county) for r in Ruling.objects.all()} == {
        (subject, subject, None, None) for subject in RULED
    }
    first, second = (Plan.objects.get(code=f"shanyin_{year}") for year in (2024, 2026))
    found = {
        whose: sorted(Ruling.objects.of(whose).governing(date(2026, 1, 31)))
        for whose in (first, second, make.county())
    }
    assert found == {
        first: ["deadline", "discrepancy:D01", "pace"],
        second: ["deadline"],
        make.county(): ["deadline", "discrepancy:D01", "pace"],
    }
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Ruling.objects.update(plan=first)
