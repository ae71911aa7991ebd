"""Praise by its published rule, by hand: over comparable rows, never for what was not reported."""

from reports.bulletins.honours import praised
from reports.figures.figure import Figure, Where
from reports.figures.progress import against_pace
from targets.months import Month
from tests.reports.figures.test_progress import goal

JUNE = Month(2025, 6)  # half of the year's plan is expected


def row(unit, done, planned, group="township", month=JUNE):
    figure = Figure(
        key=unit,
        code="I33",
        name="",
        where=Where(unit=unit, group=group),
        unit="台",
        month=month,
        form="total",
        value=done,
    )
    return against_pace(figure, goal(planned) if planned else None)


def told(rows, *late):
    return [
        [standing.figure.where.unit for standing in found] for found in praised(rows, set(late))
    ]


def test_who_fulfilled_the_years_plan_is_praised_and_who_leads_its_group_beside_it():
    rows = [
        row("a", 10, 10),
        row("b", 9, 10),
        row("c", 6, 10),
        row("x", 8, 10, "department"),
        row("y", 7, 10, "department"),
    ]
    assert told(rows) == [["a"], ["x"]]  # a leads its group too, and is named once
    assert told(rows, "a") == [[], ["b", "x"]]


def test_equal_rates_are_equally_praised():
    assert told([row("a", 6, 10), row("b", 12, 20), row("c", 5, 10)]) == [[], ["a", "b"]]


def test_nobody_leads_from_behind_the_calendar():
    assert told([row("a", 4, 10), row("b", 3, 10)]) == [[], []]


def test_a_row_without_a_plan_or_with_a_tiny_one_or_without_a_report_is_not_compared():
    assert told([row("a", 3, None), row("b", 4, 4), row("c", None, 10), row("d", 5, 10)]) == [
        [],
        ["d"],
    ]


def test_nothing_out_of_nothing_is_not_praised():
    assert told([row("a", 0, 10, month=Month(2025, 1)), row("b", 0, 10, month=Month(2025, 1))]) == [
        [],
        [],
    ]


def test_among_nobody_nobody_leads():
    assert told([]) == [[], []]
