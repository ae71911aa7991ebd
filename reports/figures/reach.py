"""可达 (pure): what is in service and what is being built, by the month in which it is expected,
against a year's number."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from reports.figures.figure import Figure
from targets.months import Month
from targets.pace import MONTHS

PAST, UNDATED = "已过预计日", "未定时间"
FIRST, BEYOND, NEVER = 0, 10**6, 10**7  # where what is in no month stands among the months


class Project(Protocol):
    """What is being built, as the ledger's door gives it."""

    @property
    def piles(self) -> int:
        """How many piles it will have."""

    @property
    def expected_on(self) -> date | None:
        """When they are to be in service; None where nobody has said."""


class Expected(NamedTuple):
    """A time in which piles are expected, in the order of time; whether the year has them by its
    end."""

    order: int
    label: str
    in_time: bool


def expected(on: date | None, month: Month, ends: Month, today: date) -> Expected:
    """The time of a day, for who reads a month on a day, under a plan that ends with a month. A day
    that has passed is told as it is, and the piles still count while a day of the year is left."""
    if on is None:
        return Expected(NEVER, UNDATED, False)
    then, year_end = Month.of(on), Month(month.year, MONTHS)
    year_end = ends if ends.year == month.year else year_end
    day = min(today, (month + 1).first_day)
    if on < day:
        return Expected(FIRST, PAST, Month.of(day) <= year_end)
    if then <= year_end:  # what is awaited in the year before does not count for this one
        counts = then.year == month.year
        return Expected(then.index, f"{then.month}月" if counts else then.label, counts)
    if then <= ends:
        return Expected(then.index, then.label, False)
    after = f"{year_end.month}月" if ends <= year_end else f"{ends.year}年"
    return Expected(BEYOND, f"{after}以后", False)


@dataclass(frozen=True)
class Reach:
    """What a row or the county comes to by the year's end, if what is being built is in service by
    the day that is expected."""

    figure: Figure  # of what is in service this year
    goal: int | None  # the year's number; None where it has none, which is not 0
    counted: tuple[tuple[Expected, int], ...]  # how many piles are expected when, in order of time

    @property
    def under_way(self) -> int:
        """All that is being built."""
        return sum(piles for _, piles in self.counted)

    @property
    def in_time(self) -> int:
        """What of it is expected within the year."""
        return sum(piles for when, piles in self.counted if when.in_time)

    @property
    def rest(self) -> tuple[tuple[Expected, int], ...]:
        """What of it is not, each with its time."""
        return tuple((when, piles) for when, piles in self.counted if not when.in_time)

    @property
    def value(self) -> int | None:
        """可达; None where it is not known what is in service."""
        return None if self.figure.counted is None else self.figure.counted + self.in_time

    @property
    def beyond(self) -> int | None:
        """How far it goes beyond the year's number, negative where it falls short; None without
        either."""
        return None if self.goal is None or self.value is None else self.value - self.goal

    @property
    def short(self) -> int:
        """By how much it falls short; 0 where it does not, and where that cannot be said."""
        return max(0, -(self.beyond or 0))


def reach(
    figure: Figure, goal: int | None, projects: Iterable[Project], ends: Month, today: date
) -> Reach:
    """What a figure of a month comes to with what is being built, under a plan that ends with a
    month, for who reads it on a day."""
    counted: Counter[Expected] = Counter()
    for project in projects:
        counted[expected(project.expected_on, figure.month, ends, today)] += project.piles
    return Reach(figure, goal, tuple(sorted(counted.items())))
