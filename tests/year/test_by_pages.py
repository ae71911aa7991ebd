"""Random offices played through the pages that are served, by people who find their way by links
and words; every figure is what was pressed, and what cannot be done is refused with a page."""

import pytest

from shanyin_charging import clock
from tests import cast
from tests.reports.figures.test_as_pressed import differs
from tests.year import by_pages
from tests.year.chance import Builders, Office

pytestmark = [pytest.mark.at_length, pytest.mark.django_db]
OFFICES = range(40) if cast.LONG else (14,)


@pytest.mark.parametrize("seed", OFFICES)
def test_an_office_on_its_pages_counts_what_was_pressed(seed):
    office = Office(seed, 4, 7, by_pages.Hands)
    office.play()
    for month in office.months:
        found = differs(office.account, month)
        assert not found, (seed, month, found, office.story)
    assert sum(browser.pressed for browser in office.hands.browsers.values()) > 30


class Building(by_pages.Hands):
    """Browsers of offices that tell of what they build."""

    builds = True


@pytest.mark.parametrize("seed", OFFICES)
def test_what_is_being_built_is_told_and_taken_over_on_the_pages(seed):
    office = Builders(seed, 4, 10, Building)
    office.play()
    with clock.at(office.now):
        for month in office.months:
            found = differs(office.account, month)
            assert not found, (seed, month, found, office.story)
    assert sum("'project'" in said for said in office.story) > 3
