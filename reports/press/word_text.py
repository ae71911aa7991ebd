"""Text of a Word file: paragraphs in their styles, runs in a face that has them, figures under
bookmarks."""

from collections.abc import Iterable

from docx.document import Document as Word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph

from reports.documents.content import Paragraph
from reports.press.word_styles import LEVEL, LINE, WIDE, face

TRACKED = ("body", "flush", "list")  # styles
TRACK = "-5"  # twentieths of a point between characters, so that 28 stand in a line


def outside_gb2312(character: str) -> bool:
    """Whether the office's GB2312 faces lack the character, as they lack 圐 and 圙."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return ord(character) > 127
    return False


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
            if paragraph._p.style in TRACKED:
                spacing = OxmlElement("w:spacing")
                spacing.set(qn("w:val"), TRACK)
                run._r.get_or_add_rPr().append(spacing)
            start = end


class Marks:
    """Bookmarks named by figures' keys, each once in a document."""

    def __init__(self) -> None:
        self.used: list[str] = []

    def put(self, paragraph: WordParagraph, text: str, keys: Iterable[str], font: str = "") -> None:
        """A run of text under those of the keys that are new."""
        new = [key for key in dict.fromkeys(keys) if key not in self.used]
        first = len(self.used)
        for offset, key in enumerate(new):
            self.edge(paragraph, "w:bookmarkStart", first + offset, key)
        write(paragraph, text, font)
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
