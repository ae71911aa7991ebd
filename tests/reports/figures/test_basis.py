"""Rulings govern figures and their judgement from the day they are in force, and the page of origin
names them."""

from datetime import date
from fractions import Fraction

import pytest

from reports.figures.basis import Basis
from reports.figures.progress import (
    BEHIND,
    MET,
    NORMAL,
    NOT_DONE,
    SLOW,
    UNSETTLED,
    PaceRule,
)
from reports.figures.reading import read
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from targets.months import Month
from tests import cast, make
from tests.indicators import STOCK

pytestmark = pytest.mark.django_db
JULY, NOVEMBER, DECEMBER = Month(2025, 7), Month(2025, 11), Month(2025, 12)


@pytest.fixture(autouse=True)
def january(story):
    with clock.at(cast.noon(cast.AFTER_THE_YEAR)):
        yield


def rule(subject, answer, on=date(2025, 1, 1), no="山充专班〔2026〕1号"):
    return make.ruled(subject, {"answer": answer}, on, no)


def test_the_ruled_curve_says_what_the_calendar_expects(db):
    """By July 18 + 16 + 21 + 19 + 20 = 94 were added; the straight line asks for 112, the ruled
    curve for 52% = 99.84."""
    assert read(JULY).standing("I01").expected == 112
    rule("pace", [5, 8, 15, 23, 32, 42, 52, 62, 72, 82, 92, 100])
    standing = read(JULY).standing("I01")
    assert (standing.figure.value, standing.expected, standing.beyond) == (
        94,
        Fraction(192 * 52, 100),
        -6,
    )
    assert "按核定的序时曲线；山充专班〔2026〕1号" in read(JULY).basis.pace_rule.words


def test_a_plan_that_begins_within_a_year_asks_for_all_of_it_from_then_on(db):
    plan = make.plan()
    plan.starts_on = date(2025, 7, 1)
    for month, share in ((JULY, Fraction(1, 6)), (NOVEMBER, Fraction(5, 6)), (DECEMBER, 1)):
        assert Basis(plan, month).pace_rule.curve[month.month - 1] == share
    assert "按直线序时（7月起）" in Basis(plan, JULY).pace_rule.words
    assert Basis(plan, Month(2026, 7)).pace_rule == PaceRule()
    rule("pace", [5, 8, 15, 23, 32, 42, 52, 62, 72, 82, 92, 100])
    assert Basis(plan, JULY).pace_rule.curve[6] == Fraction(52, 100)


def test_the_ruled_threshold_tells_slow_from_behind():
    """In July 94 of 192: 9.4 percentage points below the straight line's 58.3."""
    assert read(JULY).standing("I01").state == SLOW
    rule("slow_within", 9)
    assert read(JULY).standing("I01").state == BEHIND
    rule("slow_within", 10)
    assert read(JULY).standing("I01").state == SLOW


def test_a_ruling_governs_only_from_the_month_it_is_in_force():
    rule("slow_within", 10, on=date(2025, 12, 1))
    assert read(NOVEMBER).basis.pace_rule.documents == ()
    assert read(DECEMBER).basis.pace_rule.slow_within == 10


def test_opened_piles_count_as_added_once_the_office_says_so():
    """Two dedicated piles were opened to all in August: 173 + 2, the stock is the same."""

    def told(december):
        return [
            december.figure("I01").value,
            december.figure("I02").value,
            december.uncredited().value,
        ]

    assert told(read(DECEMBER)) == [173, 484, 10]
    rule("opened_counts", True)
    assert told(read(DECEMBER)) == [175, 484, 12]
    rule("opened_counts", False)
    assert read(DECEMBER).figure("I01").value == 173


def test_post_houses_are_not_judged_before_their_number_is_ruled():
    assert [s.state for s in read(DECEMBER).standings("I18")] == [UNSETTLED]
    rule("register:I18", 5)
    standing = read(DECEMBER).standing("I18")
    assert (standing.state.word, standing.goal.value, standing.goal.of) == ("未达到", 5, 5)


def test_the_core_area_is_judged_once_it_is_drawn():
    assert read(DECEMBER).standing("I13").state == UNSETTLED
    rule("zone:outer", "外环路以内")
    assert read(DECEMBER).standing("I13").state == MET  # 2.4 km is below 3


def test_the_page_of_origin_and_the_indicators_page_name_the_ruling(client):
    client.force_login(User.objects.get(username="leader"))
    path = "/figures/I01_140621_y_202512/"
    assert (
        "直线序时：每月完成全年的十二分之一（默认规则，待核定）"
        in client.get(path).content.decode()
    )
    rule("pace", [5, 8, 15, 23, 32, 42, 52, 62, 72, 82, 92, 100])
    for page in (path, "/indicators/I01/?month=2025-12"):
        assert "已核定（山充专班〔2026〕1号，2025-01-01起）" in client.get(page).content.decode()


def test_a_page_of_the_past_knows_only_the_rulings_of_then():
    """The ruling is recorded now; what was known at entry 100 knew nothing of it."""
    rule("slow_within", 10)
    assert read(NOVEMBER, known=100).basis.pace_rule.documents == ()
    assert read(NOVEMBER).basis.pace_rule.documents != ()


def test_pilots_are_met_or_not_and_have_no_pace():
    assert read(DECEMBER).standing("I29").state == MET
    assert read(DECEMBER).standing("I01").state == NOT_DONE  # 173 of 192
    assert read(NOVEMBER).standing("I01").state in (NORMAL, SLOW)
    assert read(DECEMBER).standing(STOCK).expected is None
