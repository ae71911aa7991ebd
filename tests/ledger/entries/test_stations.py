"""What a public charging station is, and when: it follows from the piles that stand there on the
day asked, in whatever order they were told of."""

from datetime import date

import pytest

from ledger.entries.stations import StationRule
from ledger.models import Entry, Kind, Ledger, LineKind, Site
from ledger.periods import books, closing
from reports.figures.reading import STATION_COVERAGE, STOCK, read
from shanyin_charging.accounts.models import Role
from targets.months import Month
from tests import cast, make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("late_april")]
JANUARY, FEBRUARY, MARCH, APRIL, MAY = (Month(2025, month) for month in range(1, 6))


@pytest.fixture
def people():
    return cast.officer(), cast.office()


def stations(month):
    """Public charging stations of the county at a month's end."""
    return read(month).figure("I06").value * 12


def add(people, month, on, site=None, **changes):
    where = {"site": str(site.pk)} if site else {}
    line = make.new_piles(on=on, explanation="情况属实", **where, **changes)
    return make.approved(*people, month, lines=[(LineKind.ADDED, line)])


def correct(people, month, entry, value):
    typed = {"entry": str(entry.number), "value": value, "reason": "误报"}
    lines = [(LineKind.CORRECTED, typed)]
    make.approved(*people, month, lines=lines, kind=Kind.CORRECTION)


def test_piles_corrected_to_none_leave_no_station_though_others_stand_later(people):
    add(people, MARCH, "2025-03-10", dc="2", connectors="2")
    add(people, APRIL, "2025-04-10", Site.objects.get())
    first = Entry.objects.get(measure="public_dc_pile", on="2025-03-10")
    correct(people, MARCH, first, "0")
    found = [(stations(m), read(m).figure(STOCK).value - 188) for m in (MARCH, APRIL)]
    assert found == [(0, 0), (1, 6)]


def test_piles_told_of_late_make_a_station_from_their_own_day(people):
    add(people, APRIL, "2025-04-10")
    add(people, MARCH, "2025-02-10", Site.objects.get(), dc="3", connectors="3")
    assert [stations(month) for month in (JANUARY, FEBRUARY, MARCH, APRIL)] == [0, 1, 1, 1]


def test_a_late_entry_makes_no_second_station_of_one_site(people):
    add(people, MARCH, "2025-03-10")
    gone = make.new_piles(site=str(Site.objects.get().pk), on="2025-04-10")
    make.approved(*people, APRIL, lines=[(LineKind.REMOVED, gone)])
    with make.at(date(2025, 5, 26)):
        books.open_periods(make.county().ledger, "test")
        add(people, MAY, "2025-03-20", Site.objects.get())
    assert [stations(month) for month in (MARCH, APRIL, MAY)] == [1, 1, 1]


def test_a_correction_that_empties_a_station_goes_through_after_the_year_is_closed(people):
    add(people, MARCH, "2024-11-10")
    closing.close_year(cast.person("chief", Role.CHIEF), Ledger.objects.get(), 2024)
    assert read(MARCH).figure(STATION_COVERAGE).value == 1
    correct(people, MARCH, Entry.objects.get(measure="public_dc_pile"), "0")
    assert read(MARCH).figure(STATION_COVERAGE).value == 0


@pytest.mark.parametrize(
    ("declared", "direct", "alternating", "holds"),
    [
        (False, 0, 0, False),
        (True, 0, 0, False),
        (True, 0, 1, True),
        (False, 1, 1, False),
        (False, 1, 2, True),
        (False, 0, 3, False),
    ],
)
def test_a_station_is_declared_or_three_piles_one_of_them_direct(
    declared, direct, alternating, holds
):
    assert StationRule().holds(declared, direct, alternating) is holds


def test_the_office_may_ask_for_fewer_piles_of_any_current():
    assert StationRule(1, False).holds(False, 0, 1)
