"""The one place that asks what time it is. A demo or a test can set the clock; it still runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

ZONE = ZoneInfo("Asia/Shanghai")
_moved: ContextVar[timedelta | None] = ContextVar("moved", default=None)


def now() -> datetime:
    """The present instant, with the county's time zone."""
    moved = _moved.get()
    return datetime.now(ZONE) + (settings.CLOCK_OFFSET if moved is None else moved)


def today() -> date:
    """The present date in the county."""
    return now().date()


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Inside the block the clock starts at this instant and runs on: for telling a story, and for
    tests."""
    token = _moved.set(instant - datetime.now(ZONE))
    try:
        yield
    finally:
        _moved.reset(token)
