"""A table of a Word file, as the press sets it."""

from collections.abc import Iterable

from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tc
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm
from docx.styles.style import BaseStyle
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from reports.documents.content import Table
from reports.press.columns import OF_HEAD, PADDING, PAGE, columns, laid
from reports.press.word_styles import HEAD
from reports.press.word_text import Writer, write

TWIPS = 1440 / 25.4  # in a millimetre
TO_SIGN_ON = Mm(13)  # at least, of a row that is signed and sealed by hand


def tabulate(add: Writer, table: Table) -> None:
    """A table with heads of two lines that repeat, its figures under their keys and one under the
    other by their units, then its notes."""
    made = add.document.add_table(
        rows=1 + len(table.rows), cols=len(table.heads), style="Table Grid"
    )
    made.autofit = False
    made._tbl.tblPr.find(qn("w:tblLook")).addprevious(sides("w:tblCellMar", PADDING))
    widths = [Mm(PAGE * share / 100) for share in table.widths]
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    styles, (heads, *lines) = add.document.styles, made._tbl.tr_lst
    heads.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for element, width, column in zip(heads.tc_lst, widths, columns(table), strict=True):
        element.get_or_add_tcPr().append(sides("w:tcMar", OF_HEAD))
        write_head(cell_at(element, made, width, styles["cell head"]), column.head)
    body = styles["cell words" if table.pairs else "cell"]
    for line, row in zip(lines, laid(table), strict=True):
        for element, width, (cell, column, short) in zip(line.tc_lst, widths, row, strict=True):
            paragraph = cell_at(element, made, width, body)
            if column.inset is not None:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                paragraph.paragraph_format.right_indent = Mm(column.inset - PADDING)
            add.marks.put(paragraph, cell.text, [cell.key] if cell.key else [], HEAD * short)
    if table.is_signed:
        for made_row in made.rows[1:]:
            made_row.height = TO_SIGN_ON
    for line in made._tbl.tr_lst:
        line.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for note in table.footnotes:
        add(note, "note")


def cell_at(element: CT_Tc, table: WordTable, width: Mm, style: BaseStyle) -> WordParagraph:
    """The paragraph of a cell of some width, in the middle of its height."""
    cell = _Cell(element, table)
    cell.width, cell.vertical_alignment = width, WD_ALIGN_VERTICAL.CENTER
    (paragraph,) = cell.paragraphs
    paragraph._p.style = style.style_id  # the library's way looks through all styles each time
    return paragraph


def write_head(paragraph: WordParagraph, lines: Iterable[str]) -> None:
    """The lines of a column's head."""
    for n, text in enumerate(lines):
        if n:
            paragraph.add_run().add_break()
        write(paragraph, text)


def sides(tag: str, wide: float) -> BaseOxmlElement:
    """What a table or a cell leaves free at its sides, in mm."""
    made = OxmlElement(tag)
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(round(wide * TWIPS)))
        edge.set(qn("w:type"), "dxa")
        made.append(edge)
    return made
