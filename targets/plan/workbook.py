"""方案录入表: a plan as one workbook with a sheet a subject, or its blank form."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from shanyin_charging.spreadsheet import BORDER, GREY, LINE, OPTIONS, lines, make_room, offer, put
from targets.plan import helping, sheets, words
from targets.plan.draft import Draft, Row, scale_of
from targets.plan.sheets import HELP, SCAN, SHEETS, Column, Sheet

ITEM, CONTENT = "项目", "内容"
HEAD_ROW = 1
LAST_ROW = 1500  # of the drop-downs
ACROSS = 134  # half-width characters over the four columns of the help
WIDTHS = {"text": 22, "word": 14, "number": 9, "amount": 9, "day": 12, "tick": 8, "code": 16}
WIDE = {"text", "definition", "issue", "treatment", "errata", "printed", "hint", "title", "forms"}
Cells = Sequence[Any]


STAYING = ("units", "place_kinds")  # subjects that a next plan mostly takes over


def blank(years: range, present: Draft | None = None) -> bytes:
    """The form for a plan of these years, with nothing in it but the units and kinds of places that
    the county has by its present plan, so that they are called as they are."""
    plan = present or Draft()
    rows = {subject: plan.of(subject) for subject in STAYING}
    rows["plan"] = [{"county": plan.county}] if plan.county else []
    return written(Draft(rows), years)


def written(draft: Draft, years: range | None = None) -> bytes:
    """The workbook of a plan; its quotas have a column for each year of the plan."""
    book = Workbook()
    fill_help(book.active, "方案录入表", helping.STEPS, helping.of_a_plan())
    options = book.create_sheet(OPTIONS)
    for sheet in SHEETS:
        page = book.create_sheet(sheet.title)
        if sheet.upright:
            fill_upright(page, sheet, draft.plan)
        else:
            columns = columns_of(sheet, draft.years if years is None else years)
            rows = [cells_of(columns, row, draft) for row in draft.of(sheet.name)]
            fill(page, columns, rows, options)
    fill_scan(book.create_sheet(SCAN), draft.scan)
    options.sheet_state = "hidden"
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def columns_of(sheet: Sheet, years: Iterable[int]) -> tuple[Column, ...]:
    """The columns of a sheet, those of the years before the total."""
    if sheet is not sheets.QUOTAS:
        return sheet.columns
    *before, total = sheet.columns
    return (*before, *sheets.year_columns(years), total)


def cells_of(columns: Sequence[Column], row: Row, draft: Draft) -> list[Any]:
    """A row's cells: numbers as numbers, all else as text."""
    return [cell_of(column, row, draft) for column in columns]


def cell_of(column: Column, row: Row, draft: Draft) -> Any:
    """What stands in a cell for a field of a row."""
    value = row.get(column.name)
    if column.reads == "amount" and value is not None:
        owner = next((i for i in draft.of("indicators") if i["code"] == row["indicator"]), {})
        exact = Decimal(value) / scale_of(owner)
        return int(exact) if exact == exact.to_integral_value() else float(exact)
    if column.reads == "tick":
        return "" if value == column.empty else words.YES if value else words.NO
    if column.reads == "word" and column.words:
        return column.words.say(value or "")
    if column.reads == "words" and column.words:
        return "、".join(map(column.words.say, value or ()))
    if column.reads in ("codes", "texts"):
        return ("、" if column.reads == "codes" else "；").join(value or ())
    return "" if value is None else value


def fill_help(
    page: Worksheet, title: str, steps: Sequence[str], columns: Iterable[Sequence[str]]
) -> None:
    """The first sheet: how the workbook is filled in, then each column in a line."""
    page.title = HELP
    for letter, width in zip("ABCD", (14, 18, 8, 96), strict=True):
        page.column_dimensions[letter].width = width
    put(page["A1"], f"{title}　{HELP}").font = Font(size=16, bold=True)
    for number, text in enumerate(steps, start=2):
        page.merge_cells(start_row=number, start_column=1, end_row=number, end_column=4)
        put(page.cell(number, 1), text).alignment = Alignment(wrap_text=True, vertical="top")
        page.row_dimensions[number].height = LINE * lines(text, ACROSS)
    first = len(steps) + 3
    for line, cells in enumerate([helping.HEADS, *columns], start=first):
        for place, value in enumerate(cells, start=1):
            cell = put(page.cell(line, place), value)
            cell.border, cell.alignment = BORDER, Alignment(wrap_text=True, vertical="top")
            if line == first:
                cell.font, cell.fill = Font(bold=True), GREY
    make_room(page, first)
    page.print_title_rows = f"{first}:{first}"
    page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
    page.sheet_properties.pageSetUpPr.fitToPage = True


def fill_upright(page: Worksheet, sheet: Sheet, row: Row) -> None:
    """A field a row: its name, and what it is."""
    head(page, [ITEM, CONTENT])
    for number, column in enumerate(sheet.columns, start=HEAD_ROW + 1):
        put(page.cell(number, 1), marked(column)).border = BORDER
        cell = put(page.cell(number, 2), cell_of(column, row, Draft()))
        cell.border, cell.alignment = BORDER, Alignment(wrap_text=True, vertical="top")
        cell.number_format = "@"
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 14, 90
    make_room(page, HEAD_ROW + 1)


def fill(
    page: Worksheet, columns: Sequence[Column], rows: Iterable[Cells], options: Worksheet
) -> None:
    """The heads, the rows and the drop-downs of one sheet."""
    head(page, [marked(column) for column in columns])
    for number, cells in enumerate(rows, start=HEAD_ROW + 1):
        for place, value in enumerate(cells, start=1):
            cell = put(page.cell(number, place), value)
            cell.border, cell.alignment = BORDER, Alignment(wrap_text=True, vertical="top")
    for place, column in enumerate(columns, start=1):
        letter = get_column_letter(place)
        wide = column.name in WIDE and column.reads in ("text", "words")
        page.column_dimensions[letter].width = 46 if wide else WIDTHS.get(column.reads, 16)
        offer(page, options, offered(column), f"{letter}{HEAD_ROW + 1}:{letter}{LAST_ROW}")
    make_room(page, HEAD_ROW + 1)
    page.freeze_panes = page.cell(HEAD_ROW + 1, 2)


def fill_scan(page: Worksheet, scan: str) -> None:
    """The document as it was scanned, a line a row."""
    head(page, [SCAN])
    for number, text in enumerate(scan.removesuffix("\n").split("\n"), start=HEAD_ROW + 1):
        if text:
            put(page.cell(number, 1), text)
    page.column_dimensions["A"].width = 110


def head(page: Worksheet, heads: Sequence[str]) -> None:
    """The first row, bold on grey."""
    for place, text in enumerate(heads, start=1):
        cell = put(page.cell(HEAD_ROW, place), text)
        cell.font, cell.fill, cell.border = Font(bold=True), GREY, BORDER
    page.row_dimensions[HEAD_ROW].height = 22


def marked(column: Column) -> str:
    """A head, with the mark of what must be filled in."""
    return f"{column.head}*" if column.must else column.head


def offered(column: Column) -> list[str]:
    """The few words of which one is wanted in a column; none where anything may be written."""
    if column.reads == "tick":
        return [words.YES, words.NO]
    return list(column.words.exact.values()) if column.reads == "word" and column.words else []
