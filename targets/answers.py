"""What the office may answer to a question that the plan leaves open: each kind's words, and how it
is read (pure)."""

from fractions import Fraction

from .pace import MONTHS

CURVE, POINTS, YES_NO, COUNT, UNIT, TEXT = "curve", "points", "yes_no", "count", "unit", "text"


class Unreadable(ValueError):
    """An answer that cannot be read; its text says in Chinese what to write."""


def read(kind: str, typed: str):
    """The answer as plain JSON; raises Unreadable."""
    typed = typed.strip()
    if not typed:
        raise Unreadable("请填裁定的内容")
    return READERS[kind](typed)


def read_curve(typed):
    words = typed.replace("，", " ").replace(",", " ").replace("、", " ").replace("%", " ").split()
    if len(words) != MONTHS or not all(word.isascii() and word.isdigit() for word in words):
        raise Unreadable(f"要填12个整数，从1月到12月的累计百分比，用空格隔开；现在是{len(words)}个")
    shares = [int(word) for word in words]
    if shares != sorted(shares) or shares[-1] != 100:
        raise Unreadable("累计百分比只增不减，12月要到100")
    return shares


def read_number(least, most, what):
    def read_(typed):
        if not (typed.isascii() and typed.isdigit()) or not least <= int(typed) <= most:
            raise Unreadable(f"{what}要填{least}到{most}的整数")
        return int(typed)

    return read_


def read_choice(typed):
    if typed not in ("是", "否"):
        raise Unreadable("请答“是”或“否”")
    return typed == "是"


READERS = {
    CURVE: read_curve,
    POINTS: read_number(1, 50, "百分点"),
    YES_NO: read_choice,
    COUNT: read_number(1, 999, "个数"),
    UNIT: str,
    TEXT: str,
}


def words(kind: str, value, names=None) -> str:
    """The answer as the pages say it; `names` gives a unit's name by its code."""
    if kind == CURVE:
        return "、".join(f"{month}月{share}%" for month, share in enumerate(value, start=1))
    if kind == YES_NO:
        return "是" if value else "否"
    if kind == UNIT:
        return (names or {}).get(value, value)
    return f"{value}{({POINTS: '个百分点', COUNT: '个'}).get(kind, '')}"


def curve_of(shares) -> tuple[Fraction, ...]:
    """Twelve cumulative percentages as shares of the year."""
    return tuple(Fraction(share, 100) for share in shares)
