"""Month, the value type for "when"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month, ordered by time."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not 1 <= self.month <= 12:
            raise ValueError(f"no month {self.month}")

    @classmethod
    def of(cls, day: date) -> Month:
        """The month that a day lies in."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Month:
        """The month written as 2025-07 or 202507; raises ValueError for anything else, and for one
        so far off that the months beside it might be none."""
        match = re.fullmatch(r"((?:19|20|21)[0-9]{2})-?([0-9]{2})", text)
        if not match:
            raise ValueError(f"not a month: {text!r}")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def at(cls, index: int) -> Month:
        """The month with this index."""
        return cls(index // 12, index % 12 + 1)

    @property
    def index(self) -> int:
        """Months counted through the years: year × 12 + month − 1."""
        return self.year * 12 + self.month - 1

    def __add__(self, months: int) -> Month:
        return Month.at(self.index + months)

    def __sub__(self, months: int) -> Month:
        return self + -months

    @property
    def first_day(self) -> date:
        """The 1st."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """The 28th to the 31st."""
        return (self + 1).first_day - timedelta(days=1)

    @property
    def key(self) -> str:
        """Six digits, for figure keys."""
        return f"{self.year}{self.month:02}"

    @property
    def label(self) -> str:
        """2025年7月, as documents write it."""
        return f"{self.year}年{self.month}月"

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}"
