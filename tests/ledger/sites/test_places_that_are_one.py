"""Two records of one place: what stands there follows from what was posted for either, whenever
that was, from the month on in which they were found to be one."""

from datetime import date

import pytest

from ledger.entries import facts
from ledger.models import Entry, Kind, LineKind, Site, Submission
from ledger.periods import books
from ledger.returns import workflow
from ledger.sites import registers
from ledger.sites.seen import stamp_of
from reports.figures.reading import read
from shanyin_charging.lifecycle.transitions import Refused
from targets.months import Month
from tests import cast, make
from tests.indicators import STATION_COVERAGE, STOCK, VILLAGE_COVERAGE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("late_april")]
MARCH, APRIL, MAY = (Month(2025, month) for month in (3, 4, 5))
OTHER_VILLAGE = "140621103001"


@pytest.fixture
def people():
    return cast.officer(), cast.office()


@pytest.fixture
def two(people):
    """Six piles at A, three at B in the next village."""
    make.approved(*people, MARCH)
    b = make.new_piles(site_name="B站", village=OTHER_VILLAGE, dc="3", connectors="3", power="180")
    line = {**b, "on": "2025-04-10", "explanation": "另一处"}
    make.approved(*people, APRIL, lines=[(LineKind.ADDED, line)])
    return Site.objects.get(name="文化广场充电站"), Site.objects.get(name="B站")


def correct(people, site, value):
    wrong = Entry.objects.filter(site=site, measure="public_dc_pile").counting().get()
    typed = {"entry": str(wrong.number), "value": value, "reason": "误报"}
    lines = [(LineKind.CORRECTED, typed)]
    make.approved(*people, MARCH, lines=lines, kind=Kind.CORRECTION)


def in_village(code, month=APRIL, known=None):
    """A village as it is asked of the figures of a month."""
    reading = read(month, known)
    return reading, next(place for place in reading.places["village"] if place.area == code)


def piles(code, month=APRIL, known=None):
    """Public piles in a village at a month's end."""
    reading, place = in_village(code, month, known)
    return reading.figure(STOCK, place).value


def test_a_correction_at_a_record_that_was_taken_in_counts_where_it_went(people, two):
    a, b = two
    registers.merge(people[1], a, b, "同一处", same_piles=False)
    assert (piles(cast.DAIYUE_VILLAGE), piles(OTHER_VILLAGE)) == (0, 9)
    seen = stamp_of(b)
    correct(people, a, "4")
    assert stamp_of(b) != seen  # who decides on the place has seen another one
    assert (piles(cast.DAIYUE_VILLAGE), piles(OTHER_VILLAGE)) == (0, 7)
    assert (piles(cast.DAIYUE_VILLAGE, MARCH), piles(OTHER_VILLAGE, MARCH)) == (4, 0)


@pytest.mark.parametrize("village", [cast.DAIYUE_VILLAGE, OTHER_VILLAGE])
@pytest.mark.parametrize("month", [MARCH, APRIL])
@pytest.mark.parametrize("code", [STOCK, "I01"])
def test_a_figure_is_the_sum_of_the_entries_behind_it(people, two, village, month, code):
    a, b = two
    registers.merge(people[1], a, b, "同一处", same_piles=False)
    correct(people, a, "4")
    reading, place = in_village(village, month)
    figure = reading.figure(code, place)
    behind = facts.entries_behind(make.county(), figure.selections)
    assert sum(entry.value for entry in behind) == figure.value


def test_what_was_known_before_the_merger_knows_two_places(people, two):
    a, b = two
    known = facts.last_number(make.county())
    more = make.new_piles(site=str(b.pk), dc="1", connectors="1", on="2025-04-20")
    make.approved(*people, APRIL, lines=[(LineKind.ADDED, more)], kind=Kind.LIST)
    with make.at(date(2025, 4, 29)):
        registers.merge(people[1], a, b, "同一处", same_piles=False)
        correct(people, a, "4")
    assert (piles(cast.DAIYUE_VILLAGE, known=known), piles(OTHER_VILLAGE, known=known)) == (6, 3)


def test_the_same_piles_told_twice_are_counted_once_in_every_month(people, two):
    a, b = two
    assert len(registers.merge(people[1], a, b, "两家都报了", same_piles=True)) == 3
    assert [read(month).figure(STOCK).value for month in (MARCH, APRIL)] == [188, 191]
    assert (piles(OTHER_VILLAGE), read(APRIL).figure(VILLAGE_COVERAGE).value) == (3, 1)


def test_a_place_that_took_in_another_is_one_station(people, two):
    a, b = two
    assert read(APRIL).figure("I06").value * 12 == 2
    registers.merge(people[1], a, b, "同一处", same_piles=False)
    assert read(APRIL).figure("I06").value * 12 == 1
    assert read(APRIL).figure(STATION_COVERAGE).value == 1


def test_what_is_taken_away_at_a_place_may_have_been_posted_for_either_record(people, two):
    a, b = two
    registers.merge(people[1], a, b, "同一处", same_piles=False)
    with make.at(date(2025, 5, 26)):
        books.open_periods(make.county().ledger, "test")
        gone = make.new_piles(site=str(b.pk), dc="8", connectors="8", power="300", on="2025-05-20")
        make.approved(*people, MAY, lines=[(LineKind.REMOVED, gone)])
    assert piles(OTHER_VILLAGE, MAY) == 1


def test_a_place_is_the_station_that_its_unit_called_any_record_of_it(people, client):
    """One alternating pile that is called a station, one direct pile next to it: two records of one
    place, which is a station still."""
    slow = make.new_piles(dc="0", ac="1", connectors="1", power="7", station="1")
    fast = make.new_piles(site_name="B站", dc="1", connectors="1", power="60", on="2025-04-10")
    make.approved(*people, MARCH, lines=[(LineKind.ADDED, slow)])
    make.approved(*people, APRIL, lines=[(LineKind.ADDED, {**fast, "explanation": "另一处"})])
    a, b = Site.objects.get(name="文化广场充电站"), Site.objects.get(name="B站")
    known = facts.last_number(make.county())
    registers.merge(people[1], a, b, "同一处", same_piles=False)
    assert [read(month).figure(STATION_COVERAGE).value for month in (MARCH, APRIL)] == [1, 1]
    client.force_login(people[0])
    assert "算一座：单位认定" in client.get(f"/sites/{b.pk}/").content.decode()
    with make.at(date(2025, 4, 29)):
        assert registers.declare(people[0], b, True, date(2025, 4, 29)) is None
        registers.declare(people[0], b, False, date(2025, 4, 29))
    assert [read(month).figure(STATION_COVERAGE).value for month in (MARCH, APRIL)] == [1, 0]
    assert read(MARCH, known).figure(STATION_COVERAGE).value == 1


@pytest.mark.parametrize(("same_piles", "stations"), [(True, 1), (False, 2)])
def test_a_swap_station_that_two_records_tell_of_is_counted_once(people, same_piles, stations):
    swap = {"site": "new", "site_name": "北门", "site_kind": "public_place", "event": "opened"}
    swap |= {"village": cast.DAIYUE_VILLAGE, "on": "2025-03-20"}
    other = {**swap, "site_name": "北门换电站", "on": "2025-03-22"}
    lines = [(LineKind.SWAP, swap), (LineKind.SWAP, other)]
    make.approved(cast.officer("energy"), people[1], MARCH, "energy", lines)
    a, b = Site.objects.order_by("pk")
    registers.merge(people[1], a, b, "同一座", same_piles=same_piles)
    assert [read(month).figure("I45").value for month in (MARCH, APRIL)] == [stations] * 2


def test_piles_that_were_told_twice_are_not_posted_again_when_their_return_is(people, two):
    a, b = two
    first = Submission.objects.get(period=make.period(MARCH))
    correct(people, a, 5)  # what merging takes back is the corrected number
    registers.merge(people[1], a, b, "两家都报了", same_piles=True)
    workflow.undo(people[1], first, "再核对一遍")
    first.refresh_from_db()
    with pytest.raises(Refused, match="B站的这一条在合并站点时已认定是另一处报过的同一批"):
        workflow.approve(people[1], first)
    assert [read(month).figure(STOCK).value for month in (MARCH, APRIL)] == [188, 191]
    workflow.send_back(people[1], first, "删去这一条")
    first.refresh_from_db()
    first.current.lines.all().delete()
    workflow.submit(people[0], first, first.current.key, nil=True)
    first.refresh_from_db()
    workflow.begin_review(people[1], first)
    first.refresh_from_db()
    workflow.approve(people[1], first)
    assert [read(month).figure(STOCK).value for month in (MARCH, APRIL)] == [188, 191]
