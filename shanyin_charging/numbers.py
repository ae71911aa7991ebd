"""A number as a spreadsheet takes it: a real number, the format it is shown in, and what that shows
(pure)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Number:
    """`value` is rounded already, so that what is shown and what is stored are the same."""

    value: int | float
    format: str
    text: str
