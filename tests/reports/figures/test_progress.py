"""Standings by hand, at their thresholds."""

from decimal import Decimal
from fractions import Fraction

import pytest

from ledger.judging import MonthState
from reports.figures import formats
from reports.figures.figure import Figure, Where
from reports.figures.progress import (
    ASSUMED,
    BEHIND,
    DONE,
    MET,
    NO_PLAN,
    NORMAL,
    NOT_DONE,
    SLOW,
    UNREPORTED,
    Goal,
    PaceRule,
    against_pace,
    against_target,
    forecast,
    met,
)
from targets.months import Month

JUNE = Month(2025, 6)


def figure(value, month=JUNE, **fields):
    return Figure(
        **{
            "key": "",
            "code": "",
            "name": "",
            "where": Where(),
            "unit": "台",
            "month": month,
            "form": "total",
            "value": value,
            **fields,
        }
    )


def goal(value, direction="at_least", form="value"):
    return Goal(2025, value, None, direction, "attain", form, "", "", "")


@pytest.mark.parametrize(
    ("done", "state", "beyond"),
    [
        (50, NORMAL, 0),
        (51, NORMAL, 1),
        (49, NORMAL, -1),  # blame has a floor of two piles
        (48, SLOW, -2),
        (35, SLOW, -15),
        (34, BEHIND, -16),
    ],
)
def test_half_of_a_hundred_is_expected_by_june(done, state, beyond):
    standing = against_pace(figure(done), goal(100))
    assert (standing.state, standing.beyond, standing.expected) == (state, beyond, 50)


@pytest.mark.parametrize(
    ("planned", "done", "state"),
    [(5, 1, BEHIND), (5, 2, NORMAL), (10, 4, NORMAL), (10, 3, BEHIND), (2, 0, NORMAL)],
)
def test_one_pile_is_neither_amber_nor_red_however_small_the_plan(planned, done, state):
    """In June 2.5 of five are expected, so three; two are short by one, one by two: 30 points."""
    assert against_pace(figure(done), goal(planned)).state == state


def test_the_office_may_rule_the_least_gap():
    strict = PaceRule(least_gap=1)
    assert against_pace(figure(4), goal(10), strict).state == SLOW  # one of five short: ten points
    assert "只少不到2台" in PaceRule().words and "只少" not in strict.words


@pytest.mark.parametrize(
    ("done", "state"), [(192, DONE), (200, DONE), (191, NOT_DONE), (173, NOT_DONE), (0, NOT_DONE)]
)
def test_at_the_years_end_a_yearly_task_is_done_or_not(done, state):
    assert against_pace(figure(done, Month(2025, 12)), goal(192)).state == state


@pytest.mark.parametrize("state", [s for s in MonthState if s is not MonthState.DUE])
def test_a_month_that_is_not_judged_has_a_rate_and_no_light(state):
    for standing in (
        against_pace(figure(0), goal(10), in_=state),
        against_target(figure(0), goal(10), in_=state),
    ):
        assert (standing.is_judged, standing.expected, standing.beyond) == (False, None, None)
        assert (standing.progress, standing.state.word) == (0, state.verdict)


def test_a_part_of_a_pile_still_takes_a_pile():
    standing = against_pace(figure(4), goal(10, "at_least"))
    assert (standing.expected, standing.beyond) == (Fraction(5), -1)
    assert (
        against_pace(figure(4, Month(2025, 7)), goal(6)).beyond == 0
    )  # 3.5 are expected, so 4 are due


def test_exactly_on_target_is_met_without_a_rounding_error():
    standing = against_pace(figure(192, Month(2025, 12)), goal(192))
    assert (standing.state, standing.progress) == (DONE, Decimal(1))


@pytest.mark.parametrize("plan", [goal(0), None, goal(None)])
def test_without_a_plan_there_is_no_rate(plan):
    standing = against_pace(figure(3), plan)
    assert (standing.state, standing.progress, standing.beyond) == (NO_PLAN, None, None)


def test_nothing_reported_is_no_light():
    assert against_pace(figure(None), goal(10)).state == UNREPORTED
    assert against_target(figure(None), goal(10)).state == UNREPORTED


@pytest.mark.parametrize(
    ("value", "wanted", "verdict"),
    [
        (Decimal(2247) / 321, goal(7, "at_most"), True),
        (Decimal(2248) / 321, goal(7, "at_most"), False),
        (1000, goal(1000, "below"), False),
        (999, goal(1000, "below"), True),
        (Decimal("0.15"), goal(15, form="share"), True),
        (Decimal("0.1499"), goal(15, form="share"), False),
    ],
)
def test_each_target_is_judged_in_its_own_direction(value, wanted, verdict):
    assert met(figure(value), wanted) is verdict


def test_a_covered_share_is_judged_by_counts():
    assert met(figure(7, form="coverage", of=7), goal(100, form="share")) is True
    assert against_target(figure(6, form="coverage", of=7), goal(100, form="share")).state != MET


def test_what_the_plan_only_reckons_with_is_neither_met_nor_missed():
    assumed = Goal(2025, 3054, None, "at_least", "assumption", "value", "", "", "")
    assert against_target(figure(3000), assumed).state == ASSUMED


@pytest.mark.parametrize(
    ("recent", "so_far", "month", "today", "words"),
    [
        (
            [8, 12, 13],
            155,
            Month(2025, 11),
            Month(2025, 12),
            "近三个月每月11台，照此2026年3月完成；按期完成每月要37台",
        ),
        (
            [0, 0, 0],
            180,
            Month(2025, 10),
            Month(2025, 11),
            "近三个月没有新增；按期完成每月要6台",
        ),
        # on the 3rd of December, with October the last that is due: one month is left to build in
        (
            [0, 0, 0],
            180,
            Month(2025, 10),
            Month(2025, 12),
            "近三个月没有新增；按期完成每月要12台",
        ),
        (
            [8, 8, 8],
            190,
            Month(2025, 10),
            Month(2025, 12),
            "近三个月每月8台，照此2025年12月完成；按期完成每月要2台",
        ),
        ([4, 3, 3], 150, Month(2025, 12), Month(2026, 1), ""),  # the year is over
        ([4, 3, 3], 150, Month(2025, 11), Month(2026, 1), ""),
        (
            [6],
            12,
            Month(2025, 1),
            Month(2025, 2),
            "近一个月每月6台，照此2027年7月完成；按期完成每月要17台",
        ),
        (
            [0, 8],
            8,
            Month(2025, 2),
            Month(2025, 3),
            "近两个月每月4台，照此2028年12月完成；按期完成每月要19台",
        ),
        ([], 12, Month(2025, 1), Month(2025, 2), ""),
        ([5, 5, 5], 192, Month(2025, 6), Month(2025, 7), ""),
    ],
)
def test_a_forecast_says_when_it_is_done_and_what_it_takes(recent, so_far, month, today, words):
    """37 piles are missing in November: at 11 a month four months, by December 37 in one; 180
    at six a month take thirty."""
    assert formats.forecast(forecast(recent, so_far, 192, month, today, Month(2025, 12))) == words
