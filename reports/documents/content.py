"""A bulletin's content as plain data (pure): composed once, edited as text, frozen as JSON, drawn
by every renderer."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from reports.documents import arranged
from reports.documents.sections import alike, left, numbered
from reports.documents.titles import title_lines

OUTLINE = 8  # characters by which a computed paragraph is known again
# 1: until the papers were reworded for the director; 2: until they told silent units apart
LAYOUT = 3  # of what is composed now
KNOWN_LAYOUTS = (1, 2, LAYOUT)  # a renderer knows every layout that was ever issued
TO_SIGN = "　"  # what is in a cell that is signed by hand
HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、[^。；]{1,40}")
LEVEL = re.compile(
    r"（[一二三四五六七八九十]{1,3}）[^。；：\n]{1,40}[。：]"
)  # （一）报送方面。 leads its paragraph
NUMERAL = re.compile(r"^[一二三四五六七八九十]{1,3}、|^（[一二三四五六七八九十]{1,3}）")
NUMBER = re.compile(r"[0-9]+(?:[.:/][0-9]+)*%?")


def numbers(text: str) -> set[str]:
    """The numbers of a text, a share without its sign."""
    return {number.rstrip("%") for number in NUMBER.findall(text)}


@dataclass(frozen=True)
class Shown:
    """A figure in a text: its key, and its digits as they are printed."""

    key: str
    text: str


@dataclass(frozen=True)
class Sentence:
    """What a rule made of figures."""

    text: str
    figures: tuple[Shown, ...] = ()
    rule: str = ""


@dataclass(frozen=True)
class Paragraph:
    """Sentences as computed, or the office's own words in their place."""

    sentences: tuple[Sentence, ...] = ()
    edited: str | None = None

    @property
    def computed(self) -> str:
        """The sentences, one after the other."""
        return "".join(sentence.text for sentence in self.sentences)

    @property
    def text(self) -> str:
        """The office's words where it wrote any, else the computed ones; empty for a paragraph
        taken out."""
        return self.computed if self.edited is None else self.edited

    @property
    def outline(self) -> str:
        """By what a computed paragraph is known again, whatever its month and numbers: the rule of
        its first sentence that has one; a heading or other words by how they begin."""
        ruled = next((sentence.rule for sentence in self.sentences if sentence.rule), "")
        words = NUMERAL.sub("", self.computed, count=1)
        return ruled or NUMBER.sub("#", words)[:OUTLINE]

    @property
    def is_heading(self) -> bool:
        """Whether the text is a heading of the first level: 一、总体情况"""
        return HEADING.fullmatch(self.text) is not None

    @property
    def lead(self) -> str:
        """The words of the second level with which the paragraph begins."""
        found = LEVEL.match(self.text)
        return found[0] if found else ""

    @property
    def rest(self) -> str:
        """The text behind its lead."""
        return self.text[len(self.lead) :]

    def write(self, text: str) -> Paragraph:
        """The paragraph with this text; what was computed again when it says the same."""
        return replace(self, edited=None if text == self.computed else text)

    def doubts(self) -> list[str]:
        """Where what was edited no longer agrees with the figures it was made from; empty where it
        does."""
        if self.edited is None:
            return []
        said, known = NUMBER.findall(self.edited), NUMBER.findall(self.computed)
        printed = [
            shown.text
            for sentence in self.sentences
            for shown in sentence.figures
            if numbers(shown.text) <= numbers(sentence.text)  # 186 does not say 6
        ]
        gone = [text for text in printed if set(NUMBER.findall(text)) - set(said)]
        new = [number for number in said if number not in known]
        return [f"系统数字{text}已改动或删去" for text in dict.fromkeys(gone)] + [
            f"“{number}”不是系统算出的数字" for number in dict.fromkeys(new)
        ]


@dataclass(frozen=True)
class Cell:
    """One cell of a table; `key` is its figure's, empty for words."""

    text: str
    key: str = ""


@dataclass(frozen=True)
class Table:
    """`widths` are shares of the page's width in percent; `total` says that the last row adds up
    those above. What the office does to it changes no cell."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    notes: tuple[str, ...] = ()
    total: bool = False
    note: str = ""  # the office's own, printed behind the others
    hidden: tuple[str, ...] = ()  # heads of the columns that the office leaves out
    falling: str = ""  # head of the column by which it orders the rows; empty: as they come

    @property
    def pairs(self) -> bool:
        """A table of names and words, which are read from the left like text."""
        return len(self.heads) == 2 and not self.hidden

    @property
    def is_signed(self) -> bool:
        """Whether it has places to sign by hand, which need room for a seal."""
        return any(cell.text == TO_SIGN for row in self.rows for cell in row)

    @property
    def footnotes(self) -> list[str]:
        """What is printed below it; several notes are numbered."""
        if len(self.notes) == 1:
            return [f"注：{self.notes[0]}"]
        return [f"注{order}：{note}" for order, note in enumerate(self.notes, start=1)]

    @property
    def printed(self) -> Table:
        """The table as the office has it."""
        return arranged.printed(self)


@dataclass(frozen=True)
class Bar:
    """One row of a chart: what is done, and what is planned where something is."""

    label: str
    value: int
    planned: int | None = None
    months: int = 1  # of a column that no single month can answer for: a closing account


@dataclass(frozen=True)
class Chart:
    """`kind`: bars (one row a unit, the plan as an outline) or columns (one a month)."""

    kind: str
    title: str
    unit: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Attachment:
    """One 附件: tables, then drawings; of a pack one of its parts, with its text before them."""

    title: str
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()
    left_out: bool = False  # by the office; kept to be put back
    text: tuple[Paragraph, ...] = ()

    @property
    def title_lines(self) -> list[str]:
        """The title in as many lines as it needs."""
        return title_lines(self.title)


@dataclass(frozen=True)
class Content:
    """All that is printed. `head` is the kind of red head: notice (通报), brief (简报), none (a
    plain sheet) or pack (a plain sheet whose attachments are its parts)."""

    head: str
    issuer: str
    title: str
    addressees: str
    body: tuple[Paragraph, ...]
    attachments: tuple[Attachment, ...]
    signatory: str
    dated: date
    copies: str  # 抄送
    known: int  # the ledger's last entry when it was composed
    number: str = ""  # 发文字号, or 第n期; empty for a draft
    code: str = ""  # by which it can be confirmed; empty for a draft
    confirm_at: str = ""  # the address of the page that confirms it
    removed: tuple[str, ...] = ()  # outlines of the paragraphs that the office took out
    layout: int = LAYOUT
    without: tuple[str, ...] = ()  # sections and attachments that the office leaves out, by name
    amended: bool = False  # by who signed it: 签发人改定
    plan: str = ""  # code of the plan that it was composed by; empty in papers of before
    journal: str = ""  # the journal's head when it was issued; empty in papers of before
    behind: int | None = None  # id of the paper behind which its notes begin: `amended`
    together: bool = False  # whether its notes tell a place's corrected quantities in one

    def __post_init__(self) -> None:
        if self.layout not in KNOWN_LAYOUTS:
            raise ValueError(f"unknown layout {self.layout}")

    @property
    def printed(self) -> Content:
        """The content as the office has it: without the sections, paragraphs and attachments that
        it took out; of a draft the headings counted and the tables arranged, which in an issued
        paper they are."""
        stays, issued = left(self.body, self.without), bool(self.code)
        out = [p for p in self.body if not p.text or p not in stays]
        body = tuple(p for p in stays if p.text)
        attached = tuple(
            replace(a, tables=a.tables if issued else tuple(t.printed for t in a.tables))
            for a in self.attachments
            if not a.left_out
        )
        gone = (alike(a.title) for a in self.attachments if a.left_out)
        return replace(
            self,
            body=body if issued else numbered(body),
            attachments=attached,
            removed=(*self.removed, *(p.outline for p in out)),
            without=tuple(dict.fromkeys((*self.without, *gone))),
        )

    @property
    def amended_note(self) -> str:
        """What the paper says of it where its signer has changed another's draft."""
        return "　签发人改定" if self.amended else ""

    @property
    def coded(self) -> str:
        """Its code, as it is printed, with the journal's head: whoever rewrites the journal has to
        print each paper anew."""
        head = f"　日志{self.journal}" if self.journal else ""
        return f"{self.code}{self.amended_note}{head}"

    @property
    def is_plain(self) -> bool:
        """Whether it has no red head and no imprint."""
        return self.head in ("none", "pack")

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """All text in its order, that of the parts too."""
        return (*self.body, *(p for a in self.attachments for p in a.text))

    @property
    def keys(self) -> dict[str, str]:
        """Figure key to its printed digits, in the order of the document."""
        shown = [
            (shown.key, shown.text)
            for p in self.paragraphs
            for s in p.sentences
            for shown in s.figures
        ]
        cells = [
            (cell.key, cell.text)
            for a in self.attachments
            for t in a.tables
            for row in t.rows
            for cell in row
        ]
        return {key: text for key, text in shown + cells if key}

    def with_each_key_once(self) -> Content:
        """The content whose cells carry a key only where it stands first: an anchor may not be
        there twice."""
        seen = set()

        def first(cell: Cell) -> Cell:
            known = cell.key in seen
            seen.add(cell.key)
            return replace(cell, key="") if known else cell

        return self.with_cells(first)

    def with_cells(self, change: Callable[[Cell], Cell]) -> Content:
        """The content with each cell of its tables changed, in the order of the document."""
        return replace(
            self,
            attachments=tuple(
                replace(
                    a,
                    tables=tuple(
                        replace(t, rows=tuple(tuple(map(change, row)) for row in t.rows))
                        for t in a.tables
                    ),
                )
                for a in self.attachments
            ),
        )

    @property
    def title_lines(self) -> list[str]:
        """The title in as many lines as it needs."""
        return title_lines(self.title)

    @property
    def attachment_lines(self) -> list[str]:
        """附件说明: the attachments' titles, numbered when there are several."""
        titles = [attachment.title for attachment in self.attachments]
        return (
            titles
            if len(titles) < 2
            else [f"{n}. {title}" for n, title in enumerate(titles, start=1)]
        )
