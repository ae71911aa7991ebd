"""The columns of a printed table: heads of at most two lines, numbers one under the other by their
units (pure)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reports.documents.content import Cell, Table
from reports.documents.titles import head_lines, width

# mm: the text's width, a character of 12 points, the sides of a cell and of a head.
PAGE, EM, PADDING, OF_HEAD = 156, 4.233, 1, 0.2
NUMBER = re.compile(r"-?[0-9]+(?P<decimals>\.[0-9]+)?(?P<percent>%?)")
NONE = ("", "—")  # in the place of a number
# Words of a row that is not where it should be; they stand out by their face, never by colour.
SHORT = ("未报", "未完成", "未达到", "尚未达到", "滞后", "逾期")


@dataclass(frozen=True)
class Column:
    """One column: its share of the width in percent, its head's lines, and for numbers how far in
    mm they end before its right edge; None for words."""

    share: int
    head: list[str]
    inset: float | None

    @property
    def align(self) -> str:
        """The style of a cell that its column gives it, empty for words."""
        return "" if self.inset is None else f"text-align: right; padding-right: {self.inset}mm"


def columns(table: Table) -> list[Column]:
    """Every column of a table."""
    return [
        column(head, share, [row[n] for row in table.rows])
        for n, (head, share) in enumerate(zip(table.heads, table.widths, strict=True))
    ]


def column(head: str, share: int, cells: list[Cell]) -> Column:
    """A column of its cells; numbers stand in its middle by the widest of them."""
    wide = PAGE * share / 100
    texts = [cell.text for cell in cells]
    room = (wide - 2 * OF_HEAD) / EM - 0.05
    widest = max(map(width, texts), default=0) * EM
    inset = round(max(PADDING, (wide - widest) / 2), 2) if are_numbers(texts) else None
    return Column(share, head_lines(head, room), inset)


def are_numbers(texts: list[str]) -> bool:
    """Whether cells are numbers of one kind, or stand for none."""
    found = [NUMBER.fullmatch(text) for text in texts if text not in NONE]
    kinds = {(len(match["decimals"] or ""), match["percent"]) for match in found if match}
    return len(kinds) == 1 and all(found)


def laid(table: Table) -> Iterator[list[tuple[Cell, Column, bool]]]:
    """Row by row each cell, its column, and whether its word says that the row falls short."""
    found = columns(table)
    for row in table.rows:
        yield [(cell, col, cell.text in SHORT) for cell, col in zip(row, found, strict=True)]
