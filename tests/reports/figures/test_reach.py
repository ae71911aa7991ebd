"""可达 by hand: what is in service and what is being built, by the time in which it is expected."""

from datetime import date
from types import SimpleNamespace

import pytest

from reports.figures import charts, formats
from reports.figures.figure import Where
from reports.figures.progress import Goal, against_pace
from reports.figures.reach import PAST, UNDATED, expected, reach
from targets.months import Month
from tests.reports.figures.test_progress import figure

NOVEMBER, DECEMBER = Month(2025, 11), Month(2025, 12)
DECEMBER_10 = date(2025, 12, 10)


def project(piles, on):
    return SimpleNamespace(piles=piles, expected_on=on)


def reached(value, goal, *projects, month=NOVEMBER, ends=DECEMBER, today=DECEMBER_10, **fields):
    return reach(figure(value, month, **fields), goal, projects, ends, today)


@pytest.mark.parametrize(
    ("on", "month", "ends", "today", "label", "in_time"),
    [
        (date(2025, 12, 20), NOVEMBER, DECEMBER, DECEMBER_10, "12月", True),
        (date(2025, 12, 31), NOVEMBER, DECEMBER, DECEMBER_10, "12月", True),
        # expected before November ended, read when it had: not in service by its returns
        (date(2025, 11, 30), NOVEMBER, DECEMBER, DECEMBER_10, PAST, True),
        # after November ended, and before the day of the reader: what November knew of it
        (date(2025, 12, 5), NOVEMBER, DECEMBER, DECEMBER_10, "12月", True),
        # November still runs: only what is past today
        (date(2025, 11, 30), NOVEMBER, DECEMBER, date(2025, 11, 28), "11月", True),
        (date(2025, 11, 28), NOVEMBER, DECEMBER, date(2025, 11, 28), "11月", True),
        (date(2025, 11, 27), NOVEMBER, DECEMBER, date(2025, 11, 28), PAST, True),
        # the plan goes on, or ends with the year
        (date(2026, 1, 10), NOVEMBER, DECEMBER, DECEMBER_10, "12月以后", False),
        (date(2026, 1, 10), NOVEMBER, Month(2026, 12), DECEMBER_10, "2026年1月", False),
        (date(2027, 1, 10), NOVEMBER, Month(2026, 12), DECEMBER_10, "2026年以后", False),
        (None, NOVEMBER, DECEMBER, DECEMBER_10, UNDATED, False),
        # the year is over: what is past its day is in no year any more
        (date(2025, 12, 20), DECEMBER, DECEMBER, date(2026, 1, 6), PAST, False),
        (date(2025, 12, 20), DECEMBER, DECEMBER, date(2025, 12, 31), PAST, True),
        (date(2025, 12, 31), DECEMBER, DECEMBER, date(2025, 12, 31), "12月", True),
        # in the next year it counts again while that runs
        (date(2025, 12, 20), Month(2026, 1), DECEMBER, date(2026, 2, 6), PAST, True),
        # a month of the next year, by what was known in this one: it is awaited for this one
        (date(2024, 12, 20), Month(2025, 1), DECEMBER, date(2024, 10, 8), "2024年12月", False),
    ],
)
def test_a_day_is_told_by_the_month_that_is_read_and_the_day_of_the_reader(
    on, month, ends, today, label, in_time
):
    assert expected(on, month, ends, today)[1:] == (label, in_time)


def test_the_county_of_the_worked_month():
    """155 in service, 29 for December, 6 for January, 3 without a day: 184 of 192."""
    found = reached(
        155,
        192,
        project(20, date(2025, 12, 10)),
        project(9, date(2025, 12, 31)),
        project(6, date(2026, 1, 15)),
        project(3, None),
    )
    assert (found.under_way, found.in_time, found.value) == (38, 29, 184)
    assert (found.beyond, found.short) == (-8, 8)
    assert [(when.label, piles) for when, piles in found.counted] == [
        ("12月", 29),
        ("12月以后", 6),
        (UNDATED, 3),
    ]
    assert formats.reach(found) == (
        "已投运155台＋在建29台＝可达184台，距全年目标192台还差8台"
        "；另有在建：12月以后6台、未定时间3台"
    )


def test_what_is_past_its_day_counts_and_is_named_so():
    found = reached(4, 6, project(2, date(2025, 11, 20)), where=Where(unit="x"))
    assert formats.reach(found) == (
        "已投运4台＋在建2台（其中2台已过预计日）＝可达6台，正好达到参考计划6台"
    )


def test_more_than_the_plan_asks_for_is_beyond_it():
    found = reached(5, 5, project(2, date(2025, 12, 20)), where=Where(unit="x"))
    assert (found.beyond, found.short) == (2, 0)
    assert formats.reach(found).endswith("＝可达7台，比参考计划5台多2台")


def test_nothing_none_and_no_plan_are_three_things():
    none = reached(4, None, project(2, date(2025, 12, 20)))
    assert (none.value, none.beyond, none.short) == (6, None, 0)
    assert formats.reach(none) == "已投运4台＋在建2台＝可达6台"
    zero = reached(4, 0, project(2, date(2025, 12, 20)))
    assert (zero.value, zero.beyond, zero.short) == (6, 6, 0)
    unknown = reached(None, 5, project(2, date(2025, 12, 20)))
    assert (unknown.value, unknown.beyond, unknown.short) == (None, None, 0)
    assert formats.reach(unknown) == formats.reach(None) == ""
    nothing = reached(4, 5)
    assert (nothing.in_time, nothing.value, nothing.short) == (0, 4, 1)
    assert formats.reach(nothing) == "已投运4台，没有在建，距全年目标5台还差1台"


def test_the_steps_stand_on_one_another_and_end_at_what_is_reached():
    found = reached(
        4, 8, project(1, date(2025, 11, 3)), project(2, date(2025, 12, 3)), project(9, None)
    )
    drawn = charts.steps(found)
    assert [(s.label, s.number) for s in drawn.steps] == [("已投运", 4), (PAST, 5), ("12月", 7)]
    assert [(s.before, s.added) for s in drawn.steps] == [(0, 48.0), (48.0, 12.0), (60.0, 24.0)]
    assert drawn.line == drawn.foot - charts.TALL


def test_the_bar_shows_what_is_coming_behind_what_is_done():
    goal = Goal(2025, 100, None, "at_least", "attain", "value", "", "", "")
    standing = against_pace(figure(50), goal)
    bar = charts.pace_bar(standing, "t", 25)
    assert (bar.done, bar.coming) == (charts.WIDTH / 2, charts.WIDTH / 4)
    assert charts.pace_bar(standing, "t", 90).coming == charts.WIDTH / 2
