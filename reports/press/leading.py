"""Where the words of a paper lead (pure): each number and each name to its own figure. Found when
its page is drawn, so that what was issued stays as it was stored."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from reports.documents.content import NUMBER, Cell, Content, Paragraph, Sentence, Shown
from reports.figures.figure import Address, parse_key

Names = Mapping[str, str]  # of rows, places and indicators, by how the keys of figures write them
DATED = re.compile(r"\s*(?:至[0-9]+)?[年月日号]|\s*季度|〕")  # behind a number that is no figure's
NOT_DATED = re.compile(r"(?:等|其余|第|附件)$")  # before one: which it is, or of how many units
MONTH = re.compile(r"([0-9]{1,2})月$")  # 3月5台: of which month the number is
CLAUSE = "[。；]"  # behind it the text speaks of something else


@dataclass(frozen=True)
class Again(Cell):
    """A cell whose figure stands in the paper before: it leads there and is no anchor."""

    leads: str = ""


@dataclass(frozen=True)
class Told:
    """A figure of a sentence, with its key taken apart."""

    shown: Shown
    address: Address

    @property
    def where(self) -> str:
        """The place or the row, as keys write it."""
        return f"u{self.address.unit}" if self.address.unit else self.address.area

    @property
    def keys(self) -> tuple[str, str]:
        """By what it may be named: its place or row, its indicator."""
        return self.where, self.address.code

    @property
    def course(self) -> tuple[str, ...]:
        """What it shares with its other months of the year, of which a number may be the sum."""
        one = self.address
        return (one.code, one.variant, self.where, one.window, str(one.month.year))

    @property
    def digits(self) -> tuple[str, str]:
        """How its value may stand in the text: 9/14 as 9 too, 0.0 as 0."""
        whole = self.shown.text.rstrip("%")
        return whole, whole.partition("/")[0].removesuffix(".0")

    @property
    def rest(self) -> str:
        """How many of a coverage are not covered."""
        value, _, of = self.shown.text.partition("/")
        return str(int(of) - int(value)) if value.isdecimal() and of.isdecimal() else ""


def led(content: Content, names: Names, marked: bool = False) -> Content:
    """The content with its sentences cut into what leads somewhere and what does not; their text is
    the same. What was edited leads too, unless it is to be marked."""

    def cut(p: Paragraph) -> Paragraph:
        if p.edited is None:
            return Paragraph(tuple(piece for s in p.sentences for piece in pieces(s, names)))
        whole = Sentence(p.edited, tuple(shown for s in p.sentences for shown in s.figures))
        return p if marked else Paragraph(tuple(pieces(whole, names, edited=True)))

    seen: set[str] = set()

    def once(cell: Cell) -> Cell:
        known = cell.key in seen
        seen.add(cell.key)
        return Again(cell.text, leads=cell.key) if known else cell

    content = content.with_cells(once)
    return replace(
        content,
        body=tuple(map(cut, content.body)),
        attachments=tuple(replace(a, text=tuple(map(cut, a.text))) for a in content.attachments),
    )


def pieces(sentence: Sentence, names: Names, edited: bool = False) -> list[Sentence]:
    """The sentence in pieces that together are its text, each with the one figure that it leads to
    or none. Where no piece can be told apart the whole leads to the first figure, and pieces
    without a text, behind it, to the others; an editor's words lead nowhere then, and only where
    they say a figure as it is."""
    told = [Told(shown, parse_key(shown.key)) for shown in sentence.figures if shown.key]
    if not told:
        return [sentence]
    cut = (piece for piece in Cutting(sentence.text, told, names, edited).pieces() if piece[0])
    found = [
        Sentence("".join(text for text, _ in run), (one.shown,) if one else (), sentence.rule)
        for one, run in groupby(cut, key=lambda piece: piece[1])
    ]
    if edited or any(piece.figures for piece in found):
        return found
    return [replace(sentence, figures=(told[0].shown,)), *others(told, names)]


def others(told: Sequence[Told], names: Names) -> Iterator[Sentence]:
    """A piece without a text for each figure but the first, once; in place of its rule whose it is
    and what it says."""
    once = {one.shown.key: one for one in told}
    once.pop(told[0].shown.key)
    for one in once.values():
        name = next((names[key] for key in one.keys if key in names), "")
        yield Sentence("", (one.shown,), f"{name}：{one.shown.text}".removeprefix("："))


class Cutting:
    """One sentence while it is read from left to right: which figures have not been met yet, who
    was named last, which figure was the last to be met."""

    def __init__(self, text: str, told: Sequence[Told], names: Names, exact: bool) -> None:
        self.text, self.told, self.exact, self.left = text, told, exact, list(told)
        self.spoken = {name: key for key, name in names.items() if name in text}
        self.spoken |= {names[key]: key for one in told for key in one.keys if key in names}
        several = len({one.where for one in told}) > 1
        self.rows = {one.where for one in told if several and one.where in names}  # met by name
        self.forget()

    def forget(self) -> None:
        """Begin a clause: nobody has been named in it."""
        self.where: str = ""
        self.nearest: Told | None = None

    def pieces(self) -> Iterator[tuple[str, Told | None]]:
        """Words, numbers and names in their order, with what they lead to."""
        longest = sorted(map(re.escape, self.spoken), key=len, reverse=True)
        end = 0
        for match in re.finditer("|".join([*longest, NUMBER.pattern, CLAUSE]), self.text):
            found = self.met(match)
            if found:
                yield self.text[end : match.start()], None
                yield match[0], found
                end = match.end()
        yield self.text[end:], None

    def met(self, match: re.Match) -> Told | None:
        """The figure of a name or a number; the end of a clause has none."""
        if re.fullmatch(CLAUSE, match[0]):
            self.forget()
            return None
        if match[0] in self.spoken:
            return self.of_name(self.spoken[match[0]])
        before = self.text[: match.start()]
        if DATED.match(self.text, match.end()) or NOT_DATED.search(before):
            return None
        return self.own(match[0], before) or (None if self.exact else self.derived())

    def of_name(self, key: str) -> Told | None:
        """The figure of who or what is named; who has none in the sentence is named for the one
        before."""
        own = next((one for one in self.told if key in one.keys), None)
        if own is None:
            return None if self.exact else self.derived()
        self.where = key if key == own.where else self.where
        self.nearest = own
        return own

    def own(self, number: str, before: str) -> Told | None:
        """The figure whose digits these are: of the row that was named last, else of the month that
        is said before it, else of the month of the sentence's first."""
        wanted = number.rstrip("%")
        here = [
            one
            for one in self.left
            if one.where == self.where or (not self.where and one.where not in self.rows)
        ]
        said = [one for one in here if wanted in one.digits]
        said = said or [one for one in here if wanted == one.rest]
        if not said:
            return None
        month = MONTH.search(before)
        of_month = int(month[1]) if month else self.told[0].address.month.month
        found = next((one for one in said if one.address.month.month == of_month), said[0])
        self.left.remove(found)
        self.nearest = found
        return found

    def derived(self) -> Told | None:
        """The figure that a share, a goal or a gap is reckoned from: the one before it, or the only
        one that is no row's; none where it may be of several months."""
        whole = [one for one in self.told if one.where not in self.rows]
        source = self.nearest or (whole[0] if len(whole) == 1 else None)
        alone = source and sum(one.course == source.course for one in self.told) == 1
        return source if alone else None
