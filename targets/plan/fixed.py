"""Months that keep their plan for good, since they were judged or printed by it. Each app names who
knows of such; so what plan a month has need not be stored to stay what it was."""

from datetime import date
from typing import NamedTuple

from django.utils.module_loading import import_string

from targets.months import Month


class Fixed(NamedTuple):
    """The last month of the county that is served whose plan may be no other, and why."""

    month: Month
    why: str


KNOWN: list[str] = []  # functions by their whole names: apps are ready before there are models


def register(name: str) -> None:
    """Name a function that tells the last such month that its app knows of, or None."""
    KNOWN.append(name)


def through() -> Fixed | None:
    """The last of them all; None where a plan may begin in any month."""
    return max(filter(None, (import_string(name)() for name in KNOWN)), default=None)


def first_day(starts_on: date) -> date:
    """The earliest day from which a plan that starts on a day may hold."""
    last = through()
    return max(starts_on, (last.month + 1).first_day) if last else starts_on
