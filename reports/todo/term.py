"""Of the days by which months fall due, of a year and of a plan that are over."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from ledger.models import Ledger, Period
from ledger.periods import closing, ending, holidays
from ledger.returns import redating
from reports.todo.item import Source, ToDo
from shanyin_charging import clock, serving
from targets.models import Holder, Plan


def without_holidays(who: Holder) -> list[QuerySet[Ledger]]:
    """The county's ledger for each year whose holidays are not known, for who may enter them."""
    return (
        [holidays.without(year) for year in holidays.to_be_entered()] if who.user.can_rule else []
    )


def of_holidays(found: Sequence[Any]) -> Iterable[ToDo]:
    """The year whose notice is to be entered."""
    for ledger in found:
        yield ToDo(
            f"还没有{ledger.year}年的放假安排",
            "截止日先只避开周末，会落在节假日上；请照国务院办公厅的通知登记。",
            "登记",
            reverse("holidays", args=[ledger.year]),
            "放假安排",
        )


def on_days_of_rest(who: Holder) -> list[QuerySet[Period]]:
    """The open months of whose last day a notice may have made one of rest, for who may put them
    off."""
    return [redating.perhaps()] if who.user.reviews else []


def of_days_of_rest(found: Sequence[Period]) -> Iterable[ToDo]:
    """All of them at once, as one press puts them off."""
    if moves := redating.moves() if found else []:
        yield ToDo(
            f"{'、'.join(str(move.period) for move in moves)}的截止日落在休息日上",
            "放假安排登记以前开的期，按一下改到下一个工作日。",
            "去改期",
            reverse("holidays", args=[moves[0].due_at.astimezone(clock.ZONE).year]),
            "放假安排",
        )


def to_be_closed(who: Holder) -> list[QuerySet[Ledger]]:
    """The county's ledger while last year can be closed, for who may."""
    if not who.user.can_rule:
        return []
    return [closing.ready(clock.today().year - 1).filter(county__code=serving.county())]


def of_years(found: Sequence[Ledger]) -> Iterable[ToDo]:
    """Last year, to be closed."""
    for _ in found:
        yield ToDo(
            f"{clock.today().year - 1}年可以结账了",
            "全年材料都已审完；结账以后，当年及以前的变动只能作更正。",
            "去结账",
            reverse("rules"),
            "年度结账",
        )


def to_be_ended(who: Holder) -> list[QuerySet[Plan]]:
    """The plans whose term is over and that can be ended now, for who may."""
    return [ending.ready()] if who.user.can_rule else []


def of_plans(found: Sequence[Plan]) -> Iterable[ToDo]:
    """A plan, to be closed by its office."""
    for plan in found:
        yield ToDo(
            f"{plan}期限已满",
            "全年已经结账，请办方案收官，并报请县政府印发下一期方案。",
            "方案收官",
            reverse("end_plan", args=[plan.code]),
            "方案",
        )


SOURCES = (
    Source(without_holidays, of_holidays),
    Source(on_days_of_rest, of_days_of_rest, rough=True),
    Source(to_be_closed, of_years),
    Source(to_be_ended, of_plans),
)
