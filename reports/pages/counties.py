"""县域比较: the counties of a city or province side by side, and the way down into one."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from ledger.periods.now import Calendar
from reports.figures import counties as figures
from reports.figures import formats
from shanyin_charging import clock, serving, spreadsheet
from shanyin_charging.accounts.middleware import CHOSEN
from shanyin_charging.accounts.requests import Request
from targets.months import Month


def counties(request: Request) -> HttpResponse:
    """Each county's piles, additions, vehicles, ratio, capacity, coverage, returns and notices at
    the end of a month, by code or by a column; for who reads several."""
    if not request.user.reads_counties:
        raise Http404
    below = list(figures.below(request.user.division))
    months = judged_in(below)
    month = asked_month(request, months)
    rows = figures.side_by_side(below, month)
    order = request.GET.get("order", "")
    if order.isascii() and order.isdigit() and int(order) < len(figures.HEADS):
        rows.sort(key=lambda row: _most_first(row, int(order)))
    if kind := spreadsheet.asked(request):
        return exported(kind, month, rows)
    context = {
        "rows": rows,
        "heads": figures.HEADS,
        "order": order,
        "month": month,
        "months": months,
    }
    return render(request, "reports/counties.html", context)


def _most_first(row: figures.Beside, place: int) -> tuple:
    value = row.figures[place].value
    return value is None, -(value or 0)


def judged_in(below: list) -> list[Month]:
    """The months that any of the counties reports, up to the last that is judged in one of them;
    the newest first. The present month before there is one."""
    found: set[Month] = set()
    for county in below:
        with serving.of(county.code):
            calendar = Calendar()
            last = calendar.judged_month()
            found |= {month for month in calendar.so_far() if last and month <= last}
    return sorted(found, reverse=True) or [Month.of(clock.today())]


def asked_month(request: Request, months: list[Month]) -> Month:
    """The month in the address, or the newest; raises Http404 for what is none."""
    try:
        return Month.parse(request.GET["month"]) if "month" in request.GET else months[0]
    except ValueError:
        raise Http404("月份要写成 2025-11 这样") from None


def exported(kind: str, month: Month, rows: list[figures.Beside]) -> HttpResponse:
    """The table as a file."""
    heads = ["县（市、区）", *figures.HEADS, "在办督办（件）", "现行方案"]
    cells = [
        [
            row.county.name,
            *(formats.cell(figure) or figure.why for figure in row.figures),
            row.notices,
            row.plan.title,
        ]
        for row in rows
    ]
    return spreadsheet.response(kind, f"{month.label}县域比较", heads, cells)


def county(request: Request, code: str) -> HttpResponse:
    """Into the pages of one of the counties, which are read until another is chosen."""
    if not request.user.reads_counties:
        raise Http404
    chosen = get_object_or_404(figures.below(request.user.division), code=code)
    request.session[CHOSEN] = chosen.code
    return redirect("dispatch")
