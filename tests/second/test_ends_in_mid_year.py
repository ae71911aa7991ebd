"""The next plan ends with June: the year's tasks are to be done by then, and not by December."""

from datetime import date
from fractions import Fraction
from types import SimpleNamespace

import pytest

from ledger.periods import books
from reports.bulletins import asked, overall
from reports.figures.basis import PACE
from reports.figures.over_time import outlook
from reports.figures.progress import NOT_DONE
from reports.figures.reach import expected
from reports.figures.reading import read
from targets.models import Part, Plan
from targets.months import Month
from tests import make
from tests.second import office

pytestmark = pytest.mark.django_db
MARCH, MAY, JUNE = (Month(2026, number) for number in (3, 5, 6))


@pytest.fixture
def ending(db):
    """Nothing was added in the half year; 150 piles were wanted."""
    with make.at(office.IN_DECEMBER):
        office.open_ledger()
    office.next_plan()
    Plan.objects.filter(code="shanyin_2026").update(ends_on=JUNE.last_day)
    with make.at(date(2026, 7, 9)):
        books.open_periods(make.county().ledger, "test")
        yield


def said(paragraphs):
    return "".join(sentence.text for paragraph in paragraphs for sentence in paragraph.sentences)


@pytest.mark.usefixtures("ending")
def test_half_of_the_year_is_expected_in_march_and_all_of_it_in_june():
    """150 piles in six months are 25 a month."""
    march, june = read(MARCH), read(JUNE)
    assert march.standing_of(Part.ADDED).expected == 75
    assert june.standing_of(Part.ADDED).state == NOT_DONE
    assert "6月底只分完成、未完成。按直线序时（到6月）" in march.basis.pace_rule.words
    assert march.months_left == 3 and june.months_left == 0


@pytest.mark.usefixtures("ending")
def test_a_curve_that_was_ruled_for_a_whole_year_asks_for_all_by_june_too():
    """Half of it by June is no 完成."""
    basis = read(JUNE).ruled
    told = SimpleNamespace(value={"answer": [5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 100]})
    basis.rulings = {**basis.rulings, PACE: told}
    assert [basis.curve_in(2026)[n] for n in (4, 5, 11)] == [Fraction(2, 5), 1, 1]
    assert basis.curve_in(2027)[5] == Fraction(1, 2)  # a year in which the plan does not end


@pytest.mark.usefixtures("ending")
def test_what_is_missing_is_asked_for_by_the_end_of_june():
    told = said(asked.demands(read(MAY)))
    assert "完成年度任务，6月还需新增150台" in told and "于2026年6月30日前投运" in told
    told = said(asked.demands(read(MARCH)))
    assert "完成年度任务还差150台，4月起平均每月需新增50台" in told
    assert "距6月底目标" in "".join(sentence.text for sentence in overall.stock(read(MARCH)))
    assert "年度任务" not in said(asked.demands(read(JUNE)))


@pytest.mark.usefixtures("ending")
def test_what_is_expected_after_june_is_not_in_time():
    found = {
        day: expected(day, MARCH, JUNE, date(2026, 4, 9))
        for day in (date(2026, 6, 30), date(2026, 7, 1))
    }
    assert [(one.label, one.in_time) for one in found.values()] == [
        ("6月", True),
        ("6月以后", False),
    ]
    assert outlook(read(JUNE), read(JUNE).standing_of(Part.ADDED)) is None
