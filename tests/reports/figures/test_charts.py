"""The pace bar's geometry."""

from dataclasses import replace

from reports.figures.charts import WIDTH, pace_bar
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
