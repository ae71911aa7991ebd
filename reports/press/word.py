"""The bulletin as a Word file after GB/T 9704-2012, in the fonts that an office owns; each figure
under its bookmark."""

from io import BytesIO

from django.conf import settings
from docx import Document
from docx.document import Document as Word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from reports.documents.content import Attachment, Content
from reports.press import drawings
from reports.press.archive import sealed
from reports.press.columns import PAGE
from reports.press.markup import head_size, is_confirmable
from reports.press.word_styles import as_pack, base
from reports.press.word_tables import tabulate
from reports.press.word_text import Marks, Writer, write
from shanyin_charging import dates

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def render(content: Content) -> bytes:
    """The bulletin as a .docx file; the same content is the same file."""
    document, marks = Document(BytesIO(base())), Marks()
    if content.head == "pack":
        as_pack(document)
    add = Writer(document, marks)
    if settings.DEMO:
        add("演示数据，不作依据", "note")
    head(add, content)
    for paragraph in content.body:
        if paragraph.is_heading:
            add(paragraph.text, "section")
        else:
            add.paragraph(paragraph)
    if content.head == "notice":
        close(add, content)
    for number, attachment in enumerate(content.attachments, start=1):
        if content.head == "pack":
            part(add, attachment)
        else:
            attach(add, attachment, f"附件{number if len(content.attachments) > 1 else ''}")
    if not content.is_plain:
        imprint(document, content)
    about = document.core_properties
    about.title, about.author, about.last_modified_by = (
        content.title,
        content.signatory,
        content.signatory,
    )
    return sealed(document.save, about, content.dated)


def head(add: Writer, content: Content) -> None:
    """The red head with its number, the title, whom it goes to."""
    if not content.is_plain:
        size = head_size(content.issuer)
        made = add(content.issuer, "red head", before=2 if size < 40 else 1)
        for run in made.runs:
            run.font.size = Pt(size)
        between = (
            f"{content.signatory}编　{dates.official_date(content.dated)}"
            if content.head == "brief"
            else ""
        )
        add(content.number or "（草稿，未编号）", "number", before=2)
        if between:
            add(between, "number")
        rule(add.document.paragraphs[-1], "D7000F", 12)
    for n, line in enumerate(content.title_lines):
        add(line, "title", before=0 if n or content.head == "pack" else 2)
    if content.head == "pack":
        add(f"{content.signatory}　{dates.official_date(content.dated)}", "number")
    if content.addressees:
        add(content.addressees, "flush", before=1)
    elif content.body:
        add("", "flush")


def rule(paragraph: WordParagraph, colour: str, eighths: int) -> None:
    """A line under a paragraph, so many eighths of a point thick."""
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", str(eighths)), ("space", "5"), ("color", colour)):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def close(add: Writer, content: Content) -> None:
    """附件说明, who signs and when: never on a page without text."""
    lines = content.attachment_lines
    made = [
        add(f"{'附件：' if n == 0 else '　　　'}{line}", "list", before=n == 0)
        for n, line in enumerate(lines)
    ]
    for paragraph in made:
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = (
            Pt(16 * 6),
            Pt(-16 * 4),
        )
    made.append(add(content.signatory, "signature", before=2))
    made.append(add(dates.official_date(content.dated), "signature"))
    for paragraph in made[-2:]:
        paragraph.paragraph_format.right_indent = Pt(32)
    for paragraph in [*add.document.paragraphs[-len(made) - 1 : -1]]:
        paragraph.paragraph_format.keep_with_next = True


def attach(add: Writer, attachment: Attachment, which: str) -> None:
    """One attachment from a new page, under its title."""
    add(which, "which").paragraph_format.page_break_before = True
    for n, line in enumerate(attachment.title_lines):
        add(line, "title", before=0 if n else 0.5)
    set_out(add, attachment)


def part(add: Writer, attachment: Attachment) -> None:
    """One part of a pack, behind the one before it: its heading, its text, what is set out."""
    add(attachment.title, "section").paragraph_format.keep_with_next = True
    for paragraph in attachment.text:
        add.paragraph(paragraph)
    set_out(add, attachment, captions=len(attachment.tables) > 1)


def set_out(add: Writer, attachment: Attachment, captions: bool = False) -> None:
    """The tables of an attachment with their notes, under their titles where they are asked for,
    and its drawings."""
    for table in attachment.tables:
        if captions:
            add(table.title, "drawing", before=0.4)
        tabulate(add, table)
    for chart in attachment.charts:
        add(f"{chart.title}（{chart.unit}）", "drawing", before=0.4)
        place = add.document.add_paragraph(style="drawing").add_run()
        picture = place.add_picture(BytesIO(drawings.png(chart)), Mm(PAGE))
        picture._inline.docPr.set("descr", chart.title)


def imprint(document: Word, content: Content) -> None:
    """版记: a table with three rules at the end."""
    lines = (
        [f"{'报　　' if content.head == 'brief' else '抄送：'}{content.copies}。"]
        if content.copies
        else []
    ) + [f"{content.signatory}\t{dates.official_date(content.dated)}印发"]
    if content.code:
        address = f"　{content.confirm_at}" if is_confirmable(content) else ""
        write(
            document.add_paragraph(style="note"),
            f"验证码 {content.coded}{address}",
        )
    table = document.add_table(rows=len(lines), cols=1)
    for row, text in zip(table.rows, lines, strict=True):
        paragraph = row.cells[0].paragraphs[0]
        paragraph.style = "imprint"
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(PAGE - 8), 2)
        write(paragraph, text)
    borders = OxmlElement("w:tblBorders")
    for side, eighths in (("top", 8), ("bottom", 8), ("insideH", 6)):
        edge = OxmlElement(f"w:{side}")
        for name, value in (
            ("val", "single"),
            ("sz", str(eighths)),
            ("space", "0"),
            ("color", "000000"),
        ):
            edge.set(qn(f"w:{name}"), value)
        borders.append(edge)
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(borders)  # in the schema's order
