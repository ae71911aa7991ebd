"""The demo's closing figures of 2024 and 2025, seen from 2026-01-06, against sums done by hand from
the story.

2024, by row: 15+10+5+8+9+5+4+5+5+2+4+3 = 75 in townships, 10+8+10+6+10 = 44 in other rows, 4 in
parking areas outside every row: 123 added. Stock: 188 + 123 = 311.

2025, by row: 14+18+9+12+8+10+10+8+13+1+8+5 = 116 in townships (古城镇 8 after the correction, 10
before it), 8+10+8+5+8+8 = 47 in other rows, 4 in parking areas and 6 in estates: 173 added. Two
piles were removed and two dedicated ones opened to all: 311 + 173 − 2 + 2 = 484.
"""

from decimal import Decimal

import pytest

from ledger.models import Entry, Period, PeriodKind
from ledger.returns import standings
from reports.figures.definition import REPORTED
from reports.figures.reading import read
from shanyin_charging import clock
from targets.models import Plan
from targets.months import Month
from tests import cast
from tests.demo.when import at
from tests.indicators import ADDED, PILE_COVERAGE, QUOTA, RATIO, STATION_COVERAGE, STOCK, TIMELINESS

pytestmark = pytest.mark.django_db
DECEMBER = Month(2025, 12)


@pytest.fixture(autouse=True)
def january(story):
    with clock.at(cast.noon(cast.AFTER_THE_YEAR)):
        yield


def county(month, known=None):
    at_month = read(month, known)
    return at_month.figure(ADDED).value, at_month.figure(STOCK).value


def rows(month, known=None):
    at_month = read(month, known)
    return {row.unit: at_month.figure(QUOTA, row).value for row in at_month.rows}


def test_2024_closes_with_123_added_and_311_in_place():
    assert county(Month(2024, 12)) == (123, 311)


def test_2025_closes_with_173_added_and_484_in_place():
    assert county(DECEMBER) == (173, 484)


def test_every_row_of_2025_is_as_the_story_has_it():
    assert rows(DECEMBER) == {
        "140621103": 14,
        "140621101": 18,
        "140621100": 9,
        "140621104": 12,
        "140621102": 8,
        "140621209": 10,
        "140621203": 10,
        "140621205": 8,
        "140621206": 13,
        "140621202": 1,
        "140621201": 8,
        "140621200": 5,
        "hospital_group": 0,
        "emu_station": 0,
        "bus_station": 0,
        "commerce": 8,
        "development_zone": 10,
        "culture": 8,
        "coal_center": 5,
        "education": 8,
        "hsr_station": 8,
    }


@pytest.mark.parametrize("month", [Month(2024, 12), *(Month(2025, n) for n in range(1, 13))])
def test_rows_and_what_belongs_to_none_add_up_to_the_county(month):
    assert sum(rows(month).values()) + read(month).uncredited().value == county(month)[0]


def test_the_ratio_is_met_with_the_plans_vehicles_neither_way_of_counting_is_a_percentage():
    december = read(DECEMBER)
    assert december.figure(RATIO).value == Decimal(3054) / 484
    assert december.figure(RATIO, variant=REPORTED).value == Decimal(2120 + 1000) / 484
    assert december.standing(RATIO).state.word == "未达到"  # 6.31 is above 6


def test_eleven_of_twelve_townships_have_a_station_and_the_one_with_scattered_piles_is_named():
    stations = read(DECEMBER).figure(STATION_COVERAGE)
    assert (stations.value, stations.of, stations.missing) == (11, 12, ())
    assert stations.unsettled == ("下喇叭乡",)
    assert read(DECEMBER).figure(PILE_COVERAGE).value == 12


def test_before_the_correction_became_known_the_township_stood_two_higher():
    correction = Entry.objects.filter(replaces__measure="public_dc_pile").get()
    assert correction.on.month == 5
    before, after = county(DECEMBER, correction.number - 1), county(DECEMBER, correction.number + 2)
    gu_cheng = [rows(Month(2025, 5), known)["140621102"] for known in (correction.number - 1, None)]
    assert gu_cheng == [6, 4]  # two in March, then four and two in May
    assert before[0] - after[0] == 2


def test_the_removal_and_the_opened_piles_move_the_stock_alone():
    july, august, september = (county(Month(2025, n)) for n in (7, 8, 9))
    assert august[1] - july[1] == (august[0] - july[0]) + 2
    assert september[1] - august[1] == (september[0] - august[0]) - 2


def test_every_figure_at_the_end_of_a_past_month_is_untouched_by_later_months():
    known = (
        Entry.objects.filter(posted_at__lt=cast.noon(cast.APRIL_2.replace(month=7, day=9)))
        .order_by("number")
        .last()
    )
    assert (
        county(Month(2025, 6), known.number)[0] == county(Month(2025, 6))[0] + 2
    )  # but for the correction


def test_late_returns_keep_their_flag():
    november = read(Month(2025, 11)).figure(TIMELINESS)
    assert (november.value, november.of, set(november.missing)) == (33, 35, {"安荣乡", "下喇叭乡"})


def test_after_the_plan_its_last_states_still_stand_but_a_new_year_has_no_quota():
    later = read(Month(2026, 3))
    assert later.standing(STOCK).goal.value == 509
    assert later.figure(RATIO).value == Decimal(3054) / 484
    assert later.figure(ADDED).value == 0
    assert {s.state.word for s in [later.standing(ADDED), *later.quota_standings()]} == {"无计划"}


def test_the_journal_replayed_until_now_gives_the_returns_as_they_are(story):
    plan, now = Plan.objects.get(), at(cast.AFTER_THE_YEAR, 9)
    for period in Period.objects.filter(kind=PeriodKind.MONTH):
        live = standings.standings(plan, period)
        replayed = standings.standings_of(plan, [s.unit for s in live], period, now)
        assert [(s.state, s.late, s.first_at) for s in replayed] == [
            (s.state, s.late, s.first_at) for s in live
        ]
