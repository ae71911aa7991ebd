"""Every kind of paper of the demo's year adds up, month by month."""

import pytest

from reports.figures.reading import read
from shanyin_charging import clock
from targets.months import Month
from tests import cast
from tests.reports.bulletins.checks import faults, papers

pytestmark = pytest.mark.django_db
MONTHS = [Month(2024, 12), *(Month(2025, number) for number in (1, 6, 10, 11, 12))]


@pytest.fixture(autouse=True)
def january(story):
    with clock.at(cast.noon(cast.AFTER_THE_YEAR)):
        yield


@pytest.mark.parametrize("month", MONTHS, ids=str)
def test_a_paper_of_the_demo_contradicts_nothing(month):
    reading = read(month)
    found = [(name, fault) for name, paper in papers(reading) for fault in faults(reading, paper)]
    assert found == []
