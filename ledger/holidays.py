"""The State Council's holidays: what the notice of a year says, and the calendar of days of rest
that such notices make (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar


@dataclass(frozen=True)
class Holiday:
    """Days off in a row, with their name."""

    name: str
    first: date
    last: date

    @property
    def days(self) -> list[date]:
        """Each of them."""
        number = (self.last - self.first).days + 1
        return [self.first + timedelta(days=n) for n in range(number)]


@dataclass(frozen=True)
class Notice:
    """What the notice of a year says: the days off, and the weekend days that are worked."""

    year: int
    off: tuple[Holiday, ...]
    worked: tuple[date, ...]

    def says(self, day: date) -> bool | None:
        """Whether a day is one of rest by this notice; None where it does not name it."""
        if day in self.worked:
            return False
        return True if any(one.first <= day <= one.last for one in self.off) else None

    def as_value(self) -> dict[str, list[str]]:
        """As plain values, to be kept."""
        off = [f"{one.name} {one.first}—{one.last}" for one in self.off]
        return {"off": off, "worked": [str(day) for day in self.worked]}


def from_value(year: int, value: dict[str, list[str]]) -> Notice:
    """The notice that was kept so."""
    off = []
    for told in value["off"]:
        name, _, span = told.rpartition(" ")
        off.append(Holiday(name, *map(date.fromisoformat, span.split("—"))))
    return Notice(year, tuple(off), tuple(map(date.fromisoformat, value["worked"])))


class Calendar:
    """Days of rest by the notices that were entered and, for the years without one, by those that
    came with the program."""

    def __init__(self, notices: Iterable[Notice] = ()) -> None:
        self.notices = {notice.year: notice for notice in notices}

    def knows(self, year: int) -> bool:
        """Whether the notice for the year is there."""
        return year in self.notices or comes_along(year)

    def rests(self, day: date, weekends: bool = True) -> bool:
        """Weekends and holidays less the working weekends; only weekends for a year without a
        notice. Without `weekends` only the days that a notice names. The notice of a year may name
        days of the December before it."""
        for year in (day.year + 1, day.year):
            notice = self.notices.get(year)
            if notice and (said := notice.says(day)) is not None:
                return said
        if day.year in self.notices or not comes_along(day.year):
            return weekends and day.weekday() >= 5
        rests, name = chinese_calendar.get_holiday_detail(day)
        return rests and (weekends or name is not None)


def comes_along(year: int) -> bool:
    """Whether the notice for the year came with the program."""
    try:
        chinese_calendar.is_holiday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


PRINTED = Calendar()  # by what came with the program alone
