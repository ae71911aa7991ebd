"""A plan's workbook as text, {title: [[row, [texts]]]}, within limits (run as a process of its own,
see `confined`).

    python -m targets.plan.cells < file.xlsx > sheets.json

What shows no value of its own, a formula that was never worked out or an error, comes as text that
no column takes.
"""

from datetime import date, datetime
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from shanyin_charging import confined, packed
from shanyin_charging.cleaning import cleaned
from shanyin_charging.confined import SAVE_AGAIN, UnreadableFile

MOST_SHEETS, MOST_ROWS, MOST_COLUMNS = 30, 5000, 40
MOST_TEXT = 32_767  # what a cell holds
NOT_WORKED_OUT = "#公式没有算出的值"
Rows = list[tuple[int, list[str]]]


def read(content: bytes) -> dict[str, Rows]:
    """The sheets of a workbook that somebody sent; raises UnreadableFile."""
    found: dict[str, Rows] = confined.read(__name__, content)
    return found


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
    if content.startswith(packed.OLE):
        raise UnreadableFile(f"这是旧格式（.xls、.et）或加了密码的文件；{SAVE_AGAIN}")
    if not content.startswith(b"PK"):
        raise UnreadableFile(f"这不是 .xlsx 文件；{SAVE_AGAIN}")
    packed.opened(content)


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
    return packed.CONTROLS.sub("", cleaned(str(value)))[:MOST_TEXT]


if __name__ == "__main__":
    confined.answer(sheets)
