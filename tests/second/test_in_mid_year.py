"""The next plan holds from the middle of a year: what is asked of the months before it."""

from datetime import date

import pytest

from ledger.periods import books
from reports.figures.progress import BEHIND
from reports.figures.reading import read
from reports.supervision import following_up
from targets.models import Plan
from targets.months import Month
from tests import cast, make
from tests.second import office

pytestmark = pytest.mark.django_db
FEBRUARY, MARCH = Month(2026, 2), Month(2026, 3)
DUE, OWN = date(2026, 4, 9), "bus_company"  # a row that the next plan alone has


@pytest.fixture
def behind(db):
    """The next plan holds from March 2026 on; its own row reported March with nothing."""
    with make.at(office.IN_DECEMBER):
        office.open_ledger()
    office.next_plan()
    Plan.objects.filter(code="shanyin_2026").update(in_force_on=MARCH.first_day)
    with make.at(date(2026, 4, 2)):
        books.open_periods(make.county().ledger, "test")
        reporter = read(MARCH).supervisors[OWN]
        make.approved(cast.officer(reporter.code), cast.office(), MARCH, reporter.code, lines=[])
    with make.at(DUE):
        yield reporter


def test_a_row_that_the_plan_before_lacks_is_behind_since_this_one_holds(behind):
    rows = {row.unit for row in read(FEBRUARY).rows}
    assert OWN not in rows and following_up.standings_in(MARCH)[OWN].state == BEHIND
    (found,) = (one for one in following_up.progressed(MARCH) if f"u{OWN}_" in one.key)
    assert (found.unit, found.months_behind) == (behind.code, 1)
