"""What is ruled under one plan answers nothing of another that asks the same; what is the county's
holds under both."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from ledger.deadlines import DueRule
from ledger.periods import rulings
from reports.bulletins.numbering import SIGN
from reports.figures.reading import read
from reports.supervision import following_up
from shanyin_charging.accounts.models import Role
from targets.models import Discrepancy, Plan, Question, Ruling, Unit
from targets.months import Month
from targets.plan import queries
from targets.rulings.record import put_on_record
from tests import cast, make
from tests.targets.plan.books import NEXT

pytestmark = pytest.mark.django_db
DECEMBER, JANUARY = Month(2025, 12), Month(2026, 1)
DOCUMENT = "晋山充专办〔2026〕1号"


@pytest.fixture
def second(april):
    """The plan of 2026–2027, after that of 2024–2025."""
    call_command("load_plan", NEXT, stdout=StringIO())
    return Plan.objects.get(code="shanyin_2026")


@pytest.fixture
def chief(second):
    return cast.person("chief", Role.CHIEF)


def told(month):
    """Every standing of the county in a month."""
    reading = read(month)
    return {code: reading.standings(code) for code in reading.indicators}


def test_two_plans_do_not_answer_each_others_questions(chief, second):
    for plan, points, on in ((make.plan(), 20, date(2025, 1, 1)), (second, 30, date(2026, 1, 1))):
        put_on_record(chief, plan, "slow_within", {"answer": points}, on, DOCUMENT)
    assert [read(month).basis.pace_rule.slow_within for month in (DECEMBER, JANUARY)] == [20, 30]


def test_a_ruling_on_the_next_plan_changes_no_figure_of_the_last_one(chief, second):
    make.approved(cast.officer(), cast.office(), Month(2025, 3))
    before = told(DECEMBER)
    for subject, answer in (
        ("stopped_counts", True),
        ("pace", [50] * 11 + [100]),
        ("station:piles", 9),
    ):
        put_on_record(chief, second, subject, {"answer": answer}, date(2024, 1, 1), DOCUMENT)
    assert told(DECEMBER) == before


def test_a_discrepancy_of_either_has_its_own_decision(chief, second):
    doubt = Discrepancy.objects.create(
        plan=second, code="D01", title="两处不一", issue="甲", treatment="乙"
    )
    put_on_record(chief, second, doubt.subject, {"decision": "按甲"}, date(2026, 1, 1), DOCUMENT)
    found = [
        Ruling.objects.of(plan).in_force(doubt.subject, date(2026, 2, 1))
        for plan in (make.plan(), second)
    ]
    assert found[0] is None and found[1].value == {"decision": "按甲"}


def test_a_row_is_reported_by_whom_its_own_plan_has_ruled(chief, second):
    row, energy = Unit.objects.get(code="development_zone"), Unit.objects.get(code="energy")
    rulings.rule_supervisor(chief, second, row, energy, date(2026, 1, 1), DOCUMENT)
    day = date(2026, 2, 1)
    found = [queries.supervisors(plan, day)[row.code] for plan in (make.plan(), second)]
    assert [unit.code for unit in found] == ["development_zone", "energy"]


def test_how_the_office_works_is_the_countys_whatever_plan_holds(chief, second):
    rulings.rule_deadline(chief, make.plan(), DueRule(day=8), date(2025, 4, 1), DOCUMENT)
    put_on_record(
        chief, make.plan(), "ladder:blue_after", {"answer": 6}, date(2025, 4, 1), DOCUMENT
    )
    put_on_record(chief, make.plan(), SIGN, {"answer": "晋充换电办"}, date(2025, 4, 1), DOCUMENT)
    made = Ruling.objects.all()
    assert {(ruling.plan, ruling.county) for ruling in made} == {(None, make.county())}
    assert rulings.due_rule(make.county(), JANUARY.last_day).day == 8
    with make.at(date(2026, 1, 15)):
        assert following_up.rule_today().blue_after == 6
        assert Ruling.objects.of(second).answer(SIGN, date(2026, 1, 15), "") == "晋充换电办"


def test_what_only_the_last_plan_asked_of_the_office_is_asked_on_under_the_next(second):
    asked = {q.subject: q.plan.code for q in Question.objects.asked_under(second)}
    assert asked["pace"] == "shanyin_2026" and asked["addressees:140621"] == "shanyin_2024"
    assert "zone:core" not in asked and asked["lead:task1"] == "shanyin_2026"
    assert all(q.plan == make.plan() for q in Question.objects.asked_under(make.plan()))
