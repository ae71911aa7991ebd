"""序时进度: what the calendar expects of a yearly target by the end of a month (pure)."""

from collections.abc import Sequence
from fractions import Fraction

from .months import Month

MONTHS = 12


def straight_line(since: int = 1, until: int = MONTHS) -> tuple[Fraction, ...]:
    """Twelve cumulative shares that rise alike from a month of the year to another one."""
    begun = (max(0, min(month, until) - since + 1) for month in range(1, MONTHS + 1))
    return tuple(Fraction(months, until - since + 1) for months in begun)


STRAIGHT_LINE = straight_line()


def expected_share(month: Month, year: int, curve: Sequence[Fraction] = STRAIGHT_LINE) -> Fraction:
    """The share of the year's target expected by the end of `month`: 0 before the year, 1 after it.

    `curve` holds twelve cumulative shares, January to December.
    """
    if month.year < year:
        return Fraction(0)
    if month.year > year:
        return Fraction(1)
    return curve[month.month - 1]
