"""The pace bar's geometry."""

from dataclasses import replace
from decimal import Decimal

from reports.figures.charts import HEAD, TALL, WIDTH, columns, pace_bar
from reports.figures.progress import against_pace, against_target
from tests.reports.figures.test_progress import figure, goal


def test_a_shortfall_is_hatched_up_to_the_tick():
    bar = pace_bar(against_pace(figure(30), goal(100)), "t")
    assert (bar.done, bar.tick, bar.gap, bar.surplus) == (72, 120, 48, 0)


def test_a_surplus_begins_at_the_tick():
    bar = pace_bar(against_pace(figure(60), goal(100)), "t")
    assert (bar.solid, bar.tick, bar.gap, bar.surplus) == (120, 120, 0, 24)


def test_more_than_all_ends_at_the_edge():
    assert pace_bar(against_pace(figure(250), goal(100)), "t").done == WIDTH


def test_what_the_plan_reckons_with_has_no_bar_before_it_is_reported():
    assumed = replace(goal(100), strength="assumption")
    assert pace_bar(against_target(figure(50), assumed), "t").done == WIDTH / 2
    assert pace_bar(against_target(figure(None), assumed), "t") is None


def test_a_state_has_no_tick_and_a_row_without_a_plan_no_bar():
    assert pace_bar(against_target(figure(50), goal(100)), "t").tick is None
    assert pace_bar(against_pace(figure(50), goal(0)), "t") is None


def test_the_highest_month_fills_the_drawing_and_none_is_negative_space():
    chart = columns([figure(0), figure(5), figure(10)])
    assert [(c.y, c.height, c.label) for c in chart.columns] == [
        (HEAD + TALL, 0, "0"),
        (HEAD + TALL / 2, TALL / 2, "5"),
        (HEAD, TALL, "10"),
    ]


def test_long_numbers_take_more_room_and_the_last_months_are_drawn():
    ratios = [replace(figure(Decimal(n)), form="ratio", unit="1:n") for n in range(1, 13)]
    chart = columns(ratios, 300)
    assert [c.label for c in chart.columns] == [f"1:{n}.00" for n in range(8, 13)]
    assert chart.width <= 300 < columns(ratios).width


def test_of_a_coverage_the_columns_say_how_many_are_covered():
    assert columns([replace(figure(11), form="coverage", of=12)]).columns[0].label == "11"
