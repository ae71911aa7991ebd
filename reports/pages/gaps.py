"""覆盖缺口, place by place: villages and seats with fewer piles than the plan asks for."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from ledger.periods.now import Calendar
from reports.figures import under_way
from reports.figures.reading import read
from reports.pages.asking import asked_month
from reports.pages.tables import GapTable
from shanyin_charging import clock, listing
from shanyin_charging.accounts.models import User
from shanyin_charging.accounts.requests import Request
from targets.models import Area, Part, Post

GAPS = {"villages": Part.VILLAGE_COVERAGE, "seats": Part.SEAT_COVERAGE}


def gaps(request: Request, what: str) -> HttpResponse:
    """Villages with fewer public piles than the plan asks for, or townships' seats; nearest to none
    first; a sentence where the plan asks for no such thing."""
    if what not in GAPS:
        raise Http404
    calendar = Calendar()
    month = asked_month(request, calendar)
    reading = read(month)
    indicator = reading.indicators.get(reading.playing(GAPS[what]))
    if indicator is None:
        return render(request, "reports/gaps.html", {"what": what, "month": month})
    least, counted = indicator.at_least or 0, reading.tally(indicator.code)
    coming = under_way.piles_coming(reading, indicator.code)
    mine = "" if request.user.sees_all_units else own_area(request.user)
    lacking = sorted(
        (piles, place.area, place.name)
        for place, piles in counted.items()
        if piles < least and place.area.startswith(mine)
    )
    rows = [row(name, area, piles, least, coming[area]) for piles, area, name in lacking]
    short = sum(least - piles for piles, *_ in lacking)
    table = GapTable(rows, exclude=() if coming else ("coming", "left"))
    sums = {name: sum(row[name] for row in rows) for name in ("coming", "left") if coming}
    table.total = {"gap": short, **sums} if rows else {}
    context = {
        "what": what,
        "month": month,
        "months": calendar.so_far(),
        "indicator": indicator,
        "of": len([place for place in counted if place.area.startswith(mine)]),
        "lacking": len(rows),
        "short": short,
    }
    title = f"{month.label}{indicator.name}缺口"
    return listing.answer(
        request, "reports/gaps.html", title, table, None, context, f"不少于{least}台"
    )


def row(name: str, area: str, piles: int, least: int, coming: int) -> dict[str, Any]:
    """A place with what it lacks, and what it will lack when what is being built is in service."""
    gap, left = least - piles, max(0, least - piles - coming)
    return {"name": name, "area": area, "piles": piles, "gap": gap, "coming": coming, "left": left}


def own_area(user: User) -> str:
    """The code of the township that the person speaks for; the county's for a department."""
    posts = Post.objects.held_by(user, clock.today())
    areas = Area.objects.served().filter(unit__posts__in=posts).order_by("code")
    return areas[0].code if areas else ""
