"""One site: what stands there, what happened there, what it was called; its place and its name."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from ledger import checks
from ledger.entries import stocks
from ledger.models import Entry, Point, Site
from ledger.sites import points, registers
from ledger.sites.seen import stamp_of
from shanyin_charging import clock
from shanyin_charging.accounts.requests import Request
from shanyin_charging.lifecycle.transitions import Refused
from targets.measures import MEASURES
from targets.models import Post

SHOWN = (
    "public_dc_pile",
    "public_ac_pile",
    "dedicated_dc_pile",
    "dedicated_ac_pile",
    "public_connector",
    "public_power",
    "parking_space",
    "charging_space",
)


def site(request: Request, pk: int) -> HttpResponse:
    """One site: what stands there, what happened there, what it was called; the office renames and
    merges it here."""
    found = get_object_or_404(
        Site.objects.visible_to(request.user).select_related("area__parent", "keeper"), pk=pk
    )
    if request.method == "POST":
        return locate(request, found) if "point" in request.POST else change(request, found)
    standing = stocks.stocks_of([found])
    entries = (
        Entry.objects.filter(site=found)
        .counting()
        .select_related(
            "line__version__submission__period", "credited_to", "line__version__submission__unit"
        )
    )
    others = (
        Site.objects.standing()
        .filter(area__parent=found.area.parent)
        .exclude(pk=found.pk)
        .select_related("area__parent")
    )
    near = [other for other in others if checks.alike(found.name, other.name)]
    return render(
        request,
        "reports/site.html",
        {
            "site": found,
            "seen": stamp_of(found),
            "entries": entries.order_by("-on", "-number"),
            "near": near,
            "others": others,
            "datums": Point.DATUMS,
            "point": found.points.last(),
            "stocks": [
                (
                    MEASURES[code].name,
                    f"{MEASURES[code].in_units(standing[found.pk, code])}{MEASURES[code].unit}",
                )
                for code in SHOWN
                if standing[found.pk, code]
            ],
        },
    )


def locate(request: Request, found: Site) -> HttpResponse:
    """Where the site is, told by its keeper or by the office."""
    if (
        not request.user.reviews
        and not Post.objects.held_by(request.user, clock.today()).filter(unit=found.keeper).exists()
    ):
        raise Http404
    point, datum = request.POST["point"], request.POST.get("datum", "")
    if datum not in dict(Point.DATUMS):
        messages.error(request, "请选择坐标从哪里来")
        return redirect("site", found.pk)
    try:
        points.record(request.user, found, point, datum, request.POST.get("seen", ""))
        messages.success(request, "位置已登记")
    except (points.Unreadable, Refused) as fault:
        messages.error(request, str(fault))
    return redirect("site", found.pk)


def change(request: Request, found: Site) -> HttpResponse:
    """One act of the office on a site: a new name, or its merger into another."""
    if not request.user.reviews:
        raise Http404
    reason, seen = request.POST.get("reason", ""), request.POST.get("seen", "")
    try:
        if "name" in request.POST:
            registers.rename(request.user, found, request.POST["name"], reason, seen)
            messages.success(request, "已更名，原名留在沿革里")
        else:
            given = request.POST.get("into", "")
            into = get_object_or_404(Site, pk=given if given.isdecimal() else 0)
            same = request.POST.get("same_piles", "")
            if same not in ("yes", "no"):
                raise Refused("请选择两处登记的是不是同一批桩，是同一批的不能算两次")
            registers.merge(request.user, found, into, reason, same == "yes", seen)
            messages.success(
                request, f"已并入{into}，" + ("重复的桩已冲销" if same == "yes" else "数量相加")
            )
            return redirect("site", into.pk)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("site", found.pk)
