"""The cells of a sheet with what is merged in it, and the rows that are heads: one to three of
them, read together."""

import re
from dataclasses import dataclass, field

from .sheet import Sheet
from .values import Unclear, day
from .words import DAY_PARTS, Vocabulary

DEEPEST = 3  # rows of heads
WINDOW = 60  # rows in which the first heads are looked for
SHORT = 12  # letters of a word that divides a head
PLACES = ("site", "village", "address", "township", "on")  # what a row of a list says
ENOUGH = 3  # fields by which a row is known as heads


@dataclass
class Grid:
    """A sheet's rows by number, with the text of a merged block wherever it reaches."""

    sheet: Sheet
    rows: dict[int, list[str]] = field(default_factory=dict)
    wide: dict[tuple[int, int], tuple[int, int, int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, sheet: Sheet) -> "Grid":
        """The grid of a sheet; cells count from 1, `wide` names the block that a cell is in."""
        grid = cls(sheet, {number: list(texts) for number, texts in sheet["rows"]})
        for top, left, bottom, right in sheet["merged"]:
            if (bottom - top + 1) * (right - left + 1) <= 20_000:
                for row in range(top, bottom + 1):
                    for column in range(left, right + 1):
                        grid.wide[row, column] = (top, left, bottom, right)
        return grid

    def text(self, row: int, column: int) -> str:
        """The text of a cell, columns from 1."""
        texts = self.rows.get(row, [])
        return texts[column - 1] if 0 < column <= len(texts) else ""

    def below(self, row: int, column: int) -> str:
        """The text of a cell, or of the block that reaches down to it in its own column."""
        block = self.wide.get((row, column)) if self.wide else None
        if block and block[0] < row and block[1] == column:
            return self.text(block[0], column)
        return self.text(row, column)


@dataclass(frozen=True)
class Heads:
    """Rows that were taken as heads: the text over each column, and how well they are known."""

    first: int
    last: int
    texts: tuple[str, ...]
    named: frozenset[str]
    known: int

    @property
    def rank(self) -> tuple[int, int, int, int]:
        """So that the best of two is the greater."""
        return len(self.named), self.known, self.first - self.last, -self.first

    @property
    def are_enough(self) -> bool:
        """Whether they may be the heads of a list."""
        almost = len(self.named) == ENOUGH - 1 and ("site" in self.named or self.known > ENOUGH)
        return len(self.named) >= ENOUGH or almost


def best(grid: Grid, numbers: list[int], vocabulary: Vocabulary) -> Heads | None:
    """The heads among some rows: those of which most is known, in as few rows as say it."""
    tried = [
        heads
        for place, number in enumerate(numbers)
        for depth in range(min(DEEPEST, len(numbers) - place))
        if not depth or not has_day(grid.rows[numbers[place + depth]])
        if not is_cut(grid, numbers[place], numbers[place + depth])
        if (heads := joined(grid, numbers[place : place + depth + 1], vocabulary)).are_enough
        if not is_divided(grid, heads, numbers[place + depth + 1 :][:1], vocabulary)
    ]
    return max(tried, key=lambda heads: heads.rank, default=None)


def is_cut(grid: Grid, first: int, last: int) -> bool:
    """Whether some columns' heads are merged downward past the last row: there are more of them."""
    down = {
        block
        for (row, _), block in grid.wide.items()
        if first <= row <= last and row == block[0] and block[1] == block[3]
        if last < block[2] < first + DEEPEST and grid.text(block[0], block[1])
    }
    return len(down) > 1


def is_divided(grid: Grid, heads: Heads, below: list[int], vocabulary: Vocabulary) -> bool:
    """Whether the row below heads divides some of them and says nothing else: words under heads
    that reach over several columns, 公用 and 专用, 60kW and 120kW, and no name or place."""
    if not below or below[0] - heads.first >= DEEPEST:
        return False
    texts = [grid.text(below[0], column) for column in range(1, len(heads.texts) + 1)]
    own = [at for at, text in enumerate(texts) if text]
    if len(own) < 2 or len(texts) < len(grid.rows[below[0]]):
        return False
    if any(re.fullmatch(r"[\d.,%√✓-]+", texts[at]) or len(texts[at]) > SHORT for at in own):
        return False
    if any(vocabulary.head(heads.texts[at]) in PLACES for at in own):
        return False
    return any(is_over_several(grid, heads.last, at + 1) for at in own)


def is_over_several(grid: Grid, number: int, column: int) -> bool:
    """Whether a head reaches over a column from its left: merged, or the column's own is empty."""
    block = grid.wide.get((number, column))
    if block:
        return block[2] == number and block[1] < block[3]
    return not grid.text(number, column) and any(grid.rows[number][: column - 1])


def has_day(texts: list[str]) -> bool:
    """Whether a row says a day, as no row of heads does."""
    return any(len(text) > 7 and is_day(text) for text in texts)


def is_day(text: str) -> bool:
    """Whether a text is a whole day."""
    try:
        return bool(day(text)[0])
    except Unclear:
        return False


def joined(grid: Grid, numbers: list[int], vocabulary: Vocabulary) -> Heads:
    """Some rows as heads: what stands above a column in each, 充电桩｜直流."""
    width = max(len(grid.rows[number]) for number in numbers)
    texts = []
    above: dict[int, str] = {}
    for column in range(1, width + 1):
        parts: list[str] = []
        for place, number in enumerate(numbers):
            text = over(grid, number, column, numbers[place + 1 :], above)
            if text and text not in parts:
                parts.append(text)
        texts.append("｜".join(re.sub(r"\s*\n\s*", "", part) for part in parts))
    names = [vocabulary.head(text) for text in texts]
    return Heads(
        numbers[0],
        numbers[-1],
        tuple(texts),
        frozenset(name for name in names if name),
        sum(name is not None for name in names)
        + any(text.endswith(tuple(f"｜{part}" for part in DAY_PARTS)) for text in texts),
    )


def over(grid: Grid, number: int, column: int, lower: list[int], above: dict[int, str]) -> str:
    """What a row of heads says of a column: its own text, that of the block it is in, or of the
    text to its left where only the row below divides it."""
    text = grid.text(number, column)
    block = grid.wide.get((number, column))
    if block:
        text = grid.text(block[0], block[1]) if block[0] == number else ""
        above[number] = text if block[0] == number else ""
    elif text:
        above[number] = text
    elif lower and any(grid.text(one, column) for one in lower):
        text = above.get(number, "")
    else:
        above[number] = ""
    return text
