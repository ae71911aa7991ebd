"""Tables that follow from others: no archive holds them, a restored portal makes them anew, and
`verify` adds them up again. Each app registers its own when it starts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Derived:
    """How a table is made anew, and what is wrong with it now, in Chinese. None: migrating makes
    it, and nothing can be wrong with it."""

    rebuild: Callable[[], None] | None = None
    faults: Callable[[], Iterable[str]] | None = None


DERIVED: dict[str, Derived] = {}


def register(
    table: str,
    rebuild: Callable[[], None] | None = None,
    faults: Callable[[], Iterable[str]] | None = None,
) -> None:
    """Name a table that no archive holds."""
    DERIVED[table] = Derived(rebuild, faults)


def rebuild() -> None:
    """Make all of them anew."""
    for each in DERIVED.values():
        if each.rebuild:
            each.rebuild()
