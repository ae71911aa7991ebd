"""Read the cells of a spreadsheet as text, within limits (run as a process of its own, see
`confined`).

    python -m ledger.sheets.cells < file > cells.json
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from shanyin_charging import confined, packed
from shanyin_charging.confined import SAVE_AGAIN, UnreadableFile

from . import delimited, oldbook, opendocument, package
from .sheet import (
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SCANNED,
    MOST_SHEETS,
    Sheet,
    clean,
    empty_sheet,
    said_again,
)

ERROR = re.compile(r"#(?:DIV/0!|REF!|N/A|NAME\?|NULL!|NUM!|VALUE!)")
LOCKED = ["EncryptedPackage".encode("utf-16le"), "EncryptionInfo".encode("utf-16le")]
MACROS = "_VBA_PROJECT".encode("utf-16le")
WAYS_OUT = (  # how a file begins that is no spreadsheet, and what it is
    (re.compile(rb"\s*(\xef\xbb\xbf)?\s*<(!doctype html|html|table|meta)\b", re.I), "网页"),
    (re.compile(rb"\s*(\xef\xbb\xbf)?\s*<\?(xml|mso)"), "XML 文件"),
    (re.compile(rb"%PDF"), "PDF 文件"),
    (re.compile(rb"\xff\xd8\xff|\x89PNG|GIF8|BM..\0\0"), "图片"),
    (re.compile(rb"Rar!|7z\xbc\xaf|\x1f\x8b"), "压缩包"),
)


def sheets(content: bytes) -> list[Sheet]:
    """Every sheet of a file of any make; raises UnreadableFile."""
    found = of_any_make(content)
    for sheet in found:
        said_again(sheet)
    return found


def of_any_make(content: bytes) -> list[Sheet]:
    """The sheets as they stand; raises UnreadableFile."""
    if not content:
        raise UnreadableFile("这个文件是空的，请重新选择")
    if content.startswith(packed.OLE):
        refuse_locked(content)
        return by_calamine(content, None, oldbook.told(content))
    if content.startswith(b"PK"):
        opened = package.opened(content)
        if "xl/workbook.xml" in opened.names:
            return by_calamine(content, opened)
        if "xl/workbook.bin" in opened.names:
            return by_calamine(content, None)
        return opendocument.sheets(opened)
    for begins, what in WAYS_OUT:
        if begins.match(content):
            raise UnreadableFile(f"这是{what}，不是表格文件（改扩展名不行）；{SAVE_AGAIN}")
    return delimited.sheets(content)


def ending(content: bytes) -> str:
    """What the name of a file of such content should end in: xlsx, xls, ods or csv."""
    if content.startswith(packed.OLE):
        return "xls"
    if content.startswith(b"PK"):
        return "ods" if content[30:38] == b"mimetype" else "xlsx"
    return "csv"


def refuse_locked(content: bytes) -> None:
    """Raises UnreadableFile for an old container that is locked, or carries macros."""
    if any(mark in content for mark in LOCKED):
        raise UnreadableFile(f"文件加了密码；{SAVE_AGAIN}")
    if MACROS in content:
        raise UnreadableFile(f"文件带有宏；{SAVE_AGAIN}")


def by_calamine(
    content: bytes, opened: package.Package | None, old: list[package.Told] | None = None
) -> list[Sheet]:
    """The sheets of a workbook, old or new, with what its markup or its records tell besides."""
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
    except (CalamineError, OSError, ValueError):
        if opened is None:
            raise UnreadableFile(f"这是旧格式的文件，没有读出来；{SAVE_AGAIN}") from None
        raise UnreadableFile(f"这个文件读不出来，可能已损坏；{SAVE_AGAIN}") from None
    known = [meta for meta in book.sheets_metadata if "Work" in str(meta.typ)]
    if len(known) > MOST_SHEETS:
        raise UnreadableFile(f"工作表超过{MOST_SHEETS}个，请只留要报的表")
    found = []
    tells = old is not None and len(old) == len(book.sheets_metadata)
    for place, meta in enumerate(book.sheets_metadata):
        if meta not in known:
            continue
        told = old[place] if old and tells else package.Told()
        told = opened.told(meta.name) if opened else told
        sheet = one_sheet(book.get_sheet_by_name(meta.name), told)
        sheet["hidden"] = meta.visible != SheetVisibleEnum.Visible
        sheet["old"] = opened is None and not tells
        found.append(sheet)
    return found


def one_sheet(source: CalamineSheet, told: package.Told) -> Sheet:
    """A sheet with its texts and faults; raises UnreadableFile for too many rows or columns."""
    sheet = empty_sheet(source.name)
    unread = set(told.faults)
    for number, values in every_row(source):
        texts = [text_of(value) for value in values]
        for column in told.months.get(number, ()):
            texts[column - 1 : column] = map(as_month, texts[column - 1 : column])
        sheet["faults"] += broken(number, texts, told.faults.get(number, {}))
        while texts and not texts[-1]:
            texts.pop()
        if texts or number in told.faults:
            unread.discard(number)
            sheet["rows"].append((number, texts))
        if len(sheet["rows"]) > MOST_ROWS:
            raise UnreadableFile(f"表“{source.name}”超过{MOST_ROWS}行，请分成几个文件")
    sheet["rows"] += [(number, []) for number in sorted(unread)[:MOST_ROWS]]
    sheet["faults"] += [
        (number, column, sentence)
        for number, columns in told.faults.items()
        for column, sentence in columns.items()
    ]
    sheet["merged"] = [
        [top + 1, left + 1, bottom + 1, right + 1]
        for (top, left), (bottom, right) in (source.merged_cell_ranges or [])[:20_000]
        if (top, left) != (bottom, right)
    ]
    sheet["hidden_rows"], sheet["hidden_columns"] = told.hidden_rows, told.hidden_columns
    return sheet


def every_row(source: CalamineSheet) -> Iterator[tuple[int, list[Any]]]:
    """(number, values from the first column on) of the rows down to the last that says something;
    raises UnreadableFile beyond the rows and columns that are read, empty ones among them."""
    before = [""] * (source.start[1] if source.start else 0)
    for number, values in enumerate(source.iter_rows(), start=1):
        if number > MOST_SCANNED:
            raise UnreadableFile(
                f"表“{source.name}”超过{MOST_SCANNED}行（含空行），请删去下面的空行或分成几个文件"
            )
        whole = [*before, *values]
        if any(value not in ("", None) for value in whole[MOST_COLUMNS:]):
            raise UnreadableFile(
                f"表“{source.name}”第{number}行超过{MOST_COLUMNS}列，请删去右边用不着的列"
            )
        yield number, whole[:MOST_COLUMNS]


def as_month(text: str) -> str:
    """A day that is shown as a month only, as it is shown."""
    return re.sub(r"^(\d{4})-0?(\d+)-\d\d.*", r"\1年\2月", text)


def broken(number: int, texts: list[str], told: dict[int, str]) -> Iterator[tuple[int, int, str]]:
    """The cells that hold a picture or an error of which nothing was told."""
    for column, text in enumerate(texts, start=1):
        if column in told:
            continue
        if "DISPIMG(" in text.upper():
            yield number, column, package.PICTURE
        elif ERROR.fullmatch(text):
            yield number, column, f"这一格是错误值 {text}，请改成数字或文字"


def text_of(value: object) -> str:
    """What a cell shows, as plain text: whole numbers without a point, dates in ISO form."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < 1e15
        return str(int(value)) if whole else format(value, ".15g")
    if isinstance(value, datetime):
        midnight = value.time() == time(0)
        return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return clean(str(value)) if value is not None else ""


if __name__ == "__main__":
    confined.answer(sheets)
