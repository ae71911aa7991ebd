"""Read a plan's workbook as text, within limits (pure; run as a process of its own, see `child`).

    python -m targets.plan.cells < file.xlsx > sheets.json

Answers {"sheets": {title: [[row, [texts]]]}} or {"refused": a Chinese sentence}. What shows no
value of its own, a formula that was never worked out or an error, comes as text that no column
takes.
"""

import json
import re
import resource
import sys
import zipfile
from datetime import date, datetime
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

MOST_MEMORY, MOST_SECONDS = 512 * 1024 * 1024, 10  # of processor time
MOST_UNPACKED, MOST_PARTS = 30 * 1024 * 1024, 400
MOST_SHEETS, MOST_ROWS, MOST_COLUMNS = 30, 5000, 40
MOST_TEXT = 32_767  # what a cell holds
SAVE_AGAIN = "请用 WPS 或 Excel 打开，另存为 .xlsx（不设密码、不带宏）后再传"
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
NOT_WORKED_OUT = "#公式没有算出的值"
Rows = list[tuple[int, list[str]]]


class UnreadableFile(Exception):
    """A file that is not read; its text says why and how to mend it."""


def main() -> None:
    """Read standard input within the limits and answer on standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    answer: dict[str, dict[str, Rows] | str]
    try:
        answer = {"sheets": sheets(sys.stdin.buffer.read())}
    except UnreadableFile as refusal:
        answer = {"refused": str(refusal)}
    except MemoryError:
        answer = {"refused": f"这个文件展开后太大，没有读；{SAVE_AGAIN}"}
    except Exception:  # whatever a broken or hostile file makes the library raise
        answer = {"refused": f"这个文件读不出来，可能已损坏；{SAVE_AGAIN}"}
    json.dump(answer, sys.stdout, ensure_ascii=False)


def sheets(content: bytes) -> dict[str, Rows]:
    """Each sheet's rows that are not empty, by its title; raises UnreadableFile."""
    require_harmless(content)
    values = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    formulas = load_workbook(BytesIO(content), read_only=True, keep_links=False)
    titles = values.sheetnames
    if len(titles) > MOST_SHEETS:
        raise UnreadableFile(f"工作表超过{MOST_SHEETS}个，请只留方案的表")
    return {title: rows_of(title, values[title], formulas[title]) for title in titles}


def require_harmless(content: bytes) -> None:
    """Raise UnreadableFile for what is no workbook, or unpacks to more than one may hold."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFile(f"这是旧格式（.xls、.et）或加了密码的文件；{SAVE_AGAIN}")
    try:
        parts = zipfile.ZipFile(BytesIO(content)).infolist()
    except zipfile.BadZipFile:
        raise UnreadableFile(f"这不是 .xlsx 文件，或者文件不完整；{SAVE_AGAIN}") from None
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise UnreadableFile("文件展开后太大，请删去用不着的表、图片和空行后再传")
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise UnreadableFile(f"文件带有宏；{SAVE_AGAIN}")


def rows_of(title: str, values: ReadOnlyWorksheet, formulas: ReadOnlyWorksheet) -> Rows:
    """(number, texts) of the rows of a sheet that are not empty."""
    found: Rows = []
    for sheet in (values, formulas):
        sheet.reset_dimensions()
    both = zip(
        values.iter_rows(max_col=MOST_COLUMNS, values_only=True),
        formulas.iter_rows(max_col=MOST_COLUMNS, values_only=True),
        strict=False,
    )
    for number, (row, written) in enumerate(both, start=1):
        if number > 4 * MOST_ROWS or len(found) > MOST_ROWS:
            raise UnreadableFile(f"表“{title}”超过{MOST_ROWS}行，请删去下面的空行")
        texts = [text_of(value, source) for value, source in zip(row, written, strict=False)]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            found.append((number, texts))
    return found


def text_of(value: object, written: object) -> str:
    """What a cell shows, as plain text: whole numbers without a point, days in ISO form."""
    if value is None:
        return NOT_WORKED_OUT if isinstance(written, str) and written.startswith("=") else ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    return CONTROLS.sub("", str(value))[:MOST_TEXT]


if __name__ == "__main__":
    main()
