"""The faulty rows of a list as a file to take away: as they were typed, with the wrong cells marked
and a column that says what is wrong."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill

from ledger.sheets.settled import Settlement, Table
from ledger.sheets.sheet import Sheet
from shanyin_charging.spreadsheet import put

from .listed import Listed, Listing

WRONG = PatternFill("solid", fgColor="F9D9D4")
HEAD = PatternFill("solid", fgColor="EDF0F3")
SAYS = "要改的地方"


def faulty_workbook(sheets: list[Sheet], settlement: Settlement, listing: Listing) -> bytes:
    """The .xlsx: a sheet for each sheet of the file that has a faulty row."""
    book = Workbook()
    book.remove(book.active)
    by_name = {sheet["name"]: dict(sheet["rows"]) for sheet in sheets}
    for table in settlement.tables:
        rows = [row for row in listing.faulty if in_table(table, row)]
        if rows:
            sheet = book.create_sheet(table.sheet[:31])
            for place, head in enumerate([*table.heads, SAYS, "原表行号"], start=1):
                cell = put(sheet.cell(1, place), head)
                cell.font, cell.fill = Font(bold=True), HEAD
            for number, row in enumerate(rows, start=2):
                texts = by_name[table.sheet].get(row.line.number, [])
                for place, text in enumerate(texts, start=1):
                    put(sheet.cell(number, place), text)
                for fault in row.faults:
                    at = fault.column if fault.column is not None else table.column(fault.field)
                    if at is not None:
                        sheet.cell(number, at + 1).fill = WRONG
                says = put(
                    sheet.cell(number, len(table.heads) + 1),
                    "；".join(fault.sentence for fault in row.faults),
                )
                says.alignment, says.fill = Alignment(wrap_text=True), WRONG
                sheet.cell(number, len(table.heads) + 2, row.line.number)
            sheet.column_dimensions[says.column_letter].width = 60
            sheet.freeze_panes = "A2"
    if not book.worksheets:
        put(book.create_sheet("没有要改的").cell(1, 1), "没有要改的行")
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def in_table(table: Table, row: Listed) -> bool:
    """Whether a row stands in a table."""
    return row.line.sheet == table.sheet and table.first <= row.line.number <= table.last
