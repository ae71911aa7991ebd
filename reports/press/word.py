"""The bulletin as a Word file after GB/T 9704-2012, in the fonts that an office owns; each figure
under its bookmark."""

from collections.abc import Iterable
from io import BytesIO

from django.conf import settings
from docx import Document
from docx.document import Document as Word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from reports.documents.content import Attachment, Content, Paragraph, Table
from reports.press import drawings
from reports.press.archive import sealed
from reports.press.markup import head_size, is_confirmable
from reports.press.word_styles import LEVEL, LINE, WIDE, base, face
from shanyin_charging import dates

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT_WIDTH = 156  # mm
TRACK = "-5"  # twentieths of a point between characters, so that 28 stand in a line


def outside_gb2312(character: str) -> bool:
    """Whether the office's GB2312 faces lack the character, as they lack 圐 and 圙."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return ord(character) > 127
    return False


def render(content: Content) -> bytes:
    """The bulletin as a .docx file; the same content is the same file."""
    document, marks = Document(BytesIO(base())), Marks()
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
        attach(add, attachment, f"附件{number if len(content.attachments) > 1 else ''}")
    if content.head != "none":
        imprint(document, content)
    about = document.core_properties
    about.title, about.author, about.last_modified_by = (
        content.title,
        content.signatory,
        content.signatory,
    )
    return sealed(document.save, about, content.dated)


class Writer:
    """Adds paragraphs to a document, character by character in a face that has them."""

    def __init__(self, document: Word, marks: "Marks") -> None:
        self.document, self.marks = document, marks

    def __call__(self, text: str, style: str, before: float = 0) -> WordParagraph:
        """A paragraph in a style, so many lines below what stands above; returns it."""
        made = self.document.add_paragraph(style=style)
        if before:
            made.paragraph_format.space_before = int(LINE * before)
        write(made, text)
        return made

    def paragraph(self, paragraph: Paragraph) -> None:
        """A paragraph with its second-level lead in its own face and each computed sentence under
        its figures' keys."""
        made = self.document.add_paragraph(style="body")
        write(made, paragraph.lead, LEVEL)
        if paragraph.edited is not None:
            return write(made, paragraph.rest)
        skipped = len(paragraph.lead)
        for sentence in paragraph.sentences:
            text, skipped = sentence.text[skipped:], max(0, skipped - len(sentence.text))
            self.marks.put(made, text, [shown.key for shown in sentence.figures])
        return None


def write(paragraph: WordParagraph, text: str, font: str = "") -> None:
    """Runs of text; what the GB2312 faces lack stands in the wide face, or Word would choose one by
    itself."""
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or outside_gb2312(text[end]) != outside_gb2312(text[start]):
            run, rare = paragraph.add_run(text[start:end]), outside_gb2312(text[start])
            if font or rare:
                face(run._r.get_or_add_rPr(), WIDE if rare else font)
            if paragraph.style and paragraph.style.name in ("body", "flush", "list"):
                spacing = OxmlElement("w:spacing")
                spacing.set(qn("w:val"), TRACK)
                run._r.get_or_add_rPr().append(spacing)
            start = end


def head(add: Writer, content: Content) -> None:
    """The red head with its number, the title, whom it goes to."""
    if content.head != "none":
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
        add(line, "title", before=0 if n else 2)
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
    """One attachment from a new page: its tables with heads that repeat, their notes, its
    drawings."""
    add(which, "which").paragraph_format.page_break_before = True
    for n, line in enumerate(attachment.title_lines):
        add(line, "title", before=0 if n else 0.5)
    for table in attachment.tables:
        tabulate(add, table)
    for chart in attachment.charts:
        add(f"{chart.title}（{chart.unit}）", "drawing", before=0.4)
        place = add.document.add_paragraph(style="drawing").add_run()
        picture = place.add_picture(BytesIO(drawings.png(chart)), Mm(TEXT_WIDTH))
        picture._inline.docPr.set("descr", chart.title)


def tabulate(add: Writer, table: Table) -> None:
    """A table with heads that repeat, its figures under their keys, then its notes."""
    made = add.document.add_table(
        rows=1 + len(table.rows), cols=len(table.heads), style="Table Grid"
    )
    made.autofit = False
    widths = [Mm(TEXT_WIDTH * share / 100) for share in table.widths]
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    body = "cell words" if table.pairs else "cell"
    values = [
        [(text, "") for text in table.heads],
        *([(cell.text, cell.key) for cell in row] for row in table.rows),
    ]
    for number, (line, row) in enumerate(zip(made._tbl.tr_lst, values, strict=True)):
        line.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        if number == 0:
            line.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for element, width, (text, key) in zip(line.tc_lst, widths, row, strict=True):
            element.width = width
            paragraph = _Cell(element, made).paragraphs[0]
            paragraph.style = add.document.styles["cell head" if number == 0 else body]
            add.marks.put(paragraph, text, [key] if key else [])
    for order, note in enumerate(table.notes, start=1):
        add(f"注{order}：{note}", "note")


def imprint(document: Word, content: Content) -> None:
    """版记: a table with three rules at the end."""
    lines = (
        [f"{'报　　' if content.head == 'brief' else '抄送：'}{content.copies}。"]
        if content.copies
        else []
    ) + [f"{content.signatory}\t{dates.official_date(content.dated)}印发"]
    if content.code:
        address = f"　{content.confirm_at}" if is_confirmable(content) else ""
        write(document.add_paragraph(style="note"), f"验证码 {content.code}{address}")
    table = document.add_table(rows=len(lines), cols=1)
    for row, text in zip(table.rows, lines, strict=True):
        paragraph = row.cells[0].paragraphs[0]
        paragraph.style = "imprint"
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH - 8), 2)
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


class Marks:
    """Bookmarks named by figures' keys, each once in a document."""

    def __init__(self) -> None:
        self.used: list[str] = []

    def put(self, paragraph: WordParagraph, text: str, keys: Iterable[str]) -> None:
        """A run of text under those of the keys that are new."""
        new = [key for key in dict.fromkeys(keys) if key not in self.used]
        first = len(self.used)
        for offset, key in enumerate(new):
            self.edge(paragraph, "w:bookmarkStart", first + offset, key)
        write(paragraph, text)
        for offset, _ in enumerate(new):
            self.edge(paragraph, "w:bookmarkEnd", first + offset)
        self.used += new

    def edge(self, paragraph: WordParagraph, tag: str, number_: int, name: str = "") -> None:
        """One end of a bookmark."""
        element = OxmlElement(tag)
        element.set(qn("w:id"), str(number_))
        if name:
            element.set(qn("w:name"), name)
        paragraph._p.append(element)
