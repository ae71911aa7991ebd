"""The month's workbook: one sheet for each thing the unit reports, filled with its draft and with
what stands."""

from copy import copy
from datetime import date
from decimal import Decimal, InvalidOperation
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ledger.lines.base import NEW_SITE
from ledger.lines.present import present
from ledger.lines.scope import Scope
from ledger.models import Line, LineKind
from ledger.workbooks.columns import Column
from shanyin_charging import dates
from shanyin_charging.spreadsheet import BORDER, GREY, OPTIONS, make_room, offer, put

from .columns import cell_of, columns_of
from .comparing import KEY, KEYS, LIST

TITLE_ROW, NOTE_ROW, HEAD_ROW = 1, 2, 3
SPARE_ROWS = 14  # empty rows with borders below those filled: one page of A4
LAST_ROW = 3000  # of the drop-downs
WIDTHS = {
    "site": 22,
    "village": 17,
    "site_kind": 13,
    "pick": 14,
    "tick": 8,
    "number": 8,
    "day": 12,
    "text": 24,
}
HOWTO = (
    "一、有变化的填，没有变化的不用填；全部没有变化的，在网页上按“零报告”即可。",
    "二、每个表是一类事项，一行填一件事。不要改表名和表头；列的次序可以动，合计行会自动略过。",
    "三、站点名称：已有的站点从下拉列表中选；新站点直接写名称，并填所在村（社区）和站点类别。",
    "四、村名有重名的，填带乡（镇）的全称或12位区划代码。日期写成 2025-03-18、2025.3.18 都可以。",
    "五、已登记的车位、距离、车辆和在建项目列在表中：没有变化的不要动；有变化的改数字，同时改日期。",
    (
        "六、填好后存为 .xlsx，在填报页上传。上传后先预览，"
        "确认之后才会写入草稿；有一处错误就整份不写入。"
    ),
)


def workbook(scope: Scope, lines: list[Line]) -> bytes:
    """The .xlsx of a draft: `lines` are its lines."""
    book = Workbook()
    title = f"{scope.unit}　{scope.period}"
    instructions(book.active, title)
    options = book.create_sheet(OPTIONS)
    stands = present(scope)
    for kind in scope.owed.kinds:
        rows = [(line.key, line.typed) for line in [*lines, *stands] if line.kind == kind]
        columns = columns_of(kind, scope)
        note = (
            f"{title}　　填报单位（"
            f"盖章）：　　　　　　填报人：　　　　　　审核人：　　　　　　截止：{due(scope)}"
        )
        cells = [
            (key, [cell_of(column, typed, scope) for column in columns]) for key, typed in rows
        ]
        fill(book.create_sheet(LineKind(kind).label), note, columns, cells, options)
    keys = book.create_sheet(KEYS)
    for row in (("单位", scope.unit.code), ("期", scope.period.starts_on.isoformat())):
        keys.append(row)
    options.sheet_state = keys.sheet_state = "veryHidden"
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def list_workbook(columns: list[Column]) -> bytes:
    """An empty list of piles for the first back-fill, with the heads that a list is read by."""
    book = Workbook()
    options = book.create_sheet(OPTIONS)
    sheet = book.active
    sheet.title = LIST
    fill(sheet, "填报单位（盖章）：　　　　　　填报人：　　　　　　审核人：", columns, [], options)
    options.sheet_state = "veryHidden"
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def instructions(sheet: Worksheet, title: str) -> None:
    """The first sheet: how to fill in the others."""
    sheet.title = "填写说明"
    sheet.column_dimensions["A"].width = 96
    put(sheet["A1"], f"{title}　填报表").font = Font(size=16, bold=True)
    for number, text in enumerate(HOWTO, start=3):
        put(sheet.cell(number, 1), text).alignment = Alignment(wrap_text=True, vertical="top")
    make_room(sheet, 3)
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.protection.sheet = True


def fill(
    sheet: Worksheet,
    note: str,
    columns: list[Column],
    rows: list[tuple[str, list[str]]],
    options: Worksheet,
) -> None:
    """One sheet: the hidden key column, the heads, the rows (key, cells), the drop-downs, ready for
    A4."""
    last = HEAD_ROW + len(rows) + SPARE_ROWS
    sheet.merge_cells(
        start_row=TITLE_ROW, end_row=TITLE_ROW, start_column=2, end_column=len(columns) + 1
    )
    put(sheet.cell(TITLE_ROW, 2), sheet.title).font = Font(size=14, bold=True)
    sheet.cell(TITLE_ROW, 2).alignment = Alignment(horizontal="center")
    put(sheet.cell(NOTE_ROW, 2), note)
    put(sheet.cell(HEAD_ROW, 1), KEY)
    for place, column in enumerate(columns, start=2):
        dress(sheet, place, column, last)
        letter = get_column_letter(place)
        offer(sheet, options, offered(column), f"{letter}{HEAD_ROW + 1}:{letter}{LAST_ROW}")
    for number, (key, texts) in enumerate(rows, start=HEAD_ROW + 1):
        put(sheet.cell(number, 1), key)
        for place, (column, text) in enumerate(zip(columns, texts, strict=True), start=2):
            enter(sheet.cell(number, place), column, text)
    settle(sheet, last)


def dress(sheet: Worksheet, place: int, column: Column, last: int) -> None:
    """The head, width, borders and freedom of one column."""
    words = column.head.replace("（", "\n（", 1) if column.reads == "number" else column.head
    head, letter = put(sheet.cell(HEAD_ROW, place), words), get_column_letter(place)
    head.font, head.fill, head.border = Font(bold=True), GREY, BORDER
    head.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
    sheet.column_dimensions[letter].width = WIDTHS.get(column.name, WIDTHS[column.reads])
    sheet.column_dimensions[letter].protection = Protection(locked=False)
    blank = sheet.cell(HEAD_ROW + 1, place)  # whose style is worked out once for its column
    blank.border, blank.protection = BORDER, Protection(locked=False)
    blank.alignment = Alignment(wrap_text=True, vertical="center")
    for number in range(HEAD_ROW + 2, last + 1):
        sheet.cell(number, place)._style = copy(blank._style)


def offered(column: Column) -> list[str]:
    """The words of which one is wanted in a column; none where anything may be written."""
    choices = {"on": "是"} if column.reads == "tick" else column.choices.labels
    return [label for code, label in choices.items() if code not in ("", NEW_SITE)]


def enter(cell: Cell, column: Column, text: str) -> None:
    """Numbers as numbers and days as days where they can be read so, else what was typed."""
    if column.reads == "number" and text:
        try:
            value = Decimal(text)
        except InvalidOperation:
            value = None
        if value is not None and value.is_finite() and str(value) == text:
            cell.value = int(value) if value == value.to_integral_value() else float(value)
            return
    if column.reads == "day" and text:
        try:
            cell.value = date.fromisoformat(text)
        except ValueError:
            pass
        else:
            cell.number_format = "yyyy-mm-dd"
            return
    if text:
        put(cell, text)


def due(scope: Scope) -> str:
    """Until when the return is on time, in words."""
    return dates.until(scope.period.due_at) if scope.period.due_at else "补录，不计迟报"


def settle(sheet: Worksheet, last: int) -> None:
    """Locked heads, a hidden key column, and a page that prints on A4 as it is."""
    for number in range(HEAD_ROW + 1, last + 1):
        sheet.row_dimensions[number].height = 26
    sheet.column_dimensions["A"].hidden = True
    sheet.row_dimensions[HEAD_ROW].height = 32
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, 3)
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.page_setup.paperSize, sheet.page_setup.orientation = sheet.PAPERSIZE_A4, "landscape"
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.oddFooter.center.text = "第 &P 页 共 &N 页"
    protection = sheet.protection
    protection.sheet = True
    for free in (
        "formatCells",
        "formatColumns",
        "formatRows",
        "insertRows",
        "deleteRows",
        "sort",
        "autoFilter",
    ):
        setattr(protection, free, False)
