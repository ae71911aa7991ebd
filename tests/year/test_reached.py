"""What random offices build stands on the pages of coverage and of where to build next, as the
account foresees it."""

from types import SimpleNamespace

import pytest
from django.test import Client

from shanyin_charging import clock
from tests import cast
from tests.year.browser import Page
from tests.year.chance import Builders
from tests.year.chapters.reached import Reached
from tests.year.reading import misread

pytestmark = pytest.mark.django_db
OFFICES, MONTHS, PRESSES = (range(30) if cast.LONG else range(2)), 4, 18


@pytest.mark.one_in(2, on="postgresql")
@pytest.mark.parametrize("seed", OFFICES)
def test_coverage_and_where_next_say_what_is_being_built(seed):
    office = Builders(seed, MONTHS, PRESSES)
    office.play()
    read = SimpleNamespace(account=office.account, now=office.now, seed=seed, read=0, wrong=[])
    reached, client = Reached(read), Client()
    with clock.at(office.now):
        client.force_login(cast.leader())
        for year, month in office.months:
            for path in ("coverage", "next"):
                address = f"/{path}/?month={year}-{month:02}"
                page = Page(address, client.get(address).content.decode())
                reached.opened(SimpleNamespace(page=page))
                read.wrong += misread(page, office)
    assert read.wrong == []
    assert reached.done["coverage"] == 4 * MONTHS and reached.done["where next"] and read.read
