"""A bulletin's content as plain data (pure): composed once, edited as text, frozen as JSON, drawn
by every renderer."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from datetime import date

SHORTEST, TITLE_WIDTH = 6, 19  # characters of a title's line
# What a title's line may begin with.
WORDS = (
    "全县",
    "充（",
    "基础",
    "建设",
    "工作",
    "目标",
    "任务",
    "完成",
    "进展",
    "情况",
    "各单",
    "报送",
    "参考",
)
OUTLINE = 8  # characters by which a computed paragraph is known again
LAYOUT = 1  # of what is stored; a renderer knows every layout that was ever issued
HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、[^。；]{1,40}")
LEVEL = re.compile(
    r"（[一二三四五六七八九十]{1,3}）[^。；：\n]{1,40}[。：]"
)  # （一）报送方面。 leads its paragraph
NUMBER = re.compile(r"[0-9]+(?:[.:/][0-9]+)*%?")
# What no renderer may print: controls, surrogates and the like; a line end is a space.
UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufffe\uffff]"
)


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
        return "".join(sentence.text for sentence in self.sentences)

    @property
    def text(self) -> str:
        return self.computed if self.edited is None else self.edited

    @property
    def outline(self) -> str:
        """How the computed text begins, whatever its numbers: the same from month to month."""
        return NUMBER.sub("#", self.computed)[:OUTLINE]

    @property
    def is_heading(self) -> bool:
        return HEADING.fullmatch(self.text) is not None

    @property
    def lead(self) -> str:
        """The words of the second level with which the paragraph begins."""
        found = LEVEL.match(self.text)
        return found[0] if found else ""

    @property
    def rest(self) -> str:
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
            if shown.text in sentence.text
        ]
        gone = [text for text in printed if set(NUMBER.findall(text)) - set(said)]
        new = [number for number in said if number not in known]
        return [f"系统数字{text}已改动或删去" for text in dict.fromkeys(gone)] + [
            f"“{number}”不是系统算出的数字" for number in dict.fromkeys(new)
        ]


@dataclass(frozen=True)
class Cell:
    text: str
    key: str = ""


@dataclass(frozen=True)
class Table:
    """`widths` are shares of the page's width in percent; `total` says that the last row adds up
    those above."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    notes: tuple[str, ...] = ()
    total: bool = False

    @property
    def pairs(self) -> bool:
        """A table of names and words, which are read from the left like text."""
        return len(self.heads) == 2


@dataclass(frozen=True)
class Bar:
    """One row of a chart: what is done, and what is planned where something is."""

    label: str
    value: int
    planned: int | None = None


@dataclass(frozen=True)
class Chart:
    """`kind`: bars (one row a unit, the plan as an outline) or columns (one a month)."""

    kind: str
    title: str
    unit: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Attachment:
    title: str
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()
    left_out: bool = False  # by the office; kept to be put back

    @property
    def title_lines(self) -> list[str]:
        return title_lines(self.title)


@dataclass(frozen=True)
class Content:
    """All that is printed. `head` is the kind of red head: notice (通报), brief (简报) or none (a
    plain sheet)."""

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
    layout: int = LAYOUT

    def __post_init__(self):
        if self.layout != LAYOUT:
            raise ValueError(f"unknown layout {self.layout}")

    @property
    def printed(self) -> Content:
        """The content without the paragraphs and attachments that the office took out of the
        draft."""
        return replace(
            self,
            body=tuple(p for p in self.body if p.text),
            attachments=tuple(a for a in self.attachments if not a.left_out),
        )

    @property
    def keys(self) -> dict[str, str]:
        """Figure key to its printed digits, in the order of the document."""
        shown = [
            (shown.key, shown.text) for p in self.body for s in p.sentences for shown in s.figures
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

        def first(cell):
            known = cell.key in seen
            seen.add(cell.key)
            return replace(cell, key="") if known else cell

        return replace(
            self,
            attachments=tuple(
                replace(
                    a,
                    tables=tuple(
                        replace(t, rows=tuple(tuple(map(first, row)) for row in t.rows))
                        for t in a.tables
                    ),
                )
                for a in self.attachments
            ),
        )

    @property
    def title_lines(self) -> list[str]:
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


def width(text: str) -> float:
    """In characters' widths: what is ASCII takes half of one."""
    return sum(0.5 if ord(character) < 128 else 1 for character in text)


def title_lines(title: str) -> list[str]:
    """A title in as many lines as it needs, as even as they can be without splitting a word."""
    if width(title) <= TITLE_WIDTH:
        return [title]
    places = [
        n
        for n in range(2, len(title) - 1)
        if title[n : n + 2] in WORDS or title[n] in "“《" or title[n - 1] in "、》）”"
    ]
    breaks = [n for n in places if SHORTEST <= width(title[:n]) <= TITLE_WIDTH]
    if not breaks:
        return [title]
    even = width(title) / 2 if width(title) <= 2 * TITLE_WIDTH else TITLE_WIDTH
    at = min(breaks, key=lambda n: abs(width(title[:n]) - even))
    return [title[:at], *title_lines(title[at:])]


def clean(text: str) -> str:
    """Typed text without what cannot be printed."""
    return UNPRINTABLE.sub(
        "", text.replace("\r\n", "\n").replace("\n", " ").replace("\t", " ")
    ).strip()


def printable(thing):
    """Content, or any part of it, without what cannot be printed: a control character would break
    Word and Excel files."""
    if isinstance(thing, str):
        return UNPRINTABLE.sub("", thing)
    if isinstance(thing, tuple):
        return tuple(map(printable, thing))
    if is_dataclass(thing):
        return replace(
            thing, **{field.name: printable(getattr(thing, field.name)) for field in fields(thing)}
        )
    return thing


def paragraphs(typed: str, was: Paragraph) -> list[Paragraph]:
    """What one field of the editor holds: a paragraph a line, the first in the place of the one
    that was there."""
    lines = [text for line in typed.splitlines() if (text := clean(line))]
    if not lines and was.sentences:
        return [was.write("")]  # taken out, and kept to be put back
    return [(was if n == 0 else Paragraph()).write(line) for n, line in enumerate(lines)]


def to_json(content: Content) -> dict:
    return {**asdict(content), "dated": content.dated.isoformat()}


def from_json(stored: dict) -> Content:
    """The content that was stored; raises ValueError for a layout that is not known."""

    def several(kind, rows):
        return tuple(kind(**row) for row in rows)

    body = tuple(
        Paragraph(
            tuple(
                Sentence(s["text"], several(Shown, s["figures"]), s["rule"]) for s in p["sentences"]
            ),
            p["edited"],
        )
        for p in stored["body"]
    )
    attachments = tuple(
        Attachment(
            a["title"],
            tuple(
                Table(
                    **{
                        **t,
                        "heads": tuple(t["heads"]),
                        "widths": tuple(t["widths"]),
                        "notes": tuple(t["notes"]),
                        "rows": tuple(several(Cell, row) for row in t["rows"]),
                    }
                )
                for t in a["tables"]
            ),
            tuple(Chart(**{**c, "bars": several(Bar, c["bars"])}) for c in a["charts"]),
            a["left_out"],
        )
        for a in stored["attachments"]
    )
    return Content(
        **{
            **stored,
            "body": body,
            "attachments": attachments,
            "dated": date.fromisoformat(stored["dated"]),
        }
    )
