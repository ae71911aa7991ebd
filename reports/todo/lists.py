"""The list of a person, and how long it is."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime

from django.db.models import QuerySet, Value

from reports.todo import checking, coordination, papers, places, returns, term
from reports.todo.item import Source, ToDo
from targets.models import Holder

DUTIES: tuple[Source, ...] = (
    *returns.SOURCES,
    *papers.SOURCES,
    *coordination.SOURCES,
    *checking.SOURCES,
    *places.SOURCES,
    *term.SOURCES,
)
LATEST = datetime.max.replace(tzinfo=UTC)  # of what has no day: after what has


def to_do_of(who: Holder, sources: Iterable[Source] = DUTIES) -> list[ToDo]:
    """What waits for the person, but for returns to review: a leader's word first, then the
    oldest."""
    waiting = [(source, rows) for source in sources for rows in source.waiting(who)]
    there = set(together(rows for _, rows in waiting))
    some = (one for place, one in enumerate(waiting) if place in there)
    found = [todo for source, rows in some for todo in source.of(rows)]
    return sorted(found, key=lambda todo: (not todo.first, todo.since or LATEST))


def number_of(who: Holder) -> int:
    """How many things wait for the person, returns to review among them; one question to the
    database, for who writes returns a few small ones before it, and a few where months may have to
    be put off."""
    waiting = [(s, rows) for s in (*DUTIES, *returns.REVIEWS) for rows in s.waiting(who)]
    there = Counter(together(rows for _, rows in waiting))
    return sum(
        len(list(source.of(rows))) if source.rough else there[place]
        for place, (source, rows) in enumerate(waiting)
        if place in there
    )


def together(rows: Iterable[QuerySet]) -> list[int]:
    """For each row that any of these would find the place of that among them, asked at once: most
    of them find nothing."""
    placed = [one.order_by().annotate(nth=Value(n)) for n, one in enumerate(rows)]
    first, *others = [one.values_list("nth", flat=True) for one in placed] or [None]
    return [] if first is None else list(first.union(*others, all=True))
