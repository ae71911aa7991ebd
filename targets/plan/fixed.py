"""Months that keep their plan for good, since they were judged or printed by it. Apps tell of
such; so what plan a month has need not be stored to stay what it was."""

from datetime import date
from typing import NamedTuple

from targets.months import Month
from targets.plan.above import FIXED, tellers


class Fixed(NamedTuple):
    """The last month of the county that is served whose plan may be no other, and why."""

    month: Month
    why: str


def through() -> Fixed | None:
    """The last of them all; None where a plan may begin in any month."""
    return max(filter(None, (last() for last in tellers(FIXED))), default=None)


def first_day(starts_on: date) -> date:
    """The earliest day from which a plan that starts on a day may hold."""
    last = through()
    return max(starts_on, (last.month + 1).first_day) if last else starts_on
