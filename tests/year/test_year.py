"""A year of the whole office, played on its pages and read beside the account."""

import pytest

from shanyin_charging import clock
from tests import cast
from tests.reports.figures.test_as_pressed import differs, judged_otherwise
from tests.year.story import Year

pytestmark = [pytest.mark.at_length, pytest.mark.django_db]
SEEDS, MONTHS, UNITS = (range(20), 12, None) if cast.LONG else ((1,), 2, 10)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_page_of_a_year_says_what_was_pressed(seed):
    year = Year(seed, MONTHS, UNITS)
    year.play()
    assert not year.wrong, (seed, year.wrong[0], year.story)
    assert year.read > 300 * MONTHS
    for month in year.months:
        with clock.at(year.now):
            found = differs(year.account, month) + judged_otherwise(year, month)
        assert not found, (seed, month, found, year.story)
