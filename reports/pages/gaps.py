"""覆盖缺口, place by place: villages and seats with fewer piles than the plan asks for."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from ledger.periods.now import Calendar
from reports.figures.reading import SEAT_COVERAGE, VILLAGE_COVERAGE, read
from reports.pages.asking import asked_month
from shanyin_charging import clock, spreadsheet
from shanyin_charging.accounts.models import User
from shanyin_charging.accounts.requests import Request
from targets.models import Area, Indicator, Post

GAPS = {"villages": VILLAGE_COVERAGE, "seats": SEAT_COVERAGE}


def gaps(request: Request, what: str) -> HttpResponse:
    """Villages with fewer public piles than the plan asks for, or townships' seats; nearest to none
    first."""
    if what not in GAPS:
        raise Http404
    calendar = Calendar()
    month = asked_month(request, calendar)
    reading = read(month)
    indicator = Indicator.objects.get(plan=reading.plan, code=GAPS[what])
    least, counted = indicator.at_least or 0, reading.tally(indicator.code)
    mine = "" if request.user.sees_all_units else own_area(request.user)
    rows = sorted(
        (
            (place, piles, least - piles)
            for place, piles in counted.items()
            if piles < least and place.area.startswith(mine)
        ),
        key=lambda row: (row[1], row[0].area),
    )
    if kind := spreadsheet.asked(request):
        return spreadsheet.response(
            kind,
            f"{month.label}{indicator.name}缺口",
            ["区划代码", "地方", "现有（台）", "还差（台）"],
            [[place.area, place.name, piles, gap] for place, piles, gap in rows],
            f"不少于{least}台",
        )
    page = Paginator(rows, 100).get_page(request.GET.get("page"))
    return render(
        request,
        "reports/gaps.html",
        {
            "what": what,
            "page": page,
            "month": month,
            "months": calendar.so_far(),
            "indicator": indicator,
            "of": len([place for place in counted if place.area.startswith(mine)]),
            "lacking": len(rows),
            "short": sum(gap for *_, gap in rows),
        },
    )


def own_area(user: User) -> str:
    """The code of the township that the person speaks for; the county's for a department."""
    posts = Post.objects.held_by(user, clock.today())
    areas = Area.objects.filter(unit__posts__in=posts).order_by("code")
    return areas[0].code if areas else ""
