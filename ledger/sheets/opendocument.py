"""Sheets of an OpenDocument file (.ods), from its XML: what hides in it is told there too."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from shanyin_charging.confined import SAVE_AGAIN, UnreadableFile

from .package import Package, parsed
from .sheet import (
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SCANNED,
    MOST_SHEETS,
    Sheet,
    clean,
    empty_sheet,
)

SPREADSHEET = "opendocument.spreadsheet"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
ROWS = {TABLE + "table-row"}
CELLS = {TABLE + "table-cell", TABLE + "covered-table-cell"}
GROUPS = {TABLE + name for name in ("table-header-rows", "table-row-group", "table-rows")}
HIDDEN = {"collapse", "filter"}


def sheets(opened: Package) -> list[Sheet]:
    """Every sheet of the file; raises UnreadableFile."""
    if "META-INF/manifest.xml" in opened.names and b"encryption-data" in opened.part(
        "META-INF/manifest.xml"
    ):
        raise UnreadableFile(f"文件加了密码；{SAVE_AGAIN}")
    body = parsed(opened.part("content.xml")).find(f"{OFFICE}body/{OFFICE}spreadsheet")
    if body is None:
        raise UnreadableFile(f"这不是 Excel 工作簿；{SAVE_AGAIN}")
    tables = body.findall(f"{TABLE}table")
    if len(tables) > MOST_SHEETS:
        raise UnreadableFile(f"工作表超过{MOST_SHEETS}个，请只留要报的表")
    return [one_sheet(table) for table in tables]


def one_sheet(table: Element) -> Sheet:
    """A table as a sheet; a row that repeats is read as often as it stands, an empty one
    counted."""
    sheet, number = empty_sheet(table.get(TABLE + "name", "")), 0
    sheet["hidden_columns"] = hidden_columns(table)
    for row in rows(table):
        times = int(row.get(TABLE + "number-rows-repeated", "1"))
        texts, faults, blocks = one_row(row, number + 1)
        if len(texts) > MOST_COLUMNS:
            raise UnreadableFile(
                f"表“{sheet['name']}”第{number + 1}行超过{MOST_COLUMNS}列，请删去右边用不着的列"
            )
        if texts and number + times > MOST_SCANNED or len(sheet["rows"]) > MOST_ROWS:
            raise UnreadableFile(f"表“{sheet['name']}”超过{MOST_ROWS}行，请分成几个文件")
        for at in range(number + 1, number + 1 + (times if texts else 0)):
            sheet["rows"].append((at, list(texts)))
        if row.get(TABLE + "visibility") in HIDDEN:
            sheet["hidden_rows"] += range(number + 1, number + 1 + min(times, MOST_ROWS))
        sheet["faults"] += faults
        sheet["merged"] += blocks
        number += times
    return sheet


def rows(table: Element) -> Iterator[Element]:
    """The rows of a table, those in groups among them."""
    for child in table:
        if child.tag in ROWS:
            yield child
        elif child.tag in GROUPS:
            yield from rows(child)


def hidden_columns(table: Element) -> list[int]:
    """The columns that the table hides, of those that are read."""
    found: list[int] = []
    number = 0
    for column in table.iter(TABLE + "table-column"):
        times = int(column.get(TABLE + "number-columns-repeated", "1"))
        if column.get(TABLE + "visibility") in HIDDEN:
            found += range(number + 1, min(number + times, MOST_COLUMNS) + 1)
        number += times
    return found


def one_row(
    row: Element, number: int
) -> tuple[list[str], list[tuple[int, int, str]], list[list[int]]]:
    """(texts, faults, merged blocks) of a row."""
    texts: list[str] = []
    faults, blocks = [], []
    for cell in row:
        if cell.tag not in CELLS:
            continue
        text, times = text_of(cell), int(cell.get(TABLE + "number-columns-repeated", "1"))
        down = int(cell.get(TABLE + "number-rows-spanned", "1"))
        across = int(cell.get(TABLE + "number-columns-spanned", "1"))
        place = len(texts) + 1
        if down > 1 or across > 1:
            blocks.append([number, place, number + down - 1, place + across - 1])
        if text.startswith(("#", "Err:")) and cell.get(TABLE + "formula"):
            faults.append((number, place, f"这一格是错误值 {text[:20]}，请改成数字或文字"))
        texts += [text] * (min(times, MOST_COLUMNS + 1) if text else min(times, 20_000))
    while texts and not texts[-1]:
        texts.pop()
    return texts, faults, blocks


def text_of(cell: Element) -> str:
    """What a cell says: days and numbers by their value, else its paragraphs."""
    kind = cell.get(OFFICE + "value-type", "")
    if kind == "date":
        shown = "".join("".join(part.itertext()) for part in cell.iter(TEXT + "p"))
        if re.fullmatch(r"\d{4}[-/.年]\d{1,2}月?", shown):
            return shown
        day, _, moment = cell.get(OFFICE + "date-value", "").partition("T")
        return day if moment[:5] in ("", "00:00") else f"{day} {moment[:5]}"
    if kind in ("float", "currency") and (value := cell.get(OFFICE + "value")):
        return value.removesuffix(".0")
    return clean("\n".join("".join(part.itertext()) for part in cell.iter(TEXT + "p")))
