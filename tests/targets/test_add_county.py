"""The command that takes a county in: its places and names alone, or with its plan."""

import json
import shutil
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from ledger.models import Ledger, Period, PeriodKind
from shanyin_charging import serving
from shanyin_charging.accounts.models import Role, User
from targets.models import Area, Plan, Question
from targets.plan.taking_out import draft_of
from targets.rulings import idle
from targets.rulings.record import put_on_record
from tests import cast, make
from tests.second.county.yunxi import CODE, FOLDER

pytestmark = pytest.mark.django_db
TODAY = date(2025, 3, 28)


def added(*paths, **options):
    told = StringIO()
    with make.at(TODAY):
        call_command("add_county", *paths, stdout=told, **options)
    return told.getvalue().splitlines()


def administrators():
    with serving.of(CODE):
        return list(User.objects.served().filter(role=Role.ADMIN).values_list("username"))


def test_a_county_with_its_plan_can_report_at_once():
    *_, ledger, administrator = added(FOLDER, FOLDER / "plan", first_month="2025-02")
    assert ledger.startswith("云溪县台账：起报月份2025年2月，新开")
    assert administrator.startswith(f"首个系统管理员：账号 admin_{CODE}，一次性密码 ")
    months = Period.objects.filter(county__code=CODE, kind=PeriodKind.MONTH).order_by("starts_on")
    assert [f"{one.starts_on:%Y-%m}" for one in months] == ["2025-03"]  # February was due before
    assert added(FOLDER, FOLDER / "plan", first_month="2025-02")[0] == f"已载入 {CODE}：没有变化"
    assert administrators() == [(f"admin_{CODE}",)]


def test_a_county_is_asked_what_every_county_is_and_its_plan_stays_as_it_was_printed():
    added(FOLDER, FOLDER / "plan", first_month="2025-02")
    plan = Plan.objects.get(county__code=CODE)
    own = {row["subject"] for row in json.loads((FOLDER / "plan" / "questions.json").read_text())}
    asked = set(Question.objects.asked_under(plan).values_list("subject", flat=True))
    assert own < asked and {"door:idle", "door:second", "naming:window"} < asked
    assert {row["subject"] for row in draft_of(plan).of("questions")} == own
    with serving.of(CODE):
        chief = cast.person("yunxi_chief", Role.CHIEF, division=CODE)
        put_on_record(chief, plan, "door:idle", {"answer": 20}, TODAY, "云专办〔2025〕1号")
        with make.at(TODAY):
            assert idle.ruled() == 20
    with make.at(TODAY):
        assert idle.ruled() == 0  # of the other county


def test_a_plan_is_asked_who_leads_and_how_its_figures_are_counted_and_judged():
    added(FOLDER, FOLDER / "plan", first_month="2025-02")
    plan = Plan.objects.get(county__code=CODE)
    about = {
        one.subject: {row.code for row in one.indicators.all()} for one in plan.questions.all()
    }
    assert about["slow_within"] == about["least_gap"] == {"Y1", "Y7", "Y8"}  # sums of a year
    assert about["opened_counts"] == {"Y1", "Y8"}
    assert about["stopped_counts"] == {"Y2", "Y3", "Y4", "Y6"}
    assert "station:piles" not in about  # it counts none
    tasks = plan.clauses.filter(task__isnull=False).values_list("code", flat=True)
    assert {subject for subject in about if subject.startswith("lead:")} == {
        f"lead:{code}" for code in tasks
    }


def test_a_county_alone_waits_for_its_plan():
    added(FOLDER)
    assert administrators() == [(f"admin_{CODE}",)]
    assert not Ledger.objects.filter(county__code=CODE).exists()


def test_a_check_tells_all_and_keeps_nothing():
    assert (
        added(FOLDER, FOLDER / "plan", check=True)[-1] == "检查完，没有要改的；以上是试载，没有留下"
    )
    assert not Area.objects.filter(code=CODE).exists() and administrators() == []


def test_with_a_plan_that_cannot_be_loaded_the_county_is_not_there_either(tmp_path):
    broken, told = tmp_path / "plan", StringIO()
    shutil.copytree(FOLDER / "plan", broken)
    (broken / "units.json").write_text("[]", encoding="utf-8")
    with make.at(TODAY), pytest.raises(CommandError, match="处要改，没有载入"):
        call_command("add_county", FOLDER, broken, stdout=told)
    assert told.getvalue() == "" and not Area.objects.filter(code=CODE).exists()
    with pytest.raises(CommandError, match="没有"):
        added(FOLDER, tmp_path / "plan.xlsx")
    assert not Area.objects.filter(code=CODE).exists()
    assert not Plan.objects.filter(county__code=CODE).exists()
