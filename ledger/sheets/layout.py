"""Where the tables of a sheet are: titles, heads of one to three rows, rows that are sites or
piles, and the rows that are none, each with its reason."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .places import Gazetteer
from .settled import Skipped, Table
from .sheet import Sheet
from .values import Unclear, count, folded, plain, tenths
from .words import Vocabulary

WINDOW = 60  # rows in which the first heads are looked for
DEEPEST = 3  # rows of heads
ENOUGH = 3  # fields by which a row is known as heads
ADDING = ("dc", "ac", "piles", "connectors", "power")
COUNTED = ("dc", "ac", "piles")
ORDER_MARK = re.compile(r"^[（(]?[一二三四五六七八九十\d]+[、.)）]\s*")
UNIT = re.compile(
    r"[(\[]?(?:台|个|把|座|套|辆|kw|千瓦|mw|kva|元|万元|年月日?|年/月/?日?|单位:?.?)[)\]]?"
)
SENTENCE = 20  # letters from which on a lone text is no name


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
        return texts[column - 1] if column <= len(texts) else ""

    def below(self, row: int, column: int) -> str:
        """The text of a cell, or of the block that reaches down to it in its own column."""
        block = self.wide.get((row, column))
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


def tables(
    sheet: Sheet, vocabulary: Vocabulary, gazetteer: Gazetteer
) -> tuple[list[Table], list[Skipped]]:
    """The tables of a sheet in their order, and what stands outside them."""
    grid = Grid.of(sheet)
    numbers, found = list(grid.rows), []
    heads = best(grid, numbers[:WINDOW], vocabulary)
    if heads is None:
        reason = reason_of(sheet, vocabulary)
        return [], [Skipped(sheet["name"], 0, reason)] if numbers else []
    before = [number for number in numbers if number < heads.first]
    while heads:
        table = begun(sheet, heads, grid, before, vocabulary, gazetteer)
        after = [number for number in numbers if number > heads.last]
        heads = fill(table, grid, after, vocabulary, gazetteer)
        before = [number for number in before if number > table.last]
        found.append(table)
    return found, []


def best(grid: Grid, numbers: list[int], vocabulary: Vocabulary) -> Heads | None:
    """The heads among some rows: those of which most is known, in as few rows as say it."""
    tried = [
        heads
        for place, number in enumerate(numbers)
        for depth in range(min(DEEPEST, len(numbers) - place))
        if (heads := joined(grid, numbers[place : place + depth + 1], vocabulary)).are_enough
    ]
    return max(tried, key=lambda heads: heads.rank, default=None)


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
        sum(name is not None for name in names),
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


def begun(
    sheet: Sheet,
    heads: Heads,
    grid: Grid,
    before: list[int],
    vocabulary: Vocabulary,
    gazetteer: Gazetteer,
) -> Table:
    """A table with its heads, its title, and what stands above them."""
    table = Table(sheet["name"], head=[heads.first, heads.last], heads=list(heads.texts))
    table.fields = [vocabulary.head(text) or "" for text in table.heads]
    table.why = ["head" if vocabulary.head(text) is not None else "" for text in table.heads]
    for number in before:
        texts = [text for text in grid.rows[number] if text]
        if not texts:
            continue
        is_title = not table.title and len(texts) == 1 and not vocabulary.begins("notes", texts[0])
        is_title = is_title and not vocabulary.begins("signatures", texts[0])
        if is_title:
            table.title = texts[0]
        units = any(vocabulary.begins("units", text) for text in texts)
        reason = "标题" if is_title else "单位行" if units else "表头上面的说明"
        table.skipped.append(Skipped(sheet["name"], number, reason, texts))
    for text in (sheet["name"], table.title):
        if township := named_township(text, gazetteer):
            table.sections.append((0, "township", township))
            break
    return table


def named_township(text: str, gazetteer: Gazetteer) -> str:
    """The one township that a sheet's name or a title names; "" for none or several."""
    whole = gazetteer.township_of(re.sub(r"[\d（()）]+$", "", text))
    if whole:
        return whole
    found, rest = set(), text
    for name, code in gazetteer.townships.items():
        if name in rest:
            found.add(code)
            rest = rest.replace(name, "｜")
    return found.pop() if len(found) == 1 else ""


def fill(
    table: Table,
    grid: Grid,
    numbers: list[int],
    vocabulary: Vocabulary,
    gazetteer: Gazetteer,
) -> Heads | None:
    """Take the rows below the heads into the table, up to other heads, which are returned."""
    sums = Sums(table)
    own = {folded(text) for text in table.heads if text}
    for number in numbers:
        texts = grid.rows[number]
        again = heads_again(grid, number, numbers, own, vocabulary)
        if isinstance(again, Heads):
            return again
        reason = again or reason_not_read(table, grid, number, vocabulary, gazetteer, sums)
        if reason:
            said = [text for text in texts if text]
            table.skipped.append(Skipped(table.sheet, number, reason, said))
            if reason in ("合计行", "小计行"):
                sums.close()
        elif any(texts):
            sums.add(texts)
            table.first, table.last = table.first or number, number
    return None


def heads_again(
    grid: Grid, number: int, numbers: list[int], own: set[str], vocabulary: Vocabulary
) -> Heads | str:
    """Other heads below a table, 重复的表头 where they are its own, "" for a row that is none."""
    texts = grid.rows[number]
    names = {vocabulary.head(text) for text in texts if text} - {None, ""}
    if len(names) < ENOUGH:
        return ""
    if all(
        folded(text) in own or any(folded(text) in one for one in own) for text in texts if text
    ):
        return "重复的表头"
    place = numbers.index(number)
    return best(grid, numbers[max(place - 1, 0) : place + DEEPEST], vocabulary) or ""


def reason_not_read(
    table: Table,
    grid: Grid,
    number: int,
    vocabulary: Vocabulary,
    gazetteer: Gazetteer,
    sums: "Sums",
) -> str:
    """Why a row below the heads is no site and no pile; "" for one that is read."""
    texts = grid.rows[number]
    said = [text for text in texts if text]
    if not said:
        return "" if any(at == number for at, _, _ in grid.sheet["faults"]) else "空行"
    cells = {name: grid.below(number, place) for place, name in enumerate(table.fields, 1) if name}
    words = [text for text in said if not re.fullmatch(r"[\d.,%\s-]+", text)]
    first = words[0] if words else ""
    if is_order(said, number, table):
        return "栏次"
    if number == table.head[-1] + 1 and all(map(is_unit, said)):
        return "单位行"
    if any(
        map(vocabulary.is_total, [*words[:2], cells.get("site", ""), cells.get("township", "")])
    ):
        return "小计行" if "小计" in "".join(words[:2]) else "合计行"
    if len(set(said)) == 1 or is_wide(grid, number):
        return lone(table, number, said[0], cells, vocabulary, gazetteer)
    if vocabulary.begins("signatures", first):
        return "签字栏"
    if vocabulary.begins("notes", first) and cells.get("site", "") not in said[1:]:
        return "说明"
    if all(vocabulary.begins("signatures", text) for text in words) and words:
        return "签字栏"
    if not cells.get("site") and not words and sums.match(texts):
        return "合计行"
    if is_subtotal_of_township(cells, gazetteer):
        code = gazetteer.township_of(cells["site"])
        table.sections.append((number, "township", code))
        return "小计行"
    if not words and not any(cells.get(name) for name in ADDING) and not cells.get("site"):
        return "只有序号"
    return ""


def is_order(said: list[str], number: int, table: Table) -> bool:
    """Whether a row numbers the columns, 1 2 3 or 甲 乙 1 2."""
    bare = [re.sub(r"[()（）]", "", text) for text in said]
    numbers = [int(text) for text in bare if re.fullmatch(r"\d{1,2}", text)]
    rest = [text for text in bare if not re.fullmatch(r"\d{1,2}|[甲乙丙丁]|栏次|\d=\d\+\d.*", text)]
    is_next = number == table.head[-1] + 1
    return (
        is_next
        and not rest
        and len(numbers) >= ENOUGH
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    )


def is_unit(text: str) -> bool:
    """Whether a cell says nothing but a unit: 台, （千瓦）, 年/月/日."""
    return bool(UNIT.fullmatch(folded(text)))


def is_wide(grid: Grid, number: int) -> bool:
    """Whether a row is one block over several columns."""
    blocks = {
        grid.wide.get((number, place)) for place, text in enumerate(grid.rows[number], 1) if text
    }
    block = blocks.pop() if len(blocks) == 1 else None
    return bool(block and block[3] - block[1] >= ENOUGH - 1)


def lone(
    table: Table,
    number: int,
    text: str,
    cells: dict[str, str],
    vocabulary: Vocabulary,
    gazetteer: Gazetteer,
) -> str:
    """What a row of a single text is: a section whose word holds for those below it, a note, a
    signature; "" for a site of which nothing but the name was written."""
    if vocabulary.begins("signatures", text):
        return "签字栏"
    if vocabulary.begins("notes", text):
        return "说明"
    bare = re.sub(r"[（(].*[）)]$", "", ORDER_MARK.sub("", text)).rstrip(":： ")
    if township := gazetteer.township_of(bare):
        table.sections.append((number, "township", township))
        return "分组行"
    for name in ("nature", "status"):
        meaning = vocabulary.meaning(name, bare)
        if meaning.certain and name not in table.fields and not re.fullmatch(r"[\d.]+|是|否", bare):
            table.sections.append((number, name, bare))
            return "分组行"
    if re.fullmatch(r"\d+", text):
        return "只有序号"
    is_name = folded(cells.get("site", "")) == folded(text) and len(text) <= SENTENCE
    return "" if is_name and not re.search(r"[。；;：:]", text) else "说明"


def is_subtotal_of_township(cells: dict[str, str], gazetteer: Gazetteer) -> bool:
    """Whether a row gives a township's name for a site and neither a place nor a day."""
    site = cells.get("site", "")
    return bool(
        site
        and gazetteer.township_of(site)
        and not any(plain(cells.get(name, "")) for name in ("village", "address", "on"))
    )


class Sums:
    """What the rows of a table add up to, since the last total and in all."""

    def __init__(self, table: Table) -> None:
        self.places = [place for place, name in enumerate(table.fields) if name in ADDING]
        self.names = dict(enumerate(table.fields))
        self.since, self.all = dict.fromkeys(self.places, 0), dict.fromkeys(self.places, 0)

    def value(self, place: int, texts: list[str]) -> int:
        """The number in a cell, 0 for what is none."""
        text = texts[place] if place < len(texts) else ""
        try:
            return (tenths(text) if self.names[place] == "power" else count(text)) or 0
        except Unclear:
            return 0

    def add(self, texts: list[str]) -> None:
        """Add a row."""
        for place in self.places:
            value = self.value(place, texts)
            self.since[place] += value
            self.all[place] += value

    def close(self) -> None:
        """Begin anew below a total."""
        self.since = dict.fromkeys(self.places, 0)

    def match(self, texts: list[str]) -> bool:
        """Whether a row says in its numbers what stands above it."""
        said = {place: self.value(place, texts) for place in self.places}
        filled = {place: value for place, value in said.items() if value}
        return bool(filled) and any(
            all(value == sums[place] for place, value in filled.items())
            for sums in (self.since, self.all)
        )


def reason_of(sheet: Sheet, vocabulary: Vocabulary) -> str:
    """Why a sheet without heads is not read."""
    down = [vocabulary.head(texts[0]) for _, texts in sheet["rows"] if texts]
    if len({name for name in down if name}) >= ENOUGH:
        return "表头在第一列，是横着排的表；请转置成一行一处后再传"
    return "没有找到清单的表头，没有读"


def rows_of(table: Table, sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """(number, texts) of the rows of a table that are read."""
    skipped = {row.number for row in table.skipped}
    for number, texts in sheet["rows"]:
        if table.first <= number <= table.last and number not in skipped:
            yield number, texts
