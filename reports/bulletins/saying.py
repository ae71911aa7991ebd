"""How a bulletin says things: sentences that carry their figures, paragraphs, names in lists."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from reports.documents.content import Paragraph, Sentence, Shown
from reports.figures import formats
from reports.figures.figure import Figure, Where
from reports.figures.progress import Standing
from reports.figures.reading import Reading
from targets.models import Window
from targets.months import Month
from targets.pace import MONTHS

FEW = 8  # names that a sentence lists; of more it tells the first and how many there are


def shown(figure: Figure) -> Shown:
    """A figure as it is printed: its digits, or why there are none."""
    return Shown(figure.key, formats.digits(figure) if figure.value is not None else figure.why)


def say(template: str, *figures: Figure, rule: str = "") -> Sentence:
    """A sentence with each {} filled by a figure with its unit."""
    return told(template.format(*map(formats.text, figures)), figures, rule)


def told(text: str, figures: Iterable[Figure], rule: str) -> Sentence:
    """A sentence that was put together, with the figures that it tells of."""
    return Sentence(text, tuple(map(shown, figures)), rule)


def naming(text: str, standings: Iterable[Standing], rule: str) -> Sentence:
    """A sentence that names units, with the figures they are named for."""
    return told(text, (s.figure for s in standings), rule)


def paragraph(*sentences: Any) -> Paragraph:
    """A paragraph of sentences; words without a figure need no rule."""
    return Paragraph(tuple(Sentence(s) if isinstance(s, str) else s for s in sentences))


def in_a_row(parts: Sequence[Sentence], between: str = "；", end: str = "。") -> list[Sentence]:
    """Clauses as one sentence: each but the last ended by a mark, the last by another."""
    marks = [between] * (len(parts) - 1) + [end]
    return [
        replace(part, text=f"{part.text}{mark}") for part, mark in zip(parts, marks, strict=False)
    ]


def names(standings: Iterable[Standing]) -> str:
    """The names of the rows, as a bulletin lists them."""
    return "、".join(s.figure.where.name for s in standings)


def listed(told: Sequence[str], number: str = "个单位") -> str:
    """A list of what is told of each; of many the first ones, and how many there are unless the
    sentence has said it."""
    more = f"等{f'{len(told)}{number}' if number else ''}" if len(told) > FEW else ""
    return "、".join(told[:FEW]) + more


def of_each(number: int, of: str) -> str:
    """So many, as the subject of what is said of each of them; one is not 均."""
    return f"{number}{of}均" if number > 1 else f"{number}{of}"


def called(month: Month, months: int) -> str:
    """How so many months up to one are called: 11月, 三季度, 上半年, 全年."""
    if months == 1:
        return f"{month.month}月"
    if months == MONTHS:
        return "全年"
    if months == MONTHS // 4:
        return f"{'一二三四'[month.month // months - 1]}季度"
    return "上半年" if month.month == months else "下半年"


def flows(
    r: Reading, code: str, months: Iterable[Month], variant: str = "", where: Where | None = None
) -> list[Figure]:
    """What each of some months added of a flow, for the county or a row."""
    return [r.figure(code, where, variant, Window.MONTH, month) for month in months]


def total(figures: Iterable[Figure]) -> int:
    """What some flows come to together."""
    return sum(figure.counted or 0 for figure in figures)


def span(r: Reading) -> str:
    """From the year's beginning to the reading's month: 1至11月, 1月, 全年."""
    number = r.month.month
    return "全年" if number == MONTHS else f"1至{number}月" if number > 1 else "1月"
