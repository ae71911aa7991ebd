"""Figure: a value or none, what it is made of, who is missing, and its key (pure)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ledger.entries.facts import Selection
from targets.months import Month

# Why there is no value: three different things, never a zero.
UNREPORTED, NO_DENOMINATOR, NO_REGISTER = "未报", "无法计算", "尚未建立名单"
NOT_ITEMISED = "枪数未报全"  # a part of the denominator is not known
NOT_DUE, TERM_OVER = "未到截止", "计划期已满"  # why returns are not counted, which is no fault

NOBODY = "none"  # the row of what is credited to no row of the quota table
WINDOWS = {"month": "m", "year": "y", "to_date": "t", "latest": "l"}
LETTERS = {letter: window for window, letter in WINDOWS.items()}
KEY = re.compile(
    r"(?P<code>[A-Z][A-Z0-9]*)(?P<variant>[rgdaf]?)_(?P<where>[0-9A-Za-z_]+)_(?P<window>[mytl])_(?P<month>[0-9]{6})"
)


@dataclass(frozen=True)
class Where:
    """A place (area code), or a row of the quota table (unit code; NOBODY for what is credited to
    none)."""

    area: str = ""
    unit: str = ""
    name: str = ""
    also: tuple[str, ...] = ()  # codes of the places merged into it
    group: str = ""  # those it may be compared with

    @property
    def key(self) -> str:
        """How the place or the row is written in a figure's key."""
        return f"u{self.unit}" if self.unit else self.area


@dataclass(frozen=True)
class Figure:
    """A number with all that is needed to print it and to trace it: `value` in the measure's
    smallest unit, `scale` of them in a `unit`; a ratio is a Decimal."""

    key: str
    code: str
    name: str
    where: Where
    unit: str
    month: Month
    form: str
    value: int | Decimal | None
    scale: int = 1
    why: str = ""  # why there is no value
    of: int | None = None  # a coverage's denominator
    parts: tuple[Figure, ...] = ()
    missing: tuple[str, ...] = ()  # the places that a coverage lacks, by name
    unsettled: tuple[str, ...] = ()  # those with piles that are no station until somebody says so
    selections: tuple[Selection, ...] = ()
    constant: str = ""  # the printed words, when the value is the plan's and not the ledger's
    partial: bool = False  # nobody has said how many there are in all: no share
    seen_on: date | None = None  # of a level: the day of the oldest observation in it
    note: str = ""  # what a reader must know beside the number

    @property
    def counted(self) -> int | None:
        """The value of what is counted and not divided; None for a quotient too."""
        return None if isinstance(self.value, Decimal) else self.value


def key_of(code: str, where: Where, window: str, month: Month, variant: str = "") -> str:
    """The address of a figure: ASCII letters, digits and underscores, at most 40 characters."""
    return f"{code}{variant}_{where.key}_{WINDOWS[window]}_{month.key}"


@dataclass(frozen=True)
class Address:
    """A figure's key, taken apart."""

    code: str
    variant: str
    area: str
    unit: str
    window: str
    month: Month


def parse_key(key: str) -> Address:
    """The parts of a figure's key; raises ValueError for what is not one."""
    match = KEY.fullmatch(key)
    if match is None:
        raise ValueError(f"not a figure: {key!r}")
    where = match["where"]
    area, unit = ("", where[1:]) if where.startswith("u") else (where, "")
    return Address(
        match["code"],
        match["variant"],
        area,
        unit,
        LETTERS[match["window"]],
        Month.parse(match["month"]),
    )
