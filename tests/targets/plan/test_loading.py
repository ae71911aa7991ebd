"""The plan as data: complete, loaded twice without change, and its faults named."""

import json
import shutil
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from targets.management.commands.load_plan import SHIPPED
from targets.models import (
    Alias,
    Appointment,
    Area,
    Clause,
    Discrepancy,
    Indicator,
    Membership,
    Plan,
    Ruling,
    Target,
    Unit,
)
from targets.plan import queries
from targets.plan.loading import Loader, PlanError
from tests import cast, make

pytestmark = pytest.mark.django_db


def test_the_plan_is_complete():
    assert Area.objects.filter(kind="township").count() == 12
    assert Area.objects.filter(kind="village").count() == 208
    assert Membership.objects.count() == 35
    assert Membership.objects.filter(unit__kind="county").count() == 23
    assert Appointment.objects.count() == 37
    assert Appointment.objects.filter(role="成员").count() == 34
    assert Indicator.objects.count() == 45
    assert Discrepancy.objects.count() == 42
    assert sorted(Clause.objects.exclude(task=None).values_list("task", flat=True)) == list(
        range(1, 18)
    )
    assert Target.objects.filter(indicator__code="I33").count() == 21 * 2


def test_clause_two_orders_two_piles_for_each_of_the_208_villages():
    clause = Clause.objects.get(code="task2")
    assert clause.label == "二（一）2"
    assert clause.text.endswith("国网山阴供电公司等按职责分工负责）")
    assert "每个乡（镇）所在地不少于5台，每个行政村（社区）不少于2台" in clause.text
    assert {"I08", "I09", "I10", "I11"} <= {i.code for i in clause.indicators.all()}


def test_the_township_is_found_under_both_wrong_spellings_of_the_document():
    assert {
        alias.unit.area.code for alias in Alias.objects.filter(name__in=["薛圪圉乡", "薛圪窰乡"])
    } == {cast.XUEKULUE}
    assert Area.objects.get(code=cast.XUEKULUE).name == "薛圐圙乡"


def test_two_villages_named_shuiquan_are_told_apart_by_their_township():
    names = [area.full_name for area in Area.objects.filter(name="水泉村").order_by("code")]
    assert names == ["玉井镇水泉村", "马营乡水泉村"]


def test_five_rows_of_the_quota_table_are_no_members_and_have_a_proposed_reporter():
    rows = Unit.objects.filter(targets__isnull=False, kind="other").distinct().order_by("code")
    assert {row.code: row.proposed_supervisor.code for row in rows} == {
        "bus_station": "transport",
        "coal_center": "energy",
        "emu_station": "transport",
        "hospital_group": "health",
        "hsr_station": "transport",
    }


def test_the_sums_of_the_plan_hold_but_for_the_declared_one():
    computed = [
        (check.computed, check.printed, check.declared)
        for check in queries.sums(Plan.objects.get())
    ]
    assert computed == [(133, 133, ""), (192, 192, ""), (513, 509, "D01")]
    assert queries.baseline(Plan.objects.get()) == 188


def test_loading_again_changes_nothing_and_leaves_rulings_alone():
    make.ruled("discrepancy:D01", {"stock": 509})
    loader = Loader(SHIPPED)
    loader.load()
    assert dict(loader.changes) == {}
    assert Ruling.objects.get().value == {"stock": 509}


@pytest.fixture
def copy(tmp_path):
    return shutil.copytree(SHIPPED, tmp_path / "plan")


def spoil(folder, name, change):
    path = folder / f"{name}.json"
    rows = json.loads(path.read_text(encoding="utf-8"))
    change(rows)
    path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        (
            "quotas",
            lambda rows: rows[2].update(unit="atlantis"),
            "quotas.json, row 3: Unit matching query does not exist",
        ),
        (
            "quotas",
            lambda rows: rows[0].update({"2024": 16}),
            "quotas.json, row 1: the years of 岱岳镇 do not add up to 30",
        ),
        ("units", lambda rows: rows[4].pop("kind"), "units.json, row 5: the key 'kind' is missing"),
        (
            "indicators",
            lambda rows: rows[0].update(counts="teapots"),
            "indicators.json, row 1: counts: 没有名为“teapots”",
        ),
        (
            "indicators",
            lambda rows: rows[13].update(across="site:car_park,harbour"),
            "indicators.json, row 14: no such kind of place: harbour",
        ),
        (
            "clauses",
            lambda rows: rows[3].update(parent="9-9"),
            "clauses.json, row 4: Clause matching query",
        ),
        (
            "areas",
            lambda rows: rows[20].update(parent="140621200"),
            "areas.json, row 21: code 140621103008 does not",
        ),
    ],
)
def test_a_wrong_or_missing_key_names_the_file_the_row_and_the_reason(copy, name, change, message):
    spoil(copy, name, change)
    with pytest.raises(PlanError) as caught:
        Loader(copy).load()
    assert str(caught.value).startswith(message)


def test_a_plan_that_does_not_add_up_is_refused(copy):
    spoil(copy, "indicators", lambda rows: rows[0]["targets"][0].update(value=134))
    with pytest.raises(CommandError, match="does not add up"):
        call_command("load_plan", copy, stdout=StringIO())
