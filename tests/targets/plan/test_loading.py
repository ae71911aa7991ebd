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
from targets.plan import folder, queries
from targets.plan.loading import Loader
from targets.plan.taking_out import draft_of
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
    assert queries.implied(Plan.objects.get()).piles == 188


def test_loading_again_changes_nothing_and_leaves_rulings_alone():
    make.ruled("discrepancy:D01", {"stock": 509})
    loader = Loader(folder.read(SHIPPED))
    loader.load()
    assert dict(loader.changes) == {}
    assert Ruling.objects.get().value == {"stock": 509}


def test_a_loaded_plan_comes_out_as_it_went_in(tmp_path):
    plan, printed = draft_of(Plan.objects.get()), folder.read(SHIPPED)
    assert plan.scan == printed.scan
    of_the_county = (folder.AREAS, folder.LETTERHEAD)
    assert plan.rows == {n: rows for n, rows in printed.rows.items() if n not in of_the_county}
    folder.write(plan, tmp_path)
    again = folder.read(tmp_path)
    assert (again.rows, again.scan) == (plan.rows, plan.scan)


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
            "“任务数”第3行：“单位”写的“atlantis”在“单位”表里没有",
        ),
        ("units", lambda rows: rows[4].pop("area"), "“单位”第5行：乡（镇）要填区划代码"),
        (
            "indicators",
            lambda rows: rows[0].update(counts="teapots"),
            "“指标”第1行：“计什么”写的“teapots”不认得",
        ),
        (
            "indicators",
            lambda rows: rows[13].update(across="site:car_park,harbour"),
            "“指标”第14行：“场所类型”表里没有编号“harbour”",
        ),
        (
            "clauses",
            lambda rows: rows[3].update(parent="9-9"),
            "“条款”第4行：“上级条款”写的“9-9”在“条款”表里没有",
        ),
        (
            "areas",
            lambda rows: rows[20].update(parent="140621200"),
            "“地域”第21行：代码“140621103008”不接上级的代码“140621200”",
        ),
    ],
)
def test_a_wrong_or_missing_key_is_told_in_chinese_by_sheet_and_row(copy, name, change, message):
    spoil(copy, name, change)
    with pytest.raises(CommandError) as caught:
        call_command("load_plan", copy, stdout=StringIO())
    assert message in str(caught.value)


def test_a_folder_that_lacks_a_file_says_which(copy):
    (copy / "quotas.json").unlink()
    with pytest.raises(CommandError, match=r"quotas.json：没有这个文件"):
        call_command("load_plan", copy, stdout=StringIO())
    with pytest.raises(CommandError, match="没有.*nowhere这个文件夹或文件"):
        call_command("load_plan", copy / "nowhere", stdout=StringIO())


def test_a_sum_that_does_not_hold_is_told_and_the_printed_number_stands(copy):
    spoil(copy, "indicators", lambda rows: rows[0]["targets"][0].update(value=134))
    spoil(copy, "quotas", lambda rows: rows[0].update(total=31))
    told = StringIO()
    call_command("load_plan", copy, check=True, stdout=told)
    assert Target.objects.get(indicator__code="I01", year=2024).value == 133
    assert "体检完，没有要改的；没有载入" in told.getvalue()
    call_command("load_plan", copy, stdout=told)
    assert "存疑 “任务数”第1行：各年相加是30，合计印的是31" in told.getvalue()
    assert "任务数2024年各行之和＝133，印的是134" in told.getvalue()
    assert Target.objects.get(indicator__code="I01", year=2024).value == 134
