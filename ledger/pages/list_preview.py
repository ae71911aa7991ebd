"""The rows of a settled list before they are written: what each becomes, what is wrong or doubtful,
what was decided, and the one press that writes them."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from ledger.entries.baseline import baseline
from ledger.models import Upload
from ledger.pages.settling import Desk, open_in, own_list
from ledger.returns import uploads
from ledger.returns.lists import Kept, ground_of, hand_in, seen_of
from ledger.sheets.settled import FIELDS, NATURES, Fault, Settlement
from ledger.workbooks.faulty import faulty_workbook
from ledger.workbooks.listed import ADD, SAME, Listed, Listing
from ledger.workbooks.listing import OWN, Reader
from shanyin_charging import clock, spreadsheet
from shanyin_charging.accounts.requests import Request
from shanyin_charging.jobs.lengthy import lengthy
from shanyin_charging.lifecycle.transitions import Refused
from shanyin_charging.listing import page_of
from shanyin_charging.uncollected import uncollected

A_PAGE = 100  # rows
SINGLY = 20  # rows of a group up to which each may be mended by itself
TWINS = {ADD: "再加，和已有的不是一批", SAME: "同一批，不写"}
PLACES = {"ledger": "台账已有", "review": "待审核的材料里已有", "near": "和台账的站点离得很近"}


@dataclass
class Group:
    """Rows in which the same is wrong, mended together; `choices` are what a cell may say, where
    that is not free."""

    name: str  # of its fields in the form
    key: str
    faults: list[Fault]
    label: str
    choices: list[tuple[str, str]] = field(default_factory=list)

    @property
    def typed(self) -> str:
        """What stands in the cells, where it is the same in all of them."""
        said = {fault.typed for fault in self.faults}
        return said.pop() if len(said) == 1 else ""

    @property
    def sentence(self) -> str:
        """What is wrong, as it is said of the first row."""
        return self.faults[0].sentence

    @property
    def can_be_mended(self) -> bool:
        """Whether another word in the cell would help."""
        return bool(self.label)

    @property
    def singly(self) -> list[tuple[str, Fault]]:
        """(name of its field in the form, fault) of each row, where there are few."""
        if len(self.faults) > SINGLY or len(self.faults) == 1:
            return []
        return [(f"{self.name}-{at}", fault) for at, fault in enumerate(self.faults)]


class Sitting:
    """One look at a list: the file as it is settled, its rows as they are decided so far."""

    def __init__(self, request: Request, upload: Upload) -> None:
        self.user, self.upload = request.user, upload
        self.desk = Desk(request.user)
        self.sheets = self.desk.sheets_of(upload)
        self.settlement: Settlement = self.desk.settlement_of(upload)
        self.ground = ground_of(self.desk.county)  # before it is read: what changes then is seen
        self.reading = self.desk.read(self.sheets, self.settlement)

    @cached_property
    def listing(self) -> Listing:
        """The rows, held against what is there."""
        reader = Reader(self.desk.county, clock.now(), self.desk.units, self.upload.note)
        return reader.hold(self.reading, self.upload)

    @property
    def groups(self) -> list[Group]:
        """What is wrong, by what is mended together."""
        return [
            Group(f"g{at}", key, faults, FIELDS.get(faults[0].field, ""), self.choices(faults[0]))
            for at, (key, faults) in enumerate(self.listing.fault_groups.items())
        ]

    def choices(self, fault: Fault) -> list[tuple[str, str]]:
        """(what a cell would say, label) of what may stand in a field; empty where that is free."""
        names = self.desk.vocabulary.names
        by_field = {
            "kind": names.kinds.values(),
            "nature": NATURES.values(),
            "credited_to": names.rows.values(),
            "township": names.townships.values(),
            "status": [],
        }
        if fault.field == "village":
            home = names.home
            return [
                (code, f"{names.townships.get(code[:9], '')}{name}")
                for code, name in names.villages.items()
                if code.startswith(home)
            ]
        return [(name, name) for name in by_field.get(fault.field, ())]

    @property
    def twins(self) -> list[tuple[str, str, list[tuple[str, Listed]]]]:
        """(where, in words, rows with the name of their field in the form) of what may be there
        already."""
        found: dict[str, list[tuple[str, Listed]]] = {}
        for at, row in enumerate(self.listing.twins):
            assert row.twin is not None, "what has none is no twin"
            found.setdefault(row.twin.where, []).append((f"w{at}", row))
        return [(where, PLACES[where], rows) for where, rows in found.items()]

    @property
    def doubts(self) -> list[tuple[str, str, list[Any]]]:
        """(name of its field in the form, group, rows with their doubt) of what is odd."""
        told = self.listing.doubt_groups.items()
        return [(f"d{at}", group, rows) for at, (group, rows) in enumerate(told)]

    @property
    def kept(self) -> list[Kept]:
        """The rows of the file that stay with their line or with the list: each pile's own, a
        position that the ledger does not take by itself, and all that was set aside."""
        found = []
        for place, rows in self.listing.groups.items():
            for at, row in enumerate(rows):
                line = row.line
                told = [(pile.number, pile.texts) for pile in line.piles]
                if not told and line.lng:
                    told = [(line.number, line.texts)]
                found += [Kept(line.sheet, n, texts, place, at) for n, texts in told]
        for line in self.listing.reading.set_aside:
            found.append(Kept(line.sheet, line.number, line.texts, aside=line.why_aside))
        return found


@lengthy()
@uncollected
def preview(request: Request, pk: int) -> HttpResponse:
    """Every row with what it becomes; the presses that decide and the one that writes."""
    found = own_list(request, pk)
    if found.confirmed_at:
        return redirect("written_list", pk)
    sitting = Sitting(request, found)
    if not sitting.settlement.is_list or open_in(sitting.reading):
        return redirect("list_match", pk)
    if request.method == "POST":
        act = write if request.POST.get("do") == "write" else decide
        try:
            return redirect(act(request, sitting), pk)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("list_preview", pk)
    listing = sitting.listing
    return render(
        request,
        "ledger/list_preview.html",
        {
            "upload": found,
            "listing": listing,
            "groups": sitting.groups,
            "twins": sitting.twins,
            "choices": TWINS.items(),
            "doubts": sitting.doubts,
            "left": [row for row in listing.rows if row.left],
            "same": [row for row in listing.rows if row.is_same],
            "summary": listing.summary if listing.may_be_confirmed else [],
            "page": page_of(request, listing.rows, A_PAGE),
            "seen": uploads.stamp_of(found),
            "seen_rows": seen_of(listing.returns) if listing.may_be_confirmed else "",
            "baseline": baseline(sitting.desk.county),
        },
    )


def decide(request: Request, sitting: Sitting) -> str:
    """Keep what was mended, explained, decided or left out; returns the page that comes next."""
    data, found = request.POST, sitting.upload
    decided = {**found.decided}
    left = set(decided.get("left", [])) - set(data.getlist("back"))
    for group in sitting.groups:
        if f"{group.name}-left" in data:
            left |= {f"{fault.sheet}!{fault.number}" for fault in group.faults}
        else:
            mend(data, group, sitting.settlement)
    decided["left"] = sorted(left)
    decided["explained"] = {**decided.get("explained", {}), **explained(data, sitting)}
    decided["twins"] = {**decided.get("twins", {}), **told_apart(data, sitting)}
    settled = sitting.settlement.as_json()
    uploads.settle(request.user, found, settled, decided, data.get("seen", ""))
    return "list_preview"


def mend(data: QueryDict, group: Group, settlement: Settlement) -> None:
    """Put another word into the cells of a group: one for all, or one for each."""
    if text := data.get(group.name, "").strip():
        if group.key.startswith(OWN):
            for fault in group.faults:
                settlement.mended[cell_of(fault)] = text
        else:
            settlement.mended[group.key] = text
    for name, fault in group.singly:
        if text := data.get(name, "").strip():
            settlement.mended[cell_of(fault)] = text


def cell_of(fault: Fault) -> str:
    """The key of one cell among what is mended."""
    return f"{fault.sheet}!{fault.number}:{fault.field}"


def explained(data: QueryDict, sitting: Sitting) -> dict[str, str]:
    """Group of doubts to what was said of it; emptied, it is open again."""
    return {
        group: str(data.get(name, "")).strip() for name, group, _ in sitting.doubts if name in data
    }


def told_apart(data: QueryDict, sitting: Sitting) -> dict[str, str]:
    """Row to whether it comes on top of what is there or is the same: as is said of it, or of all
    that are there alike."""
    return {
        row.place: said
        for where, _, rows in sitting.twins
        for name, row in rows
        if (said := data.get(name) or data.get(f"all-{where}", "")) in TWINS
    }


def write(request: Request, sitting: Sitting) -> str:
    """Hand the list in as it was shown; returns the page that comes next."""
    listing, found = sitting.listing, sitting.upload
    if before := listing.earlier:
        raise Refused(f"同样内容的清单已经补录过（{before}），没有再写入；要重来的先把那份撤回")
    if not listing.may_be_confirmed:
        raise Refused("还有没有核定的地方，没有写入")
    made = hand_in(
        request.user,
        found,
        listing.returns,
        entering=sitting.desk.units is None,
        seen=request.POST.get("seen", ""),
        ground=sitting.ground,
        kept=sitting.kept,
    )
    rows = len(listing.counting)
    messages.success(request, f"清单已补录：{rows}行分入{made}份材料，等专班审核")
    return "written_list"


@lengthy()
def faults(request: Request, pk: int) -> HttpResponse:
    """The faulty rows as a file to take away, the wrong cells marked."""
    found = own_list(request, pk)
    sitting = Sitting(request, found)
    content = faulty_workbook(sitting.sheets, sitting.settlement, sitting.listing)
    answer = HttpResponse(content, content_type=spreadsheet.CONTENT_TYPE)
    return spreadsheet.named(answer, f"{found.name.rpartition('.')[0]}_要改的行.xlsx")
