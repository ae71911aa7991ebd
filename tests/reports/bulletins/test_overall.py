"""总体情况, worked out by hand."""

from datetime import date

import pytest

from ledger.models import LineKind
from ledger.periods import books
from reports.bulletins import overall
from reports.figures.reading import read
from targets.months import Month
from tests import cast, make

pytestmark = pytest.mark.django_db
JANUARY = Month(2025, 1)


@pytest.mark.parametrize(
    ("piles", "said"),
    [
        (
            "28",
            "完成年度任务192台的14.6%，高于序时进度6.3个百分点，还差164台",
        ),  # 28/192 − 1/12 = 6.25%
        ("16", "完成年度任务192台的8.3%，与序时进度持平，还差176台"),
        ("4", "完成年度任务192台的2.1%，低于序时进度6.3个百分点，还差188台"),  # −6.25%
    ],
)
def test_how_far_the_year_is_from_the_calendar_is_rounded_once(piles, said):
    with make.at(date(2025, 1, 27)):
        books.open_periods(make.ledger(), "test")
        typed = make.new_piles(
            dc=piles, connectors=piles, power="2000", on="2025-01-10", explanation="属实"
        )
        lines = [(LineKind.ADDED, typed)]
        make.approved(cast.officer(), cast.office(), JANUARY, lines=lines)
    with make.at(date(2025, 2, 10)):
        assert said in overall.county(read(JANUARY))[0].text
