"""One thing on somebody's list, and where such things come from."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast

from ledger.models import Reminder
from shanyin_charging import clock
from shanyin_charging.audit.models import Event
from shanyin_charging.lifecycle.transitions import Table, Wait
from targets.models import Holder


@dataclass(frozen=True)
class ToDo:
    """One thing to do: `mark` says what it is, or where it `is_back` from, `since` from when on it
    waits, `first` that it goes before all that is older."""

    title: str
    sentence: str
    button: str
    address: str
    mark: str = ""
    is_back: bool = False
    since: datetime | None = None
    reminder: Reminder | None = None
    first: bool = False

    @property
    def waited(self) -> str:
        """For how long it has waited, in days of the calendar."""
        if self.since is None:
            return ""
        days = (clock.today() - self.since.astimezone(clock.ZONE).date()).days
        return f"已等{days}天" if days > 0 else "今天"


@dataclass(frozen=True)
class Source:
    """Where things to do come from: `waiting` gives the rows that wait for a person, each of them
    one thing to do, and `told` puts rows into words; those of a life-cycle by its `table` with the
    moment of their last move, which who only looks what there is does not ask. What is `rough`
    gives rows that may wait: only telling them says how many things they are."""

    waiting: Callable[[Holder], Iterable[QuerySet]]
    told: Callable[[Sequence[Any]], Iterable[ToDo]]
    table: Table | None = None
    rough: bool = False

    def of(self, rows: QuerySet) -> Iterable[ToDo]:
        """What these rows, of those that wait, are to do."""
        return self.told(list(moved_at(rows, self.table) if self.table else rows))


def from_table(
    table: Table,
    rows: Callable[[], QuerySet],
    told: Callable[..., Iterable[ToDo]],
    states: Iterable[str] | None = None,
) -> list[Source]:
    """A source for all waits of a table (of some states) for the same people, which tells the
    things of each wait in its words: every menu asks, so what can be asked at once is."""

    def source(whom: Callable[[Holder], Any], waits: Sequence[Wait]) -> Source:
        def waiting(who: Holder) -> Iterable[QuerySet]:
            whose = whom(who)
            found = [wait.state for wait in waits]
            return [] if whose is None else [rows().filter(whose, state__in=found)]

        def all_told(found: Sequence[Any]) -> Iterable[ToDo]:
            for wait in waits:
                yield from told(wait, [one for one in found if one.state == wait.state])

        return Source(waiting, all_told, table)

    asked: dict[Callable[[Holder], Any], list[Wait]] = {}
    for wait in table.waits:
        if states is None or wait.state in states:
            asked.setdefault(wait.whom, []).append(wait)
    return [source(whom, waits) for whom, waits in asked.items()]


def moved_at(rows: QuerySet, table: Table) -> QuerySet:
    """The rows with the moment of their last move by the table, as the journal has it."""
    moves = Event.objects.filter(
        object_type=rows.model._meta.label_lower,
        object_key=Cast(OuterRef("pk"), CharField()),
        verb__in=table.moves,
    ).order_by("-number")
    return rows.annotate(moved_at=Subquery(moves.values("at")[:1]))
