"""Pages of the back-fill: an existing list of piles comes in whole, and itemises the baseline on
the way."""

from django.conf import settings
from django.contrib import messages
from django.db.models import Min
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from ledger.entries.baseline import baseline
from ledger.lines import Scope
from ledger.models import Kind, LineKind, Period, Submission, Upload
from ledger.pages.tables import ListingFilter, ListingTable
from ledger.returns import uploads
from ledger.returns.evidence import file_name
from ledger.returns.lists import ground_of, hand_in, seen_of
from ledger.sheets.sheet import UnreadableFile
from ledger.workbooks import child, listing, writing
from ledger.workbooks.columns import columns_of
from shanyin_charging import clock, spreadsheet
from shanyin_charging.accounts.models import User
from shanyin_charging.accounts.requests import Request
from shanyin_charging.lifecycle.transitions import Refused
from shanyin_charging.listing import answer as listing_of
from targets.models import Area, Post, Unit

SHOWN = 300  # faults of a preview


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


def index(request: Request) -> HttpResponse:
    """Where a list is uploaded, what came of earlier ones, and how much of the baseline is
    itemised."""
    units = own_units(request.user)
    county = Area.objects.get(code=settings.COUNTY)
    if request.method == "POST":
        try:
            return redirect("list_preview", take_in(request, units).pk)
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
    context = {
        "baseline": baseline(county),
        "units": units,
        "ready": Period.objects.filter(county=county).exists(),
    }
    table = ListingTable(chosen.qs)
    return listing_of(request, "ledger/lists.html", "清单补录情况", table, chosen, context)


def take_in(request: Request, units: list[Unit] | None) -> Upload:
    """Read and keep the uploaded list; raises Refused or UnreadableFile."""
    file, note = request.FILES.get("file"), request.POST.get("note", "").strip()
    if not file:
        raise Refused("请先选择清单文件")
    if not note:
        raise Refused("请写明清单的来源，如“县供电公司2025年3月台账”")
    content, sheets = child.taken(file)
    name = file_name(file.name, "xlsx")
    return uploads.keep_list(request.user, units, content, name, sheets, note)


def template(request: Request) -> HttpResponse:
    """The empty list, to be filled in or pasted into."""
    units = own_units(request.user)
    unit = units[0] if units else Unit.objects.filter(area__isnull=False).first()
    period = Period.objects.order_by("-starts_on").first()
    if period is None:
        raise Http404
    scope = Scope(Submission(unit=unit, period=period, kind=Kind.LIST))
    reader = listing.Reader(period.county, clock.now(), units)
    content = writing.list_workbook(
        reader.columns_for_the_county() if units is None else columns_of(LineKind.ADDED, scope)
    )
    return spreadsheet.named(
        HttpResponse(content, content_type=spreadsheet.CONTENT_TYPE), "充电桩清单.xlsx"
    )


def preview(request: Request, pk: int) -> HttpResponse:
    """Every fault of a list, or what it would add and where; the press that hands it in."""
    found = get_object_or_404(
        Upload.objects.visible_to(request.user, clock.today()),
        pk=pk,
        period=None,
        uploaded_by=request.user,
    )
    if found.confirmed_at:
        return redirect("lists")
    units = own_units(request.user)
    county = Area.objects.get(code=settings.COUNTY)
    ground = ground_of(county)  # before it is read: what changes meanwhile is seen
    listed = listing.Reader(county, clock.now(), units, found.note).read(found.sheets)
    if request.method == "POST" and listed.may_be_confirmed:
        try:
            made = hand_in(
                request.user,
                found,
                listed.returns,
                entering=units is None,
                seen=request.POST.get("seen", ""),
                ground=ground,
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, f"清单已补录：{len(listed.rows)}行分入{made}份材料，等专班审核"
            )
            return redirect("lists")
    return render(
        request,
        "ledger/list_preview.html",
        {
            "upload": found,
            "listing": listed,
            "seen": "" if listed.faults else seen_of(listed.returns),
            "faults": listed.faults[:SHOWN],
            "more": max(len(listed.faults) - SHOWN, 0),
            "summary": [] if listed.faults else listed.summary,
            "baseline": baseline(county),
        },
    )
