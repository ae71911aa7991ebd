"""县域比较: the counties whose ledgers this portal keeps, side by side."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from reports.figures import exports
from reports.figures.counties import COLUMNS, rows_of
from reports.pages.asking import asked
from shanyin_charging import spreadsheet
from shanyin_charging.accounts.middleware import CHOSEN
from shanyin_charging.accounts.requests import Request
from targets.models import Area, AreaKind


def counties(request: Request) -> HttpResponse:
    """Each county's piles, this year's additions, vehicles and ratio at the end of a month; by code
    or by a column."""
    if not request.user.reads_counties:
        raise Http404
    about = asked(request)
    rows = [row for row in rows_of(about["reading"]) if request.user.reads(row[0].area)]
    order = request.GET.get("order", "")
    if order.isascii() and order.isdigit() and int(order) < len(COLUMNS):
        rows.sort(
            key=lambda row: (row[1][int(order)].value is None, -(row[1][int(order)].value or 0))
        )
    heads = [figure.name for figure in rows[0][1]] if rows else []
    if kind := spreadsheet.asked(request):
        return exports.answer(
            kind,
            about["reading"],
            f"{about['month'].label}县域比较",
            ["县（区）", *heads],
            [[where.name, *figures] for where, figures in rows],
        )
    return render(
        request, "reports/counties.html", {**about, "rows": rows, "heads": heads, "order": order}
    )


def county(request: Request, code: str) -> HttpResponse:
    """Into the pages of one of the counties, which are read until another is chosen."""
    if not (request.user.reads_counties and request.user.reads(code)):
        raise Http404
    chosen = get_object_or_404(Area.objects.filter(kind=AreaKind.COUNTY), code=code)
    request.session[CHOSEN] = chosen.code
    return redirect("dispatch")
