"""县域比较: the counties whose ledgers this portal keeps, side by side."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from reports.figures import exports
from reports.figures.counties import COLUMNS, rows_of
from reports.pages.asking import asked
from shanyin_charging import spreadsheet
from shanyin_charging.accounts.requests import Request


def counties(request: Request) -> HttpResponse:
    """Each county's piles, this year's additions, vehicles and ratio at the end of a month; by code
    or by a column."""
    if not request.user.sees_all_units:
        raise Http404
    about = asked(request)
    rows = rows_of(about["reading"])
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
