"""The list of a person, and how long it is."""

from collections.abc import Iterable
from datetime import UTC, datetime

from reports.todo import checking, coordination, papers, places, returns
from reports.todo.item import Source, ToDo
from shanyin_charging.accounts.models import User
from targets.models import Holder

DUTIES: tuple[Source, ...] = (
    *returns.SOURCES,
    *papers.SOURCES,
    *coordination.SOURCES,
    *checking.SOURCES,
    *places.SOURCES,
)
LATEST = datetime.max.replace(tzinfo=UTC)  # of what has no day: after what has


def to_do_of(user: User) -> list[ToDo]:
    """What waits for the person, but for returns to review: a leader's word first, then the
    oldest."""
    who = Holder(user)
    found = [todo for source in DUTIES for todo in source.of(who)]
    return sorted(found, key=lambda todo: (not todo.first, todo.since or LATEST))


def number_of(user: User) -> int:
    """How many things wait for the person, returns to review among them; one question to the
    database, and for who writes returns a few small ones before it."""
    who = Holder(user)
    rows = [row for source in (*DUTIES, *returns.REVIEWS) for row in source.waiting(who)]
    return count(row.order_by().values_list("pk") for row in rows)


def count(rows: Iterable) -> int:
    """The length of all of these together."""
    first, *others = [*rows] or [None]
    return 0 if first is None else first.union(*others, all=True).count()
