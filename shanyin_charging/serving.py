"""The one place that asks which county is served: the portal's own, or that of who asks."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from django.conf import settings

Answer = TypeVar("Answer")


@dataclass
class _Served:
    """The county's code, what is remembered of it meanwhile, and for a page that changes nothing
    what it has asked."""

    code: str | None = None
    kept: dict[str, Any] = field(default_factory=dict)
    asked: dict[Hashable, Any] | None = None


_served: ContextVar[_Served] = ContextVar("served")


def county() -> str:
    """The division code of the county that is served."""
    return _served.get(_Served()).code or str(settings.COUNTY)


def is_own() -> bool:
    """Whether it is the portal's own: of that one the settings say the telephone and the groups."""
    return county() == str(settings.COUNTY)


def kept() -> dict[str, Any]:
    """What is remembered of the county for as long as it is served, as for a page; nothing where
    nobody said which it is."""
    return _served.get(_Served()).kept


def once(question: Hashable, answer: Callable[[], Answer]) -> Answer:
    """What the database answers; asked once by a page that changes nothing."""
    asked = _served.get(_Served()).asked
    if asked is None:
        return answer()
    if question not in asked:
        asked[question] = answer()
    return cast(Answer, asked[question])


@contextmanager
def of(code: str | None, reads: bool = False) -> Iterator[None]:
    """Inside the block the county with this division code is served; with None the portal's own.
    Who only `reads` is told the same as long as it lasts."""
    token = _served.set(_Served(code, asked={} if reads else None))
    try:
        yield
    finally:
        _served.reset(token)
