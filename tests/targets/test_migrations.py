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


@pytest.mark.django_db(transaction=True)
def test_a_merger_of_before_is_known_since_the_journal_says_so(committed):
    chief, recorded = cast.person("chief", Role.CHIEF), cast.noon(date(2025, 6, 3))
    gone, into = (Area.objects.get(code=f"1406211032{n:02}") for n in (0, 1))
    units = [Unit.objects.get(code=code) for code in ("industry", "development")]
    with make.at(date(2025, 6, 3)):
        changes.merge(chief, gone, into, date(2025, 4, 1), "晋民函〔2025〕1号")
        changes.merge(chief, *units, date(2025, 5, 1), "晋编办〔2025〕1号")
    steps.back_to("targets", "0001_initial")
    call_command("migrate", verbosity=0)
    for thing in (Area.objects.get(pk=gone.pk), Unit.objects.get(pk=units[0].pk)):
        assert abs(thing.merged_at - recorded).total_seconds() < 60
    assert list(Unit.objects.merged(date(2025, 6, 1), recorded)) == []
    assert list(Unit.objects.merged(date(2025, 6, 1))) == [units[0]]


@pytest.mark.django_db(transaction=True)
def test_units_names_and_people_of_before_are_of_the_only_county(committed):
    cast.officer()
    before = [set(model.objects.values_list("pk", flat=True)) for model in (Unit, Alias, User)]
    steps.back_to("targets", "0012_a_plan_is_corrected_again")
    steps.back_to("accounts", "0001_initial")
    call_command("migrate", verbosity=0)
    assert [
        set(Unit.objects.filter(county__code=cast.COUNTY).values_list("pk", flat=True)),
        set(Alias.objects.filter(county__code=cast.COUNTY).values_list("pk", flat=True)),
        set(User.objects.filter(division=cast.COUNTY).values_list("pk", flat=True)),
    ] == before
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.create(county=make.county(), code="energy", name="x", kind="other", position=1)


@pytest.mark.django_db(transaction=True)
def test_what_was_ruled_before_rulings_were_bound_is_of_the_first_plan_and_its_county(committed):
    steps.back_to("targets", "0015_units_have_a_county")
    model = steps.models_at("targets", "0015_units_have_a_county")
    for subject in ("pace", "deadline", "discrepancy:D01"):
        model("targets", "Ruling").objects.create(
            subject=subject,
            value={"answer": subject},
            in_force_on=date(2025, 4, 1),
            recorded_at=cast.noon(date(2025, 4, 2)),
            recorded_by="张三",
            document_no="纪要1号",
        )
    call_command("migrate", verbosity=0)
    call_command("load_plan", NEXT, stdout=StringIO())
    assert {(r.subject, r.value["answer"], r.plan, r.county) for r in Ruling.objects.all()} == {
        (subject, subject, None, None) for subject in ("pace", "deadline", "discrepancy:D01")
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


@pytest.mark.django_db(transaction=True)
def test_plans_of_before_are_told_which_part_each_indicator_plays(committed):
    played = dict(Indicator.objects.exclude(plays="").values_list("code", "plays"))
    assert len(played) == len(Part.values) and played["I33"] == Part.QUOTA
    steps.back_to("targets", "0012_a_plan_is_corrected_again")
    call_command("migrate", verbosity=0)
    assert dict(Indicator.objects.exclude(plays="").values_list("code", "plays")) == played
