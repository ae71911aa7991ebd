"""对表: what a list of any shape is gets settled on one page, before its rows are read one by
one."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render

from ledger.models import ListShape, Upload
from ledger.returns import uploads
from ledger.sheets import reading
from ledger.sheets import settling as engine
from ledger.sheets.foreseeing import foreseen
from ledger.sheets.grid import DEEPEST
from ledger.sheets.numbered import has_piles_apart
from ledger.sheets.proving import prove
from ledger.sheets.settled import FIELDS, PILE, Question, Reading, Settlement, Table
from ledger.sheets.sheet import Sheet, are_whole
from ledger.sheets.turning import upright
from ledger.workbooks import child
from ledger.workbooks.vocabulary import vocabulary_of
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.accounts.requests import Request
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Post, Unit
from targets.plan import queries

SAMPLES, STRUCK = 4, 8  # rows shown of those that are read, of those that are not
TOP, WIDE = 15, 12  # rows and columns shown of a sheet's top
ANSWER = "answer:"  # begins the name of a question's field


def own_units(user: User) -> list[Unit] | None:
    """The units that the person may list piles for: all (None) for the office; 404 for those who
    write for none."""
    if user.reviews:
        return None
    units = [
        post.unit
        for post in Post.objects.held_by(user, clock.today()).writing().select_related("unit__area")
    ]
    if not units:
        raise Http404
    return units


def own_list(request: Request, pk: int) -> Upload:
    """A list that the person uploaded and that is not written; 404 for any other."""
    own = Upload.objects.visible_to(request.user, clock.today())
    return get_object_or_404(own, pk=pk, period=None, uploaded_by=request.user)


class Desk:
    """Who lists what: for which units, in the words of which plan."""

    def __init__(self, user: User) -> None:
        self.units = own_units(user)
        self.county = queries.served()
        unit = self.units[0] if self.units and len(self.units) == 1 else None
        self.vocabulary = vocabulary_of(self.county, unit)

    def upright(self, sheets: list[Sheet]) -> list[Sheet]:
        """The sheets of a file as they are read: none lies on its side."""
        return upright(sheets, self.vocabulary)

    def propose(self, sheets: list[Sheet], sender: str) -> tuple[Settlement, ListShape | None]:
        """How a file is read: as the sender's last list of the same shape was settled, or else its
        last of any shape, where there is one; with the shape where it is the same."""
        found, same = self.likely(sheets, sender)
        self.prove(sheets, found)
        return found, same

    def prove(self, sheets: list[Sheet], settlement: Settlement) -> None:
        """Settle what the numbers that the file prints of itself answer."""
        settlement.proven |= prove(sheets, settlement, self.vocabulary, clock.today())

    def likely(self, sheets: list[Sheet], sender: str) -> tuple[Settlement, ListShape | None]:
        """What `propose` gives before the numbers that the file prints are looked at."""
        found = engine.propose(sheets, self.vocabulary)
        shapes = ListShape.objects.served().filter(sender=sender)
        same = shapes.filter(signature=digest(found)).first()
        known = same or shapes.first()
        if known is None:
            return found, None
        earlier = Settlement.from_json(known.settled)
        then = engine.propose(sheets, self.vocabulary, earlier)
        then.signature = found.signature
        return then, same

    def again(self, sheets: list[Sheet], settlement: Settlement) -> Settlement:
        """A settlement with the heads that were moved by hand, and all else that was said."""
        found = engine.propose(sheets, self.vocabulary, settlement)
        found.mended, found.signature = settlement.mended, settlement.signature
        return found

    def sheets_of(self, upload: Upload) -> list[Sheet]:
        """What a list's file says; one that was kept by a release that read less of it is read
        again. Raises UnreadableFile."""
        kept: list[Sheet] = upload.sheets
        if are_whole(kept):
            return kept
        with upload.file.open("rb") as file:
            return self.upright(child.read(file.read()))

    def settlement_of(self, upload: Upload) -> Settlement:
        """How a list is read, as it was settled last."""
        if upload.settled:
            return Settlement.from_json(upload.settled)
        return self.propose(self.sheets_of(upload), upload.sender)[0]

    def read(self, sheets: list[Sheet], settlement: Settlement) -> Reading:
        """The rows of a file as it is settled so far."""
        return reading.read(sheets, settlement, self.vocabulary, clock.today())

    def asked(self, sheets: list[Sheet], settlement: Settlement, found: Reading) -> list[Question]:
        """What is asked of a file, with what the proposed answers would bring up: all is asked at
        once."""
        told = found.questions
        return told + foreseen(sheets, settlement, self.vocabulary, clock.today(), told)


def digest(settlement: Settlement) -> str:
    """The signature of a shape, whatever was changed about it by hand, in 64 characters."""
    return hashlib.sha256(settlement.signature.encode()).hexdigest()


def open_in(found: Reading) -> int:
    """How many of the questions of a reading nobody has answered."""
    return sum(question.is_open for question in found.questions)


@dataclass
class Column:
    """One column of a table on the page: what it is taken for, and its words in the sample rows."""

    place: int
    name: str
    head: str
    field: str
    why: str


@dataclass
class Shown:
    """A table on the page, with a few of its rows; those that are not read say why."""

    name: str  # of its fields in the form
    table: Table
    columns: list[Column] = field(default_factory=list)
    rows: list[tuple[int, list[str], str]] = field(default_factory=list)  # number, texts, why not
    more: int = 0

    @property
    def counted_by(self) -> str:
        """What a row or a column of it counts, where that is no site."""
        if has_piles_apart(self.table):
            return "一栏一台桩，一行的合成一站"
        if self.table.parts and any(self.table.parts):
            return "并排数的（公共和专用、各年、各月）每一项另成一行"
        return "一行一台桩，同一站的合成一行" if self.table.grain == PILE else ""

    @property
    def told(self) -> str:
        """How the table is read, in a line."""
        left_out = len(self.table.skipped)
        parts = [
            self.counted_by,
            f"{left_out}行不读，已划去" if left_out else "每一行都读",
        ]
        return "；".join(filter(None, parts))


def shown(settlement: Settlement, sheets: list[Sheet]) -> Iterator[Shown]:
    """The tables of a file as the page shows them."""
    by_name = {sheet["name"]: sheet for sheet in sheets}
    for at, table in enumerate(settlement.tables):
        found = Shown(f"t{at}", table)
        found.columns = [
            Column(place, f"t{at}-c{place}", head, name, why)
            for place, (head, name, why) in enumerate(
                zip(table.heads, table.fields, table.why, strict=True)
            )
            if head or name
        ]
        struck = {row.number: row.reason for row in table.skipped}
        rows = [
            (
                number,
                [text_at(texts, column.place) for column in found.columns],
                struck.get(number, ""),
            )
            for number, texts in by_name[table.sheet]["rows"]
            if table.first <= number <= table.last or number in struck
        ]
        read = [row for row in rows if not row[2]]
        found.rows = sorted(read[:SAMPLES] + [row for row in rows if row[2]][:STRUCK])
        found.more = len(read) - len(read[:SAMPLES])
        yield found


@dataclass
class Top:
    """The first rows of a sheet on the page, and where its heads are taken to be."""

    name: str  # of its fields in the form
    sheet: str
    first: int | None
    last: int | None
    rows: list[tuple[int, list[str]]]


def tops(settlement: Settlement, sheets: list[Sheet]) -> Iterator[Top]:
    """The sheets of a file from their tops, so that the row of heads can be pointed at."""
    for at, sheet in enumerate(sheets):
        table = next((one for one in settlement.tables if one.sheet == sheet["name"]), None)
        first, last = table.head if table and any(table.head) else (None, None)
        top = sheet["rows"][:TOP]
        width = min(WIDE, max((len(texts) for _, texts in top), default=0))
        rows = [(n, [text_at(texts, place) for place in range(width)]) for n, texts in top]
        if rows:
            yield Top(f"h{at}", sheet["name"], first, last, rows)


def text_at(texts: list[str], place: int) -> str:
    """The text of a cell; empty past the row's end."""
    return texts[place] if place < len(texts) else ""


def match(request: Request, pk: int) -> HttpResponse:
    """The page 对表: tables, columns, words, months and states; the press that keeps what was
    settled and goes on to the rows."""
    found, desk = own_list(request, pk), Desk(request.user)
    if found.confirmed_at:
        return redirect("written_list", pk)
    settlement, sheets = desk.settlement_of(found), desk.sheets_of(found)
    if request.method == "POST":
        try:
            return redirect(keep(request, desk, found, settlement, sheets), pk)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("list_match", pk)
    read = desk.read(sheets, settlement)
    questions = desk.asked(sheets, settlement, read)
    named = [(f"{ANSWER}{question.key}", question) for question in questions]
    asked = [one for one in named if one[1].is_open or one[1].key in settlement.answers]
    return render(
        request,
        "ledger/list_match.html",
        {
            "upload": found,
            "settlement": settlement,
            "tables": list(shown(settlement, sheets)),
            "tops": list(tops(settlement, sheets)),
            "fields": list(FIELDS.items()),
            "words": [one for one in asked if one[1].about == "word"],
            "others": [one for one in asked if one[1].about != "word"],
            "asked": len(asked),
            "known": [one for one in named if one not in asked],
            "reading": read,
            "seen": uploads.stamp_of(found),
        },
    )


def keep(
    request: Request,
    desk: Desk,
    upload: Upload,
    settlement: Settlement,
    sheets: list[Sheet],
) -> str:
    """Keep what was settled on the page; returns the name of the page that comes next: the same one
    where heads were moved, whose columns nobody has seen, or something is still open, else the
    rows. Raises Refused."""
    changed = change_columns(request.POST, settlement)
    if moved := move_heads(request.POST, settlement, sheets):
        changed, settlement = True, desk.again(sheets, settlement)
    if not settlement.is_list and not changed:
        raise Refused("没有可以读的表：勾上要读的表，选出站点名称和桩数，或换一份清单")
    before = settlement.answers
    settlement.answers = before | answers_in(request.POST)
    if changed:
        desk.prove(sheets, settlement)
    found = desk.read(sheets, settlement)
    settlement.answers = taken_over(found, before)
    still = open_in(found)
    goes_on = settlement.is_list and not still and not moved
    signature = digest(settlement) if goes_on else ""
    seen = request.POST.get("seen", "")
    uploads.settle(
        request.user, upload, settlement.as_json(), upload.decided, seen, signature=signature
    )
    if changed and not goes_on:
        messages.info(request, "已照改过的栏目重新认表，请再看一遍")
    elif still:
        messages.error(request, f"还有{still}处没有选；已选的都存下了")
    return "list_preview" if goes_on else "list_match"


def change_columns(data: QueryDict, settlement: Settlement) -> bool:
    """Take over which tables are read and which column is what; returns whether anything is another
    than it was. Raises Refused where two columns of a table are to be the same."""
    changed = False
    for at, table in enumerate(settlement.tables):
        if f"t{at}" not in data:
            continue
        read = f"t{at}-read" in data
        fields = [data.get(f"t{at}-c{place}", name) for place, name in enumerate(table.fields)]
        moved = {place for place, name in enumerate(fields) if name != table.fields[place]}
        for name in {fields[place] for place in moved} - {""}:
            same = [place for place, taken in enumerate(fields) if taken == name]
            if any(table.parts[place] for place in same if table.parts):  # 1号桩, 2号桩
                continue
            for place in set(same) - moved:  # it was taken for that until now
                fields[place], table.why[place] = "", "person"
            if len(moved.intersection(same)) > 1:
                heads = "、".join(f"“{table.heads[place]}”" for place in same)
                raise Refused(f"{heads}都选作“{FIELDS[name]}”，只能选一列；没有保存")
        for place in moved:
            table.why[place] = "person"
        changed = changed or bool(moved) or read != table.read
        table.read, table.fields = read, fields
    return changed


def move_heads(data: QueryDict, settlement: Settlement, sheets: list[Sheet]) -> bool:
    """Take over which rows of a sheet are its heads; returns whether any are others than they were.
    Raises Refused for rows that the sheet has not, or more than heads have."""
    moved = False
    for top in tops(settlement, sheets):
        said = [data.get(f"{top.name}-{end}", "").strip() for end in ("first", "last")]
        first, last = said[0] or said[1], said[1] or said[0]
        if not first or [first, last] == [str(top.first), str(top.last)]:
            continue
        rows = [number for number, _ in top.rows]
        is_right = first.isdecimal() and last.isdecimal() and int(first) in rows
        if not is_right or not int(first) <= int(last) < int(first) + DEEPEST:
            raise Refused(
                f"表“{top.sheet}”的表头写的是第{first}到{last}行：要在列出的行里，最多{DEEPEST}行；没有保存"
            )
        settlement.heads[top.sheet], moved = [int(first), int(last)], True
    return moved


def answers_in(data: QueryDict) -> dict[str, str]:
    """Key of a question to what was chosen, as the page sends them; it may be anything."""
    chosen = [name for name in data if name.startswith(ANSWER) and data[name]]
    return {name.removeprefix(ANSWER): str(data[name]) for name in chosen}


def taken_over(found: Reading, before: dict[str, str]) -> dict[str, str]:
    """The answers that a reading took, and of what it did not ask those before: what was clear by
    itself and is left so is none."""
    asked = {one.key: one for one in found.questions}
    kept = {key: said for key, said in before.items() if key not in asked}
    said = {key: one.answer for key, one in asked.items()}
    return kept | {key: code for key, code in said.items() if code not in ("", asked[key].taken)}
