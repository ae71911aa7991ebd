"""标位置: where the villages of a unit are, a block of lines at a time."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from ledger.models import Point
from ledger.sites import points
from ledger.sites.seen import stamp_of_villages
from reports.pages.forms import PointsForm
from shanyin_charging import clock, serving, spreadsheet
from shanyin_charging.accounts.models import User
from shanyin_charging.accounts.requests import Request
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Area, AreaKind, Unit


def villages_of(user: User) -> dict[str, Area]:
    """Code to village, of the townships that the person speaks for; all for the office."""
    rows = Area.objects.filter(
        kind=AreaKind.VILLAGE, code__startswith=serving.county(), merged_into=None
    )
    if not user.reviews:
        rows = rows.filter(parent__unit__in=Unit.objects.spoken_for(user, clock.today()))
    return {area.code: area for area in rows.select_related("parent")}


def place_villages(request: Request) -> HttpResponse:
    """Which villages have a position, and the form for more."""
    villages = villages_of(request.user)
    if not villages:
        raise Http404
    form = PointsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = points.record_villages(
                request.user,
                villages,
                form.cleaned_data["block"],
                form.cleaned_data["datum"],
                request.POST.get("seen", ""),
            )
            messages.success(request, f"已登记{done}个村的位置")
            return redirect("points")
        except (points.Unreadable, Refused) as fault:
            form.add_error("block", str(fault))
    placed = set(Point.objects.filter(area__code__in=villages).values_list("area__code", flat=True))
    lacking = [area for code, area in villages.items() if code not in placed]
    if "sheet" in request.GET:  # to be filled in
        rows = [[area.code, str(area.parent), area.name, "", ""] for area in lacking]
        return spreadsheet.response("xlsx", "还没有标位置的村", points.HEADS, rows)
    return render(
        request,
        "reports/places.html",
        {
            "form": form,
            "seen": stamp_of_villages(villages.values()),
            "of": len(villages),
            "placed": len(placed),
            "lacking": lacking,
        },
    )
