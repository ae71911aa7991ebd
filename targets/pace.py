"""序时进度: what the calendar expects of a yearly target by the end of a month (pure)."""

from collections.abc import Sequence
from fractions import Fraction

from .months import Month

MONTHS = 12
STRAIGHT_LINE = tuple(Fraction(month, MONTHS) for month in range(1, MONTHS + 1))


def expected_share(month: Month, year: int, curve: Sequence[Fraction] = STRAIGHT_LINE) -> Fraction:
    """The share of the year's target expected by the end of `month`: 0 before the year, 1 after it.

    `curve` holds twelve cumulative shares, January to December.
    """
    if month.year < year:
        return Fraction(0)
    if month.year > year:
        return Fraction(1)
    return curve[month.month - 1]
