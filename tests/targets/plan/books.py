"""The shipped plan's workbook, changed by hand as somebody would in Excel."""

from io import BytesIO

from django.conf import settings
from openpyxl import load_workbook

from targets.management.commands.load_plan import SHIPPED
from targets.plan import folder, intake, workbook
from targets.plan.cells import sheets

NEXT = settings.ROOT / "tests" / "second" / "plan_2026"  # invented
SHIPPED_BOOK = workbook.written(folder.read(SHIPPED))
NEXT_BOOK = workbook.written(folder.read(NEXT))


def changed(change, content=SHIPPED_BOOK):
    """The workbook after `change` was done to it."""
    book = load_workbook(BytesIO(content))
    change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def place(sheet, head):
    """The column under a head."""
    heads = [str(cell.value).rstrip("*") for cell in sheet[1]]
    return heads.index(head) + 1


def put(title, row, head, value):
    """A change: another value in a cell."""

    def change(book):
        sheet = book[title]
        sheet.cell(row, place(sheet, head)).value = value

    return change


def field(name, value):
    """A change: another value of a field of the plan itself."""

    def change(book):
        cells = {str(row[0].value).rstrip("*"): row[1] for row in book["方案"].iter_rows()}
        cells[name].value = value

    return change


def more(title, **values):
    """A change: one more row behind the last."""

    def change(book):
        sheet = book[title]
        row = max(cell.row for cell in sheet["A"] if cell.value) + 1
        for head, value in values.items():
            sheet.cell(row, place(sheet, head)).value = value

    return change


def examined(content):
    """What is found in a workbook, read in this process."""
    return intake.of_sheets(sheets(content))
