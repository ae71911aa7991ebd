"""Sheets set upright before they are settled: one whose heads go down a column is turned, one with
tables side by side is divided, a form of one site becomes a row, so that a row is a site wherever
it stood."""

from itertools import zip_longest

from .grid import ENOUGH, WINDOW, Grid, best
from .settled import COUNTS, FIELDS
from .sheet import Sheet
from .values import folded, plain
from .words import Vocabulary

HEAD_COLUMNS = 3  # in which heads that go down are looked for
CORNER = {
    "",
    "项目",
    "内容",
    "指标",
    "信息",
    "栏目",
    "项",
    "类别",
    "名目",
}  # above heads that go down
WHERE = {"village", "township", "address"}
MOST_TURNED = 60  # rows of a sheet that may be turned: they become columns


def upright(sheets: list[Sheet], vocabulary: Vocabulary) -> list[Sheet]:
    """The sheets with those turned or divided that are to be; the name of such a one tells."""
    return [one for sheet in sheets for one in set_upright(sheet, vocabulary)]


def set_upright(sheet: Sheet, vocabulary: Vocabulary) -> list[Sheet]:
    """The sheet itself, turned, or as the several that stand in it."""
    if written := form_of(sheet, vocabulary) or cards_of(sheet, vocabulary):
        return [written]
    numbers = [number for number, _ in sheet["rows"]][:WINDOW]
    heads = best(Grid.of(sheet), numbers, vocabulary) if numbers else None
    if heads is None:
        return [turned(sheet, vocabulary)] if heads_go_down(sheet, vocabulary) else [sheet]
    width = repeated_after(list(heads.texts), vocabulary)
    blocks = [divided(sheet, heads.first, at, width) for at in starts(heads.texts, width)]
    filled = [block for block in blocks if any(n > heads.last for n, _ in block["rows"])]
    return filled if len(filled) > 1 else [sheet]


def form_of(sheet: Sheet, vocabulary: Vocabulary) -> Sheet | None:
    """A form of one site, each of its words with what it says to the right, as heads and a row;
    None for a sheet that is none."""
    if not sheet["rows"] or sheet["rows"][-1][0] > MOST_TURNED:
        return None
    grid, pairs, first = Grid.of(sheet), dict[str, str](), 0
    columns, fields = set(), list[str]()
    for number, texts in sheet["rows"]:
        for place, text in enumerate(texts, start=1):
            name = vocabulary.head(text) if text else None
            if name is None:
                continue
            block = grid.wide.get((number, place))
            said = grid.text(number, (block[3] if block else place) + 1)
            if said and vocabulary.head(said) is not None:
                return None  # heads beside heads are those of a list
            pairs[text], first = said, first or number
            columns.add(place)
            fields += [name] if name else []
    is_one = len(set(fields)) == len(fields) > ENOUGH + 1 and len(columns) > 1
    is_filled = any(said for head, said in pairs.items() if vocabulary.head(head) == "site")
    if not is_one or not is_filled or "site" not in fields or not set(COUNTS) & set(fields):
        return None
    above = [row for row in sheet["rows"] if row[0] < first]
    rows = [*above, (first, list(pairs)), (first + 1, list(pairs.values()))]
    return {**sheet, "name": f"{sheet['name']}（一站一表）", "rows": rows, "merged": []}


def cards_of(sheet: Sheet, vocabulary: Vocabulary) -> Sheet | None:
    """Forms of one site each, one below another, as heads and a row each; None for a sheet that is
    not wholly that."""
    if not sheet["rows"] or sheet["rows"][-1][0] > MOST_TURNED * 5:
        return None  # a long list is looked at once only
    begins = [n for n, texts in sheet["rows"] for one in texts if is_site(one, vocabulary)]
    if not 1 < len(begins) == len(set(begins)):
        return None
    ends = [*begins[1:], sheet["rows"][-1][0] + 1]
    parts = [
        [row for row in sheet["rows"] if first <= row[0] < end]
        for first, end in zip(begins, ends, strict=True)
    ]
    forms = [form_of(shifted(sheet, rows), vocabulary) for rows in parts]
    told = [form["rows"] for form in forms if form]
    if len(told) < len(forms) or any(rows[0][1] != told[0][0][1] for rows in told):
        return None
    above = [row for row in sheet["rows"] if row[0] < begins[0]]
    rows = [(first, rows[1][1]) for first, rows in zip(begins[1:], told[1:], strict=True)]
    rows = [*above, (begins[0], told[0][0][1]), (begins[0] + 1, told[0][1][1]), *rows]
    return {**sheet, "name": f"{sheet['name']}（一站一卡）", "rows": rows, "merged": []}


def is_site(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text is a head of sites' names."""
    return bool(text) and vocabulary.head(text) == "site"


def shifted(sheet: Sheet, rows: list[tuple[int, list[str]]]) -> Sheet:
    """Some rows of a sheet as a sheet of their own."""
    top = rows[0][0] - 1
    merged = [[a - top, b, c - top, d] for a, b, c, d in sheet["merged"] if a > top]
    return {**sheet, "rows": [(number - top, texts) for number, texts in rows], "merged": merged}


def heads_go_down(sheet: Sheet, vocabulary: Vocabulary) -> bool:
    """Whether one of the first columns names fields, each in a row of its own."""
    rows = untitled(sheet)[1]
    if not rows or rows[-1][0] > MOST_TURNED:
        return False
    for place in range(HEAD_COLUMNS):
        heads = [texts[place] for _, texts in rows if place < len(texts)]
        named = {vocabulary.head(text) for text in heads}
        has_sites = "site" in named or bool(heads and plain(heads[0]) in CORNER and named & WHERE)
        if has_sites and len(named - {None, "", "site"}) >= ENOUGH - 1:
            return True
    return False


def untitled(sheet: Sheet) -> tuple[str, list[tuple[int, list[str]]]]:
    """What stands alone on top, and the filled rows below it."""
    rows = [(number, texts) for number, texts in sheet["rows"] if any(texts)]
    title = ""
    while rows and len([text for text in rows[0][1] if text]) == 1:
        title, rows = title or "".join(rows[0][1]), rows[1:]
    return title, rows


def turned(sheet: Sheet, vocabulary: Vocabulary) -> Sheet:
    """Rows as columns and columns as rows; what stands alone on top is the name."""
    title, rows = untitled(sheet)
    first = rows[0][0]
    columns = list(zip_longest(*(texts for _, texts in spaced(rows)), fillvalue=""))
    heads = next(texts for texts in columns if any(vocabulary.head(text) for text in texts))
    named = [vocabulary.head(text) for text in heads]
    if "site" not in named:  # 项目 above the other heads
        columns[columns.index(heads)] = (FIELDS["site"], *heads[1:])
    return {
        **sheet,
        "name": f"{title or sheet['name']}（转置）",
        "rows": [(n, list(texts)) for n, texts in enumerate(columns, start=1) if any(texts)],
        "faults": [(column, row - first + 1, said) for row, column, said in sheet["faults"]],
        "merged": [
            [left, top - first + 1, right, bottom - first + 1]
            for top, left, bottom, right in sheet["merged"]
            if top >= first
        ],
        "hidden_rows": sheet["hidden_columns"],
        "hidden_columns": [row - first + 1 for row in sheet["hidden_rows"]],
    }


def spaced(rows: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """The rows with the empty ones between them."""
    by_number = dict(rows)
    return [(n, by_number.get(n, [])) for n in range(rows[0][0], rows[-1][0] + 1)]


def repeated_after(heads: list[str], vocabulary: Vocabulary) -> int:
    """After how many columns the heads begin again with a site; 0 where they do not."""
    names = [folded(head.rpartition("｜")[2]) for head in heads]  # below 直流快充 and 交流慢充
    sites = [at for at, head in enumerate(heads) if head and vocabulary.head(head) == "site"]
    again = [at for at in sites[1:] if names[at] == names[sites[0]]]
    width = again[0] - sites[0] if again else 0
    known = [at for at in range(width) if at < len(names) and names[at]]
    alike = [at for at in known if at + width < len(names) and names[at] == names[at + width]]
    return width if len(alike) >= ENOUGH else 0


def starts(heads: tuple[str, ...], width: int) -> list[int]:
    """The first column of each of the tables side by side, from 0."""
    return list(range(0, len(heads), width)) if width else []


def divided(sheet: Sheet, head: int, start: int, width: int) -> Sheet:
    """The table that begins at a column, with what stands alone above the heads."""
    rows = []
    for number, texts in sheet["rows"]:
        own = texts[start : start + width]
        if number < head and len([text for text in texts if text]) == 1:
            own = [next(text for text in texts if text)]
        if any(map(plain, own)):
            rows.append((number, own))
    inside = range(start + 1, start + width + 1)
    return {
        **sheet,
        "name": f"{sheet['name']}（第{start // width + 1}栏）",
        "rows": rows,
        "faults": [(row, at - start, said) for row, at, said in sheet["faults"] if at in inside],
        "merged": [
            [top, left - start, bottom, right - start]
            for top, left, bottom, right in sheet["merged"]
            if left in inside and right in inside
        ],
        "hidden_columns": [at - start for at in sheet["hidden_columns"] if at in inside],
    }
