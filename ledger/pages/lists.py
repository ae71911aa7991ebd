"""Pages of the back-fill (清单补录): a list of piles of any shape comes in, and what came of
earlier ones."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Min, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from ledger.entries.baseline import baseline
from ledger.lines import Scope
from ledger.models import Kind, Period, State, Submission, Upload
from ledger.pages import settling
from ledger.pages.tables import ListingFilter, ListingTable
from ledger.returns import taken_back, uploads
from ledger.returns.evidence import file_name
from ledger.workbooks import child, listing, writing
from shanyin_charging import clock, dates, spreadsheet
from shanyin_charging.accounts.requests import Request
from shanyin_charging.confined import UnreadableFile
from shanyin_charging.lifecycle.transitions import Refused
from shanyin_charging.listing import answer as listing_of
from shanyin_charging.uncollected import uncollected
from targets.models import Unit
from targets.plan import queries

LONG = 1000  # rows from which on a page says first that it is being read
EARLIER = 10  # lists shown beside the upload
ENDINGS = ("xlsx", "xls", "et", "ods", "csv", "xlsm", "xlsb")


def index(request: Request) -> HttpResponse:
    """Where a list is uploaded, what came of earlier ones, and how much of the baseline is
    itemised."""
    units, county = settling.own_units(request.user), queries.served()
    if request.method == "POST":
        try:
            if "throw" in request.POST:
                throw_away(request)
                return redirect("lists")
            return redirect(take_in(request, units))
        except (Refused, UnreadableFile) as refusal:
            messages.error(request, str(refusal))
            return redirect("lists")
    past = (
        Submission.objects.visible_to(request.user, clock.today())
        .filter(kind=Kind.LIST)
        .select_related("unit", "period")
    )
    chosen = ListingFilter(
        request.GET, past.annotate(first_at=Min("versions__submitted_at")).order_by("-pk")
    )
    came_in = Upload.objects.visible_to(request.user, clock.today()).filter(period=None)
    context = {
        "baseline": baseline(county),
        "units": units,
        "ready": Period.objects.filter(county=county).exists(),
        "waiting": came_in.filter(confirmed_at=None, uploaded_by=request.user)[:EARLIER],
        "written": written(came_in)[:EARLIER],
        "senders": sorted(set(came_in.exclude(note="").values_list("note", flat=True)[:200])),
        "accept": ",".join(f".{ending}" for ending in ENDINGS),
    }
    table = ListingTable(chosen.qs)
    return listing_of(request, "ledger/lists.html", "清单补录情况", table, chosen, context)


def written(lists: QuerySet[Upload]) -> QuerySet[Any]:
    """Lists that were written, the newest first, each with its `rows`, its returns, and how many of
    them are `approved` or `gone`."""
    of = "submissions"
    first = Q(submissions__versions__number=1)
    return (
        lists.filter(confirmed_at__isnull=False)
        .select_related("uploaded_by")
        .annotate(
            rows=Count(f"{of}__versions__lines", filter=first, distinct=True),
            returns=Count(of, distinct=True),
            approved=Count(of, filter=Q(submissions__state=State.APPROVED), distinct=True),
            gone=Count(of, filter=Q(submissions__state=State.DROPPED), distinct=True),
        )
        .order_by("-confirmed_at")
    )


def throw_away(request: Request) -> None:
    """Take a list away that the person uploaded and did not write. Raises Refused."""
    own = Upload.objects.visible_to(request.user, clock.today())
    number = request.POST["throw"]
    found = own.filter(pk=number if number.isdecimal() else 0, period=None).first()
    if found is None:
        raise Refused("这份清单已经不在了，没有可以删的")
    uploads.throw_away(request.user, found)
    messages.success(request, f"“{found.name}”没有写入，已经删去")


@uncollected
def take_in(request: Request, units: list[Unit] | None) -> str:
    """Read and keep the uploaded list; returns the address where it goes on. Raises Refused or
    UnreadableFile."""
    file, note = request.FILES.get("file"), request.POST.get("note", "").strip()
    if not file:
        raise Refused("请先选择清单文件")
    if not note:
        raise Refused("请写明清单的来源，如“县供电公司”")
    content, sheets = child.taken(file)
    ending = (file.name or "").rpartition(".")[2].lower()
    name = file_name(file.name, ending if ending in ENDINGS else "xlsx")
    desk = settling.Desk(request.user)
    sheets = desk.upright(sheets)
    settled, shape = desk.propose(sheets, uploads.sender_of(note))
    like = {"kept_by": shape.kept_by, "on": dates.moment(shape.kept_at)[:10]} if shape else None
    kept = uploads.keep_list(
        request.user, units, content, name, sheets, note, settled.as_json(), {"like": like}
    )
    if not settled.is_list:
        return reverse("list_match", args=[kept.pk])
    long = sum(len(sheet["rows"]) for sheet in sheets) > LONG
    return reverse("list_reading" if long else "list_preview", args=[kept.pk])


def reading(request: Request, pk: int) -> HttpResponse:
    """Says that a long list is being read; the browser goes on by itself, and shows this until the
    next page is there."""
    found = settling.own_list(request, pk)
    rows = sum(len(sheet["rows"]) for sheet in found.sheets)
    onward = reverse("list_preview", args=[pk])
    answer = render(
        request, "ledger/list_reading.html", {"upload": found, "rows": rows, "onward": onward}
    )
    answer["Refresh"] = f"0; url={onward}"
    return answer


def template(request: Request) -> HttpResponse:
    """The empty list, to be filled in or pasted into."""
    units = settling.own_units(request.user)
    unit = units[0] if units else Unit.objects.served().filter(area__isnull=False).first()
    period = Period.objects.served().order_by("-starts_on").first()
    if period is None:
        raise Http404
    scope = Scope(Submission(unit=unit, period=period, kind=Kind.LIST))
    content = writing.list_workbook(listing.columns_for(units, scope))
    return spreadsheet.named(
        HttpResponse(content, content_type=spreadsheet.CONTENT_TYPE), "充电桩清单.xlsx"
    )


def written_list(request: Request, pk: int) -> HttpResponse:
    """A list that was written: what it was, what became of it, what was set aside, and the press
    that takes it back."""
    found = get_object_or_404(
        written(Upload.objects.visible_to(request.user, clock.today())), pk=pk, period=None
    )
    if request.method == "POST":
        reason, seen = request.POST.get("reason", ""), request.POST.get("seen", "")
        try:
            number = taken_back.take_back(request.user, found, reason, seen)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"“{found.name}”撤回了{number}份材料，都已作废")
            return redirect("written_list", pk)
    parts = taken_back.parts_of(request.user, found)
    return render(
        request,
        "ledger/written_list.html",
        {
            "upload": found,
            "parts": parts,
            "going": sum(bool(part.decision) for part in parts),
            "aside": found.list_rows.exclude(aside=""),
            "seen": taken_back.seen_of(found),
            "reason": request.POST.get("reason", ""),
        },
    )
