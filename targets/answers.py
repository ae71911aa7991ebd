"""What the office may answer to a question that the plan leaves open: each kind's words, and how it
is read (pure)."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from .pace import MONTHS

Answer = int | bool | str | list[int]
YES, NO = "是", "否"
CURVE, POINTS, YES_NO, COUNT = "curve", "points", "yes_no", "count"
UNIT, TEXT, SERIAL, MINUTES = "unit", "text", "serial", "minutes"


class NotAnAnswer(ValueError):
    """An answer that cannot be read; its text says in Chinese what to write."""


def read(kind: str, typed: str) -> Answer:
    """The answer as plain JSON; raises NotAnAnswer."""
    typed = typed.strip()
    if not typed:
        raise NotAnAnswer("请填核定的内容")
    return READERS[kind](typed)


def _read_curve(typed: str) -> list[int]:
    words = typed.replace("，", " ").replace(",", " ").replace("、", " ").replace("%", " ").split()
    if len(words) != MONTHS or not all(word.isascii() and word.isdigit() for word in words):
        raise NotAnAnswer(
            f"要填{MONTHS}个整数，从1月到{MONTHS}月的累计百分比，用空格隔开；现在是{len(words)}个"
        )
    shares = [int(word) for word in words]
    if shares != sorted(shares) or shares[-1] != 100:
        raise NotAnAnswer(f"累计百分比只增不减，{MONTHS}月要到100")
    return shares


def _read_number(least: int, most: int, what: str) -> Callable[[str], int]:
    def read_(typed: str) -> int:
        if not (typed.isascii() and typed.isdigit()) or not least <= int(typed) <= most:
            raise NotAnAnswer(f"{what}要填{least}到{most}的整数")
        return int(typed)

    return read_


def _read_choice(typed: str) -> bool:
    if typed not in (YES, NO):
        raise NotAnAnswer(f"请答“{YES}”或“{NO}”")
    return typed == YES


READERS: dict[str, Callable[[str], Answer]] = {
    CURVE: _read_curve,
    POINTS: _read_number(1, 50, "百分点"),
    YES_NO: _read_choice,
    COUNT: _read_number(1, 999, "个数"),
    SERIAL: _read_number(1, 9999, "编号"),
    MINUTES: _read_number(5, 480, "分钟"),
    UNIT: str,
    TEXT: str,
}


def words(kind: str, value: Any, names: dict[str, str] | None = None) -> str:
    """The answer as the pages say it; `names` gives a unit's name by its code."""
    if kind == CURVE:
        return "、".join(f"{month}月{share}%" for month, share in enumerate(value, start=1))
    if kind == YES_NO:
        return YES if value else NO
    if kind == UNIT:
        return str((names or {}).get(value, value))
    if kind == SERIAL:
        return f"第{value}号"
    return f"{value}{({POINTS: '个百分点', COUNT: '个', MINUTES: '分钟'}).get(kind, '')}"


def curve_of(shares: Sequence[int]) -> tuple[Fraction, ...]:
    """Twelve cumulative percentages as shares of the year."""
    return tuple(Fraction(share, 100) for share in shares)
