"""The one place that asks which county is served: the portal's own, or that of who asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings

_served: ContextVar[str | None] = ContextVar("served", default=None)


def county() -> str:
    """The division code of the county that is served."""
    return _served.get() or str(settings.COUNTY)


def is_own() -> bool:
    """Whether it is the portal's own: of that one the settings say the telephone and the groups."""
    return county() == str(settings.COUNTY)


@contextmanager
def of(code: str | None) -> Iterator[None]:
    """Inside the block the county with this division code is served; with None the portal's own."""
    token = _served.set(code)
    try:
        yield
    finally:
        _served.reset(token)
