"""The bulletin as a Word file after GB/T 9704-2012, in the fonts that an office owns; each figure under its bookmark."""
from functools import cache
from io import BytesIO

from django.conf import settings
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from shanyin_charging import dates

from .compose import Bulletin

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TITLE, BODY, LEVEL, HEAD = "方正小标宋简体", "仿宋", "楷体", "黑体"
LINE = Pt(28.95)  # 22 lines on 225 mm
# name: font, size, alignment, first-line indent in characters
STYLES = {
    "red head": (TITLE, 32, WD_ALIGN_PARAGRAPH.CENTER, 0), "title": (TITLE, 22, WD_ALIGN_PARAGRAPH.CENTER, 0),
    "flush": (BODY, 16, WD_ALIGN_PARAGRAPH.LEFT, 0), "body": (BODY, 16, WD_ALIGN_PARAGRAPH.JUSTIFY, 2),
    "section": (HEAD, 16, WD_ALIGN_PARAGRAPH.LEFT, 2), "signature": (BODY, 16, WD_ALIGN_PARAGRAPH.RIGHT, 0),
    "cell": (BODY, 12, WD_ALIGN_PARAGRAPH.CENTER, 0), "cell head": (HEAD, 12, WD_ALIGN_PARAGRAPH.CENTER, 0),
    "note": (LEVEL, 12, WD_ALIGN_PARAGRAPH.LEFT, 0)}
RED = RGBColor(0xD7, 0x00, 0x0F)


@cache
def base() -> bytes:
    """An empty document with the page, the styles and the page numbers; built once, since styles take long."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    page.footer_distance = Mm(25)
    for name, (font, size, alignment, indent) in STYLES.items():
        style = document.styles.add_style(name, 1)
        style.font.name, style.font.size = font, Pt(size)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
        layout = style.paragraph_format
        layout.alignment, layout.space_before, layout.space_after = alignment, Pt(0), Pt(0)
        layout.first_line_indent = Pt(size * indent) if indent else None
        layout.keep_with_next = name == "section"
        tight = name.startswith(("cell", "note", "red"))
        layout.line_spacing_rule = WD_LINE_SPACING.SINGLE if tight else WD_LINE_SPACING.EXACTLY
        layout.line_spacing = 1.0 if tight else LINE
    document.styles["red head"].font.color.rgb = RED
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side in ((page.footer, WD_ALIGN_PARAGRAPH.RIGHT), (page.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)):
        number(footer.paragraphs[0], side)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def number(paragraph, side):
    """— 1 —, at the outer side."""
    paragraph.alignment = side
    paragraph.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    paragraph.add_run(" —")
    for run in paragraph.runs:
        run.font.size, run.font.name = Pt(14), "宋体"


def render(content: Bulletin) -> bytes:
    """The bulletin as a .docx file."""
    document, marks = Document(BytesIO(base())), Marks()
    if settings.DEMO:
        document.add_paragraph("演示数据，不作依据", style="note")
    document.add_paragraph(content.issuer, style="red head")
    document.add_paragraph(content.title, style="title")
    document.add_paragraph(content.addressees, style="flush")
    document.add_paragraph(content.opening, style="body")
    for section in content.sections:
        document.add_paragraph(section.heading, style="section")
        for sentences in section.paragraphs:
            paragraph = document.add_paragraph(style="body")
            for sentence in sentences:
                marks.put(paragraph, sentence.text, sentence.figures)
    for text, style in ((f"附件：{content.attachment}", "body"), (content.issuer, "signature"),
                        (dates.official_date(content.dated), "signature")):
        document.add_paragraph(text, style=style)
    attach(document, content, marks)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def attach(document, content, marks):
    """The table on a page of its own, with a head that repeats, and its notes."""
    heading = document.add_paragraph("附件", style="section")
    heading.paragraph_format.page_break_before, heading.paragraph_format.first_line_indent = True, None
    document.add_paragraph(content.attachment, style="title")
    table = document.add_table(rows=1, cols=len(content.heads), style="Table Grid")
    for cell, head in zip(table.rows[0].cells, content.heads, strict=True):
        cell.paragraphs[0].style = "cell head"
        cell.paragraphs[0].add_run(head)
    repeat = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    for row in content.rows:
        cells = table.add_row().cells
        for place, (cell, text) in enumerate(zip(cells, row.texts, strict=True)):
            cell.paragraphs[0].style = "cell"
            marks.put(cell.paragraphs[0], text, (row.key,) if place == row.DONE else ())
    for order, note in enumerate(filter(None, content.notes), start=1):
        document.add_paragraph(f"注{order}：{note}", style="note")


class Marks:
    """Bookmarks named by figures' keys, each once in a document."""

    def __init__(self):
        self.used = []

    def put(self, paragraph, text, keys):
        new = [key for key in dict.fromkeys(keys) if key not in self.used]
        first = len(self.used)
        for offset, key in enumerate(new):
            self.edge(paragraph, "w:bookmarkStart", first + offset, key)
        paragraph.add_run(text)
        for offset, _ in enumerate(new):
            self.edge(paragraph, "w:bookmarkEnd", first + offset)
        self.used += new

    def edge(self, paragraph, tag, number_, name=""):
        element = OxmlElement(tag)
        element.set(qn("w:id"), str(number_))
        if name:
            element.set(qn("w:name"), name)
        paragraph._p.append(element)
