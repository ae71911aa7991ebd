"""A sheet without heads that goes on with the list of the sheet before it."""

import re

from . import layout
from .places import Gazetteer
from .settled import COUNTS, Table
from .sheet import Sheet
from .values import Unclear, count, day, plain
from .words import Vocabulary


def headless(
    sheet: Sheet, tables: list[Table], vocabulary: Vocabulary, gazetteer: Gazetteer
) -> Table | None:
    """A sheet without heads under those of a list before it, where every row fits them; None where
    there is no such list."""
    like = next((one for one in reversed(tables) if one.read and not one.parts), None)
    if like is None or not sheet["rows"]:
        return None
    table = layout.under(like.heads, sheet, vocabulary, gazetteer)
    kept = zip(like.fields, like.why, strict=True)
    table.fields, table.why = map(list, zip(*kept, strict=True))
    return table if fits(table, sheet) else None


def fits(table: Table, sheet: Sheet) -> bool:
    """Whether each row names a site, counts piles and says a day where the fields of a table say
    that they stand."""
    must = [("site", is_name), ("on", is_a_day), *((name, is_count) for name in COUNTS)]
    checked = [(table.fields.index(name), ok) for name, ok in must if name in table.fields]
    rows = [texts for _, texts in layout.rows_of(table, sheet)]
    return (
        bool(rows)
        and {"site", "on"} <= set(table.fields)
        and bool(set(COUNTS) & set(table.fields))
        and all(place < len(texts) and ok(texts[place]) for texts in rows for place, ok in checked)
    )


def is_name(text: str) -> bool:
    """Whether a text may name a site: no number and no day."""
    return bool(plain(text)) and not re.fullmatch(r"[\d.,:/-]+", plain(text))


def is_a_day(text: str) -> bool:
    """Whether a text says a day or a month."""
    try:
        return any(day(text))
    except Unclear:
        return False


def is_count(text: str) -> bool:
    """Whether a text counts something, or nothing."""
    try:
        return (count(text) or 0) >= 0
    except Unclear:
        return False
