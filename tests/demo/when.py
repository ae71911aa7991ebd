"""Moments of the demo, by the county's time."""

from datetime import date, datetime, time

from tests.year.days import CHINA


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of a day."""
    return datetime.combine(day, time(hour, minute), CHINA)


PRESENT = at(date(2025, 12, 10), 9)  # where the demo's clock stands when somebody first opens it
AFTER_THE_YEAR = at(date(2026, 1, 6), 9)  # where most tests look at it from
