"""Read the cells of a workbook as text, within limits (pure; run as a process of its own, see
`workbooks.child`).

    python -m ledger.sheets.cells < file.xlsx > cells.json

Answers {"sheets": [...]} or {"refused": a Chinese sentence}. A hostile file costs this process,
never the portal.
"""

import json
import re
import resource
import sys
import zipfile
from datetime import date, datetime, time
from io import BytesIO
from typing import TypedDict

from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL, ReadOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

MOST_MEMORY = 512 * 1024 * 1024
MOST_SECONDS = 10  # of processor time
MOST_UNPACKED = 30 * 1024 * 1024
MOST_RATIO = 100
MOST_PARTS = 400
MOST_SHEETS, MOST_ROWS, MOST_SCANNED, MOST_COLUMNS, MOST_TEXT = 30, 6000, 20_000, 60, 2000
SAVE_AGAIN = "请用 WPS 或 Excel 打开，另存为 .xlsx（不设密码、不带宏）后再传"
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s+ref=\"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})\"")
HIDDEN = re.compile(rb"<(?:\w+:)?row\b[^>]*\bhidden=\"(?:1|true)\"[^>]*>")
ROW_NUMBER = re.compile(rb"\br=\"(\d{1,7})\"")


class Sheet(TypedDict):
    """One sheet as it was read; numbers count from 1. JSON keeps the pairs as lists."""

    name: str
    hidden: bool
    rows: list[tuple[int, list[str]]]  # (number, texts) of those that are not empty
    faults: list[tuple[int, int, str]]  # (row, column, Chinese sentence)
    merged: list[list[int]]  # [first row, last row]
    hidden_rows: list[int]


class UnreadableFile(Exception):
    """A file that is not read; its text says why and how to mend it."""


def main() -> None:
    """Read standard input within the limits and answer on standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    answer: dict[str, list[Sheet] | str]
    try:
        answer = {"sheets": sheets(sys.stdin.buffer.read())}
    except UnreadableFile as refusal:
        answer = {"refused": str(refusal)}
    except MemoryError:
        answer = {"refused": f"这个文件展开后太大，没有读；{SAVE_AGAIN}"}
    except Exception:  # whatever a broken or hostile file makes the library raise
        answer = {"refused": f"这个文件读不出来，可能已损坏；{SAVE_AGAIN}"}
    json.dump(answer, sys.stdout, ensure_ascii=False)


def sheets(content: bytes) -> list[Sheet]:
    """Every sheet: its name, whether it is hidden, its rows that are not empty, its faults, merged
    cells, hidden rows."""
    archive = opened(content)
    values = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    formulas = load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
    found = [sheet for sheet in values.worksheets if hasattr(sheet, "iter_rows")]
    if len(found) > MOST_SHEETS:
        raise UnreadableFile(f"工作表超过{MOST_SHEETS}个，请只留要报的表")
    return [one_sheet(archive, sheet, formulas[sheet.title]) for sheet in found]


def opened(content: bytes) -> zipfile.ZipFile:
    """The file as an archive whose directory shows nothing odd; nothing has been unpacked yet."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFile(f"这是旧格式（.xls、.et）或加了密码的文件；{SAVE_AGAIN}")
    if not content.startswith(b"PK"):
        raise UnreadableFile(
            f"这不是 .xlsx 文件（改扩展名不行）；{SAVE_AGAIN}"
            if content
            else "这个文件是空的，请重新选择"
        )
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except zipfile.BadZipFile:
        raise UnreadableFile("文件不完整或已损坏，请重新保存、重新上传") from None
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if len(parts) > MOST_PARTS:
        raise UnreadableFile(f"文件里的部件超过{MOST_PARTS}个，不像一张报表；{SAVE_AGAIN}")
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableFile(f"文件加了密码；{SAVE_AGAIN}")
    if len(set(names)) < len(names) or any(
        re.search(r"^/|\\|(^|/)\.\.(/|$)", name) for name in names
    ):
        raise UnreadableFile(f"文件里有不正常的路径；{SAVE_AGAIN}")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise UnreadableFile(f"文件带有宏；{SAVE_AGAIN}")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(len(content), 100_000):
        raise UnreadableFile("文件展开后太大，请删去用不着的表、图片和空行后再传")
    if "xl/workbook.xml" not in names:
        raise UnreadableFile(f"这不是 Excel 工作簿；{SAVE_AGAIN}")
    if archive.testzip():
        raise UnreadableFile("文件不完整或已损坏，请重新保存、重新上传")
    for name in names:  # counted before openpyxl walks through them all to find the sheet's size
        if name.startswith("xl/worksheets/") and archive.read(name).count(b"<row ") > MOST_SCANNED:
            raise UnreadableFile(
                f"有一张表超过{MOST_SCANNED}行（含空行），请删去下面的空行或分成几个文件"
            )
    return archive


def one_sheet(
    archive: zipfile.ZipFile, values: ReadOnlyWorksheet, formulas: ReadOnlyWorksheet
) -> Sheet:
    """A sheet as `sheets` gives it; raises UnreadableFile for too many rows or columns."""
    values.reset_dimensions()
    formulas.reset_dimensions()
    rows: list[tuple[int, list[str]]] = []
    faults: list[tuple[int, int, str]] = []
    both = zip(
        values.iter_rows(max_col=MOST_COLUMNS + 1),
        formulas.iter_rows(max_col=MOST_COLUMNS + 1),
        strict=False,
    )
    for number, (cells, written) in enumerate(both, start=1):
        if number > MOST_SCANNED:
            raise UnreadableFile(
                f"表“{values.title}”超过{MOST_SCANNED}行（含空行），请删去下面的空行或分成几个文件"
            )
        if all(cell is EMPTY_CELL for cell in cells):
            continue  # padding, of which a sheet may have millions
        texts = [text_of(cell) for cell in cells]
        for column, (cell, source, text) in enumerate(
            zip(cells, written, texts, strict=False), start=1
        ):
            if fault := fault_of(cell, source, text):
                faults.append((number, column, fault))
        while texts and not texts[-1]:
            texts.pop()
        if len(texts) > MOST_COLUMNS:
            raise UnreadableFile(
                f"表“{values.title}”第{number}行超过{MOST_COLUMNS}列，请删去右边用不着的列"
            )
        if texts or (faults and faults[-1][0] == number):
            rows.append((number, texts))
        if len(rows) > MOST_ROWS:
            raise UnreadableFile(f"表“{values.title}”超过{MOST_ROWS}行，请分成几个文件")
    raw = archive.read(values._worksheet_path)
    return {
        "name": values.title,
        "hidden": values.sheet_state != "visible",
        "rows": rows,
        "faults": faults,
        "merged": merged(raw),
        "hidden_rows": hidden_rows(raw),
    }


def text_of(cell: ReadOnlyCell) -> str:
    """What a cell shows, as plain text: whole numbers without a point, dates in ISO form."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return (
            value.date().isoformat() if value.time() == time(0) else value.isoformat(" ", "minutes")
        )
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float):
        return (
            str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".15g")
        )
    return CONTROLS.sub("", str(value)).strip()[:MOST_TEXT]


def fault_of(cell: ReadOnlyCell, source: ReadOnlyCell, text: str) -> str:
    """Why the cell's text is not what the officer sees; empty when it is."""
    formula = str(source.value) if getattr(source, "data_type", "") == "f" else ""
    if "DISPIMG" in formula.upper() or "DISPIMG(" in text.upper():
        return "这一格放的是图片，图片请作为佐证材料上传"
    if getattr(cell, "data_type", "") == "e":
        return f"这一格是错误值 {text}，请改成数字或文字"
    if formula and cell.value is None:
        return "这一格是公式，文件里没有算出的值；请在 WPS 或 Excel 中打开、保存一次，或改填数值"
    return ""


def merged(raw: bytes) -> list[list[int]]:
    """[first row, last row] of each merged block that spans rows."""
    blocks = [(int(top), int(bottom)) for _, top, _, bottom in MERGED.findall(raw)[:2000]]
    return [[top, bottom] for top, bottom in blocks if bottom > top]


def hidden_rows(raw: bytes) -> list[int]:
    """The numbers of the rows that the sheet hides."""
    numbers = (ROW_NUMBER.search(tag) for tag in HIDDEN.findall(raw)[:2000])
    return [int(number.group(1)) for number in numbers if number]


def column_name(number: int) -> str:
    """The letters of a column, 1 being A."""
    return get_column_letter(number)


if __name__ == "__main__":
    main()
