"""The one place that asks which county is served: the portal's own, or that of who asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings

# the county's code, and what is remembered of it meanwhile
_served: ContextVar[tuple[str | None, dict[str, Any]]] = ContextVar("served")


def county() -> str:
    """The division code of the county that is served."""
    return _served.get((None, {}))[0] or str(settings.COUNTY)


def is_own() -> bool:
    """Whether it is the portal's own: of that one the settings say the telephone and the groups."""
    return county() == str(settings.COUNTY)


def kept() -> dict[str, Any]:
    """What is remembered of the county for as long as it is served, as for a page; nothing where
    nobody said which it is."""
    return _served.get((None, {}))[1]


@contextmanager
def of(code: str | None) -> Iterator[None]:
    """Inside the block the county with this division code is served; with None the portal's own."""
    token = _served.set((code, {}))
    try:
        yield
    finally:
        _served.reset(token)
