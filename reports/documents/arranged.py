"""A table as the office has it printed (pure): its rows ordered, columns left out, a note added; no
cell changes."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reports.documents.content import Cell, Table

SIZE = re.compile(r"(?:1:)?([0-9]+(?:\.[0-9]+)?)(?:/[0-9]+)?[^0-9]{0,2}")  # 484台, 80.7%, 1:6.45
ORDINAL = "序号"  # over a column that only counts the rows


def naming(table: Table) -> int:
    """How many columns say which row it is, and are never left out."""
    return 2 if table.heads[0] == ORDINAL else 1


def sizes(table: Table) -> list[str]:
    """The heads of the columns of numbers, by which rows can be ordered."""
    first = naming(table)
    return [
        head
        for at, head in enumerate(table.heads[first:], start=first)
        if sum(bool(SIZE.fullmatch(row[at].text)) for row in above(table)) > 1
    ]


def above(table: Table) -> tuple[tuple[Cell, ...], ...]:
    """The rows without the one that adds them up."""
    return table.rows[:-1] if table.total else table.rows


def size(cell: Cell) -> Decimal:
    """The number of a cell, below all others where it has none."""
    found = SIZE.fullmatch(cell.text)
    return Decimal(found[1]) if found else Decimal(-1)


def printed(table: Table) -> Table:
    """The table in the office's order, the row that adds up last; without the columns that it
    leaves out, with its note."""
    rows, total = above(table), table.rows[len(above(table)) :]
    if table.falling in sizes(table):
        at, planned = (table.heads.index(head) for head in (table.falling, sizes(table)[0]))

        def rank(row: tuple[Cell, ...]) -> tuple[bool, Decimal]:
            return size(row[planned]) >= 0, size(row[at])  # what has no plan comes last

        rows = tuple(sorted(rows, key=rank, reverse=True))
    heads = enumerate(table.heads)
    stay = [at for at, head in heads if at < naming(table) or head not in table.hidden]
    return replace(
        table,
        heads=tuple(table.heads[at] for at in stay),
        rows=tuple(tuple(row[at] for at in stay) for row in (*rows, *total)),
        widths=shares([table.widths[at] for at in stay]) if table.hidden else table.widths,
        notes=(*table.notes, table.note) if table.note else table.notes,
    )


def shares(widths: list[int]) -> tuple[int, ...]:
    """The widths as shares of the whole page, in percent."""
    found = [100 * width // sum(widths) for width in widths]
    return (found[0] + 100 - sum(found), *found[1:])
