"""Where the tables of a sheet are: their heads and titles, the rows that are sites or piles, and
the rows that are none, each with its reason."""

import re
from collections.abc import Iterator

from .currents import current_of
from .grid import DEEPEST, ENOUGH, WINDOW, Grid, Heads, best, joined
from .leaving_out import Sums, reason_not_read, section_of
from .places import Gazetteer
from .settled import COUNTS, Skipped, Table
from .sheet import Sheet
from .values import folded
from .words import Vocabulary

ANNEX = re.compile(r"附[件表录]?[\d一二三四五六七八九十—-]*[:：]?")
SHORT = 8  # letters of a word above the heads that may say a current of all below, 直流快充
AGAIN = "重复的表头"
CONTINUED = re.compile(r"[（(]?(?:续表?|接上表|上接|第\d+页|共\d+页)")  # above the same table
BETWEEN = ("分组行", "说明")  # what may stand between two tables is the title of the second


def tables(
    sheet: Sheet,
    vocabulary: Vocabulary,
    gazetteer: Gazetteer,
    chosen: list[int] | None = None,
) -> tuple[list[Table], list[Skipped]]:
    """The tables of a sheet in their order, and what stands outside them; `chosen` are the first
    and the last row of the first heads, where somebody said them."""
    grid = Grid.of(sheet)
    numbers, found = list(grid.rows), []
    own = [number for number in numbers if chosen and chosen[0] <= number <= chosen[1]]
    heads = joined(grid, own, vocabulary) if own else best(grid, numbers[:WINDOW], vocabulary)
    if heads is None:
        reason = reason_of(sheet, vocabulary)
        return [], [Skipped(sheet["name"], 0, reason)] if numbers else []
    before = [number for number in numbers if number < heads.first]
    while heads:
        table = begun(sheet, heads, grid, before, vocabulary, gazetteer)
        after = [number for number in numbers if number > heads.last]
        heads = fill(table, grid, after, vocabulary, gazetteer)
        before = given_back(table) if heads else []
        found.append(table)
    return found, []


def under(heads: list[str], sheet: Sheet, vocabulary: Vocabulary, gazetteer: Gazetteer) -> Table:
    """A sheet without heads as a table under those of another."""
    grid = Grid.of(sheet)
    table = begun(sheet, Heads(0, 0, tuple(heads), frozenset(), 0), grid, [], vocabulary, gazetteer)
    fill(table, grid, list(grid.rows), vocabulary, gazetteer)
    return table


def given_back(table: Table) -> list[int]:
    """The rows below the last that is read which are no totals: they stand above the next table."""
    back = [row for row in table.skipped if row.number > table.last and row.reason in BETWEEN]
    table.skipped = [row for row in table.skipped if row not in back]
    table.sections = [one for one in table.sections if one[0] <= table.last]
    return [row.number for row in back]


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
    leave_out_beside(table, grid)
    for number in before:
        texts = [text for text in grid.rows[number] if text]
        if not texts:
            continue
        is_title = not table.title and len(texts) == 1 and not vocabulary.begins("notes", texts[0])
        is_title = is_title and not vocabulary.begins("signatures", texts[0])
        is_title = is_title and not ANNEX.fullmatch(folded(texts[0]))
        if is_title:
            table.title = texts[0]
        units = any(vocabulary.begins("units", text) for text in texts)
        reason = "标题" if is_title else "单位行" if units else "表头上面的说明"
        table.skipped.append(Skipped(sheet["name"], number, reason, texts))
    if re.search(r"枪", table.title) and "桩" not in table.title:  # 充电枪统计表（单位：把）
        table.fields = [
            "connectors" if name in ("dc", "ac") and "桩" not in head else name
            for name, head in zip(table.fields, table.heads, strict=True)
        ]
    for text in (sheet["name"], table.title):
        if township := named_township(text, gazetteer):
            table.sections.append((0, "township", township))
            break
    for text in filter(None, (sheet["name"], table.title)):
        if told := section_of(table, text, vocabulary, gazetteer):
            table.sections.append((0, *told))
    above = [row.texts[0] for row in table.skipped if len(row.texts) == 1]
    for text in (sheet["name"], table.title, *(one for one in above if len(one) <= SHORT)):
        if code := current_of(text):
            table.sections.append((0, "current", "直流" if code == "dc" else "交流"))
            break
    return table


def leave_out_beside(table: Table, grid: Grid) -> None:
    """Leave out what an empty column sets apart, names no site and says again what the list says: a
    summary beside it."""
    blocks: list[list[int]] = [[]]
    for place, head in enumerate(table.heads):
        is_empty = not head and not any(grid.text(number, place + 1) for number in grid.rows)
        blocks += [[]] if is_empty else []
        blocks[-1] += [] if is_empty else [place]
    fields = [{table.fields[place] for place in block} - {""} for block in blocks]
    lists = [one for one in fields if "site" in one]
    for block, own in zip(blocks, fields, strict=True):
        if "site" not in own and any(own & one & set(COUNTS) for one in lists):
            for place in block:
                table.fields[place], table.why[place] = "", "beside"


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
    titled = 0  # the row of a title right above
    for number in numbers:
        texts = grid.rows[number]
        again = heads_again(grid, number, numbers, own, vocabulary)
        if again == AGAIN and titled:
            again = joined(grid, [number], vocabulary)
        if isinstance(again, Heads):
            return again
        if any(texts):
            titled = number if is_title(table, grid, number, numbers) else 0
        reason = again or ("分组行" if titled == number else "")
        reason = reason or reason_not_read(table, grid, number, vocabulary, gazetteer, sums)
        if reason:
            said = [text for text in texts if text]
            table.skipped.append(Skipped(table.sheet, number, reason, said))
            if reason in ("合计行", "小计行"):
                sums.close()
        elif any(texts):
            sums.add(texts)
            table.first, table.last = table.first or number, number
    return None


def is_title(table: Table, grid: Grid, number: int, numbers: list[int]) -> bool:
    """Whether a row of one text stands right above the same heads again, and so is the title of a
    table of its own; not where it says that the table goes on, 续表."""
    said = {text for text in grid.rows[number] if text}
    if len(said) != 1 or CONTINUED.match(text := said.pop()) or text.isdigit():
        return False
    below = (grid.rows[one] for one in numbers if one > number)
    heads = [folded(text) for text in next((one for one in below if any(one)), []) if text]
    is_same = folded(text) == folded(table.title)
    return len(heads) >= ENOUGH and set(heads) <= set(map(folded, table.heads)) and not is_same


def heads_again(
    grid: Grid, number: int, numbers: list[int], own: set[str], vocabulary: Vocabulary
) -> Heads | str:
    """Other heads below a table, 重复的表头 where they are its own, "" for a row that is none."""
    said = [text for text in grid.rows[number] if text]
    if len(vocabulary.named_heads(said, ENOUGH)) < ENOUGH:
        return ""
    if all(folded(text) in own or any(folded(text) in one for one in own) for text in said):
        return AGAIN
    if all(map(str.isascii, said)) and number == numbers[0]:
        return "另一种文字的表头"
    place = numbers.index(number)
    return best(grid, numbers[max(place - 1, 0) : place + DEEPEST], vocabulary) or ""


def reason_of(sheet: Sheet, vocabulary: Vocabulary) -> str:
    """Why a sheet without heads is not read."""
    down = [vocabulary.head(texts[0]) for _, texts in sheet["rows"] if texts]
    if len({name for name in down if name}) >= ENOUGH:
        return "表头在第一列，是横着排的表；请转置成一行一处后再传"
    first = next((texts for _, texts in sheet["rows"] if any(texts)), [])
    said = "、".join(filter(None, first))
    return f"写的是“{said[:30]}”，没有找到清单的表头，没有读"


def column(table: Table, sheet: Sheet, place: int) -> list[str]:
    """The texts of a column of a table."""
    return [texts[place] if place < len(texts) else "" for _, texts in rows_of(table, sheet)]


def rows_of(table: Table, sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """(number, texts) of the rows of a table that are read."""
    skipped = {row.number for row in table.skipped}
    for number, texts in sheet["rows"]:
        if table.first <= number <= table.last and number not in skipped:
            yield number, texts
