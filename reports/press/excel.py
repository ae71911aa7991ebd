"""The bulletin as an Excel file: its tables with live totals, native charts, and its sentences
beside their figures."""

import re
from collections.abc import Iterator

from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from reports.documents.content import Chart, Content, Table
from reports.press.archive import sealed
from shanyin_charging import spreadsheet
from shanyin_charging.numbers import Number

KEY, FIRST = "数字编号", 4  # the first row below a sheet's title, note and heads


def render(content: Content) -> bytes:
    """The bulletin as an .xlsx file; the same content is the same file."""
    tables = [table for attachment in content.attachments for table in attachment.tables]
    charts = [chart for attachment in content.attachments for chart in attachment.charts]
    sheets: list[spreadsheet.Sheet] = [
        (sheet_name(table.title), [*table.heads, KEY], rows_of(table)) for table in tables
    ]
    sheets += [
        (
            sheet_name(chart.title),
            ["项目", f"参考计划（{chart.unit}）", f"数量（{chart.unit}）"],
            [[bar.label, bar.planned, bar.value] for bar in chart.bars],
        )
        for chart in charts
    ]
    sheets.append(("正文和来源", ["段落", "文字", "规则", KEY, "系统数字"], sources(content)))
    note = " ".join(filter(None, (content.title, content.number)))
    book = spreadsheet.workbook(sheets, note, dated=content.dated)
    for table, sheet in zip(tables, book.worksheets, strict=False):
        if table.total:
            add_up(sheet, table)
    for chart, sheet in zip(charts, book.worksheets[len(tables) :], strict=False):
        draw(sheet, chart)
    book.properties.title, book.properties.creator = content.title, content.signatory
    return sealed(book.save, book.properties, content.dated)


def sheet_name(title: str) -> str:
    """A title that Excel takes as a sheet's name: short enough to be numbered, without what it
    forbids."""
    return re.sub(r"[\\/*?:\[\]]", "", title)[-28:].strip("'") or "表"


def rows_of(table: Table) -> list[list]:
    """The table's rows, numbers as numbers, with their figures' keys behind."""
    return [
        [*(number_of(cell.text) for cell in row), "、".join(cell.key for cell in row if cell.key)]
        for row in table.rows
    ]


def sources(content: Content) -> Iterator[list]:
    """One row a sentence: where it stands, what it says, the rule that made it, its figures; edited
    paragraphs whole."""
    for number, paragraph in enumerate(content.paragraphs, start=1):
        if paragraph.edited is not None:
            yield [number, paragraph.edited, "专班修改", "", "；".join(paragraph.doubts())]
            continue
        for sentence in paragraph.sentences:
            yield [
                number,
                sentence.text,
                sentence.rule,
                "、".join(shown.key for shown in sentence.figures),
                "、".join(shown.text for shown in sentence.figures),
            ]


def add_up(sheet: Worksheet, table: Table) -> None:
    """Sums in place of the last row's whole numbers, and a quotient in place of its share, where
    they give the same."""
    above, last = table.rows[:-1], FIRST + len(table.rows) - 1
    sums = []
    for column, cell in enumerate(table.rows[-1], start=1):
        parts = [int(row[column - 1].text) for row in above if row[column - 1].text.isdigit()]
        target = sheet.cell(last, column)
        if cell.text.isdigit() and sum(parts) == int(cell.text):
            target.value = f"=SUM({target.column_letter}{FIRST}:{target.column_letter}{last - 1})"
            sums.append(target.coordinate)
        elif cell.text.endswith("%") and len(sums) == 2:
            target.value = f"={sums[1]}/{sums[0]}"
        target.font = Font(bold=True)


def draw(sheet: Worksheet, chart: Chart) -> None:
    """A native chart of the sheet's own rows."""
    made, last = BarChart(), FIRST + len(chart.bars) - 1
    made.type, made.style, made.title = "bar" if chart.kind == "bars" else "col", 10, chart.title
    planned = any(bar.planned is not None for bar in chart.bars)
    numbers = Reference(
        sheet, min_col=2 if planned else 3, max_col=3, min_row=FIRST - 1, max_row=last
    )
    made.add_data(numbers, titles_from_data=True)
    made.set_categories(Reference(sheet, min_col=1, min_row=FIRST, max_row=last))
    made.width, made.height = 24, 16 if chart.kind == "bars" else 9
    if chart.kind == "bars":
        made.y_axis.delete = made.x_axis.delete = False
        made.x_axis.scaling.orientation = "maxMin"  # the first unit on top
    sheet.add_chart(made, "E3")


def number_of(text: str) -> str | Number:
    """What is printed, as the number that shows the same; words stay words."""
    if re.fullmatch(r"[0-9]{1,15}", text):
        return Number(int(text), "0", text)
    if match := re.fullmatch(r"[0-9]{1,12}\.([0-9]{1,3})", text):
        return Number(float(text), f"0.{'0' * len(match[1])}", text)
    if re.fullmatch(r"[0-9]+\.[0-9]%", text):
        return Number(float(f"{text.removesuffix('%')}e-2"), "0.0%", text)
    return text
