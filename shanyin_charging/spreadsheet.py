"""A list as a file: Excel with real numbers, a title that says what and when; or CSV that Excel
opens right."""

import csv
import re
from collections.abc import Iterable, Sequence
from copy import copy
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import TypeVar
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from . import clock, dates
from .numbers import Number

Answer = TypeVar("Answer", bound=HttpResponseBase)
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RISKY = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for the beginning of a formula
PLAIN, LIKE_A_DATE = (
    re.compile(r"-?[0-9]+(\.[0-9]+)?%?"),
    re.compile(r"[0-9]+[/:-][0-9]+(\.[0-9]+)?"),
)
HALF_WIDTH = re.compile(r"[\x00-\xff]+")
THIN = Side(style="thin", color="7F8A97")
BORDER, GREY = Border(THIN, THIN, THIN, THIN), PatternFill("solid", fgColor="EDF0F3")
OPTIONS = "_选项"  # the hidden sheet that drop-downs take their words from
# Half-width characters of a column at most, of a line surely; points of a line.
WIDEST, FULL, LINE = 46, 42, 15.6
MARGIN, HIGHEST = 2, 409
Value = str | int | float | bool | date | datetime | Number | None
Row = Sequence[Value]
Sheet = tuple[str, Sequence[str], Iterable[Row]]  # title, heads, rows


def asked(request: HttpRequest) -> str:
    """The format that a list is asked for in: xlsx, csv, or empty for the page."""
    kind = request.GET.get("format", "")
    return kind if kind in ("xlsx", "csv") else ""


def response(
    kind: str,
    title: str,
    heads: Sequence[str],
    rows: Iterable[Row],
    note: str = "",
    others: Iterable[Sheet] = (),
) -> HttpResponse:
    """A download of one list: .xlsx ready to print on A4, with other sheets (title, heads, rows)
    behind it; or .csv."""
    if kind == "csv":
        answer = HttpResponse(
            comma_separated([heads, *rows]), content_type="text/csv; charset=utf-8"
        )
        return named(answer, f"{title}_{clock.today():%Y%m%d}.csv")
    return book_response(title, [(title, heads, rows), *others], note)


def book_response(title: str, sheets: Iterable[Sheet], note: str = "") -> HttpResponse:
    """A download of several lists, each (title, heads, rows), as one workbook."""
    content = BytesIO()
    workbook(sheets, note).save(content)
    answer = HttpResponse(content.getvalue(), content_type=CONTENT_TYPE)
    return named(answer, f"{title}_{clock.today():%Y%m%d}.xlsx")


def comma_separated(rows: Iterable[Row]) -> str:
    """Rows with the mark by which Excel and WPS know UTF-8; text that would run as a formula is led
    by an apostrophe."""
    text = StringIO()
    writer = csv.writer(text)
    for row in rows:
        writer.writerow([harmless(value) for value in row])
    return "\ufeff" + text.getvalue()


def harmless(value: Value) -> Value:
    """What a spreadsheet reads as what it is: no text that runs as a formula, or that it takes for
    a date or a time."""
    if isinstance(value, Number):
        return value.text if PLAIN.fullmatch(value.text) else value.value
    if not isinstance(value, str):
        return value
    return (
        f"'{value}"
        if value[:1] in RISKY
        else f"\t{value}"
        if LIKE_A_DATE.fullmatch(value)
        else value
    )


def named(answer: Answer, name: str) -> Answer:
    """The response as a download with a Chinese name; a demo's files say so."""
    name = f"演示数据_{name}" if settings.DEMO else name
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


def workbook(sheets: Iterable[Sheet], note: str = "", dated: date | None = None) -> Workbook:
    """A book of lists, each (title, heads, rows) on a sheet of its own; says when it was made, or
    its own date."""
    book = Workbook()
    book.remove(book.active)
    for title, heads, rows in sheets:
        fill(book.create_sheet(title[:31]), title, heads, rows, note, dated)
    return book


def fill(
    sheet: Worksheet,
    title: str,
    heads: Sequence[str],
    rows: Iterable[Row],
    note: str,
    dated: date | None,
) -> None:
    """One list: its title, when it was made, heads that repeat on each printed page, columns as
    wide as their words."""
    made = dates.official_date(dated) if dated else f"导出时间 {dates.moment(clock.now())}"
    origin = f"{'演示数据　' if settings.DEMO else ''}{made}　{note}".strip()
    for number, text in enumerate((title, origin), start=1):
        put(sheet.cell(number, 1), text)
        sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=len(heads))
    sheet["A1"].font, sheet["A1"].alignment = (
        Font(size=16, bold=True),
        Alignment(horizontal="center"),
    )
    rows, widths = list(rows), [0] * len(heads)
    styles: dict[tuple[bool, str], StyleArray] = {}
    for line, row in enumerate([heads, *rows], start=3):
        for column, value in enumerate(row, start=1):
            cell = put(sheet.cell(line, column), value)
            dress(cell, line == 3, styles)
            widths[column - 1] = max(widths[column - 1], wide(value))
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = min(max(width, 6), WIDEST) + 2
    for line, row in enumerate(rows if max(widths) > WIDEST else (), start=4):
        sheet.row_dimensions[line].height = LINE * max(map(lines, row), default=1)
    sheet.freeze_panes = "A4"
    sheet.print_title_rows = "3:3"
    sheet.page_setup.paperSize, sheet.page_setup.orientation = sheet.PAPERSIZE_A4, "landscape"
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    sheet.oddFooter.center.text = "第 &P 页 共 &N 页"


def dress(cell: Cell, is_head: bool, styles: dict[tuple[bool, str], StyleArray]) -> None:
    """Border, breaks and, of a head, weight. Styles of one kind are worked out once for a sheet,
    which was most of the time of a long file."""
    kind = is_head, cell.number_format
    if kind not in styles:
        cell.border, cell.alignment = BORDER, Alignment(vertical="center", wrap_text=True)
        if is_head:
            cell.font, cell.fill = Font(bold=True), GREY
        styles[kind] = cell._style
    cell._style = copy(styles[kind])


def put(cell: Cell, value: Value) -> Cell:
    """Write a value; text that looks like a formula stays text, characters that Excel refuses are
    dropped."""
    if isinstance(value, Number):
        cell.value, cell.number_format = value.value, value.format
    elif isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
    else:
        cell.value = value
    return cell


def offer(sheet: Worksheet, options: Worksheet, words: Sequence[str], cells: str) -> None:
    """A drop-down of words in cells, as B4:B90; the words stand on the hidden sheet of options. It
    warns and does not forbid."""
    if not words:
        return
    place = options.max_column + 1 if options["A1"].value else 1
    for number, word in enumerate(words, start=1):
        put(options.cell(number, place), word)
    where = get_column_letter(place)
    rule = DataValidation(
        type="list",
        formula1=f"'{OPTIONS}'!${where}$1:${where}${len(words)}",
        allow_blank=True,
        showErrorMessage=False,
    )
    sheet.add_data_validation(rule)
    rule.add(cells)


def make_room(sheet: Worksheet, first: int) -> None:
    """Make the rows from this one on as high as their words need in columns whose width was set:
    not every program does so by itself for words that wrap."""
    for row in sheet.iter_rows(min_row=first):
        needed = [
            lines(cell.value, int(sheet.column_dimensions[cell.column_letter].width) - MARGIN)
            for cell in row
        ]
        sheet.row_dimensions[row[0].row].height = min(HIGHEST, LINE * max(needed))


def lines(value: Value, room: int = FULL) -> int:
    """Lines that a value takes in a column of so many half-width characters, the widest one's."""
    return (
        sum(-(-wide(line) // room) or 1 for line in value.split("\n"))
        if isinstance(value, str)
        else 1
    )


def wide(value: Value) -> int:
    """Half-width characters that a value takes on one line."""
    text = value.text if isinstance(value, Number) else str(value if value is not None else "")
    return len(text) + len(HALF_WIDTH.sub("", text))
