"""What follows from the plan and the ledger alone, kept in memory for as long as neither has
changed.

The plan's tables tell of a change by a mark that their triggers renew; the ledger only ever grows,
so its last entry tells. Whatever is kept is filed under both and is dropped when it has not been
asked for in a while; inside a transaction nothing is kept, since what it sees may never have
happened.
"""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any, Generic, TypeVar, overload

from django.db import connection

from shanyin_charging import serving
from targets.models import Edition

KEPT = 64  # readings: some months of a year, each perhaps as known on a few days
Value = TypeVar("Value")
_shelves: OrderedDict[tuple, dict] = OrderedDict()
_lock = Lock()


def mark() -> str | None:
    """The mark of the plan's tables as they are; None where there is none yet."""
    return serving.once("mark", Edition.objects.values_list("mark", flat=True).first)


def shelf(key: tuple) -> dict:
    """Where what follows from `key` is kept: the same dict for the same key, an empty one that is
    nobody else's inside a transaction or without a mark. The key holds the mark and the ledger's
    last entry."""
    if connection.in_atomic_block or None in key:
        return {}
    with _lock:
        found = _shelves.setdefault(key, {})
        _shelves.move_to_end(key)
        while len(_shelves) > KEPT:
            _shelves.popitem(last=False)
        return found


class kept(Generic[Value]):
    """A property whose value follows from the plan and the ledger alone: it stays on the object's
    shelf."""

    place = "shelf"

    def __init__(self, make: Callable[[Any], Value]) -> None:
        self.make, self.name = make, make.__name__

    @overload
    def __get__(self, owner: None, kind: type) -> "kept[Value]": ...

    @overload
    def __get__(self, owner: object, kind: type) -> Value: ...

    def __get__(self, owner: Any, kind: type) -> "kept[Value] | Value":
        if owner is None:
            return self
        on_it = getattr(owner, self.place)
        if self.name not in on_it:
            on_it[self.name] = self.make(owner)
        return on_it[self.name]


class planned(kept[Value]):
    """The same of what follows from the plan alone: whatever is posted, it stays on the object's
    shelf of the plan."""

    place = "plan_shelf"


def clear() -> None:
    """Drop all that is kept; for tests and benchmarks."""
    with _lock:
        _shelves.clear()
