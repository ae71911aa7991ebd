"""What a public charging station is, and when: it follows from the piles that stand there on the
day asked, in whatever order they were told of."""

from datetime import date, timedelta

import pytest

from ledger.entries.stations import StationRule
from ledger.models import Entry, Kind, Ledger, LineKind, Site
from ledger.periods import books, closing
from ledger.sites import registers
from reports.figures.reading import read
from shanyin_charging.accounts.models import Role
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Unit
from targets.months import Month
from tests import cast, make
from tests.indicators import STATION_COVERAGE, STOCK

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("late_april")]
JANUARY, FEBRUARY, MARCH, APRIL, MAY = (Month(2025, month) for month in range(1, 6))
MARCH_18 = date(2025, 3, 18)


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


def coverage(month=MARCH):
    return read(month).figure(STATION_COVERAGE)


def test_scattered_piles_are_no_station_until_their_unit_says_so(people):
    add(people, MARCH, "2025-03-10", site_kind="car_park", dc="1", ac="1", connectors="2")
    found = coverage()
    assert (found.value, found.unsettled) == (0, ("岱岳镇",)) and "岱岳镇" not in found.missing
    assert len(found.missing) == 11
    registers.declare(people[0], Site.objects.get(), True, date(2025, 4, 1))
    assert [coverage(month).value for month in (MARCH, APRIL)] == [0, 1]
    assert (coverage(APRIL).unsettled, coverage(MARCH).unsettled) == ((), ("岱岳镇",))


def test_six_direct_piles_in_a_car_park_are_a_station(people):
    add(people, MARCH, "2025-03-10", site_kind="car_park")
    assert (coverage().value, coverage().unsettled) == (1, ())


def test_what_a_site_is_called_when_it_is_reported_is_a_word_of_its_unit(people):
    add(people, MARCH, "2025-03-10", dc="0", ac="1", connectors="1", station="1")
    word = Site.objects.get().declarations.get()
    assert (word.station, word.on, word.recorded_by) == (True, date(2025, 3, 10), "office")
    assert coverage().value == 1


def test_one_alternating_pile_that_nobody_called_a_station_covers_no_township(people):
    add(people, MARCH, "2025-03-10", dc="0", ac="1", connectors="1")
    assert (coverage().value, coverage().unsettled) == (0, ("岱岳镇",))


def test_the_office_rules_how_many_piles_are_a_station(people):
    add(people, MARCH, "2025-03-10", dc="0", ac="2", connectors="2")
    make.ruled("station:piles", {"answer": 2}, date(2025, 3, 1))
    assert coverage().value == 0
    make.ruled("station:direct", {"answer": False}, date(2025, 4, 1))
    assert [coverage(month).value for month in (MARCH, APRIL)] == [0, 1]


def test_a_goal_that_hangs_on_what_nobody_has_said_is_not_judged(people):
    townships = Unit.objects.filter(area__isnull=False)
    for unit in townships:
        village = unit.area.children.order_by("code").first()
        piles = {"dc": "2", "connectors": "2"} if unit.code == cast.DAIYUE else {}
        line = make.new_piles(village=village.code, credited_to=unit.code, **piles)
        officer = people[0] if unit.code == cast.DAIYUE else cast.officer(unit.code)
        make.approved(officer, people[1], MARCH, unit.code, [(LineKind.ADDED, line)])
    standing = read(MARCH).standing(STATION_COVERAGE)
    assert (standing.figure.value, standing.state.word) == (11, "待核定")
    registers.declare(people[1], Site.objects.get(area__parent__code=cast.DAIYUE), True, MARCH_18)
    standing = read(MARCH).standing(STATION_COVERAGE)
    assert (standing.figure.value, standing.state.word) == (12, "达到")


def test_who_keeps_a_site_says_what_it_is_and_once(people):
    add(people, MARCH, "2025-03-10")
    site = Site.objects.get()
    with pytest.raises(Refused, match="由岱岳镇报送"):
        registers.declare(cast.officer(cast.YUJING), site, True, MARCH_18)
    with pytest.raises(Refused, match="不能晚于今天"):
        registers.declare(people[0], site, True, date(2025, 5, 1))
    assert registers.declare(people[0], site, True, MARCH_18)
    assert registers.declare(people[1], site, True, MARCH_18) is None
    with pytest.raises(Refused, match="不能早于那一天"):
        registers.declare(people[1], site, False, MARCH_18 - timedelta(days=1))


def test_the_sites_page_says_what_it_is_and_takes_the_word(client, people):
    add(people, MARCH, "2025-03-10", dc="1", connectors="1")
    path = f"/sites/{Site.objects.get().pk}/"
    client.force_login(people[0])
    assert "待核定：公共桩1台，其中直流1台" in client.get(path).content.decode()
    wrong = client.post(path, {"station": "yes", "since": "202503"}, follow=True)
    assert "认定的日期只写了年月" in wrong.content.decode()
    said = client.post(path, {"station": "yes", "since": "2025-03-10"}, follow=True)
    assert "算一座：单位认定" in said.content.decode()


def test_what_is_stopped_counts_where_the_office_rules_so(people):
    add(people, MARCH, "2025-03-10")
    gone = make.new_piles(site=str(Site.objects.get().pk), on="2025-04-10")
    make.approved(*people, APRIL, lines=[(LineKind.STOPPED, gone)])
    assert (read(APRIL).figure(STOCK).value, coverage(APRIL).value) == (188, 0)
    make.ruled("stopped_counts", {"answer": True})
    assert (read(APRIL).figure(STOCK).value, coverage(APRIL).value) == (194, 1)
