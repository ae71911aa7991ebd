"""县域比较: the counties whose ledgers this portal keeps, side by side."""

from django.http import Http404
from django.shortcuts import render

from ledger.entries import facts
from ledger.models import Ledger
from reports.figures import evaluate, exports
from reports.figures.figure import Where
from reports.figures.reading import ADDED, RATIO, STOCK, VEHICLES
from reports.pages.asking import asked
from shanyin_charging import spreadsheet
from targets.measures import GROUPS

COLUMNS = ((STOCK, ""), (ADDED, ""), (VEHICLES, ""), (RATIO, evaluate.REPORTED))
MEASURES = GROUPS["public_pile"] + GROUPS["vehicle"]


def counties(request):
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


def rows_of(reading) -> list[tuple]:
    """(county, its figures) of every ledger, by the definitions of the reading's plan."""
    known = facts.across(MEASURES, reading.month)
    found = []
    for county in Ledger.objects.order_by("county__code").values_list(
        "county__code", "county__name"
    ):
        where = Where(area=county[0], name=county[1])
        figures = [
            evaluate.evaluate(
                evaluate.varied(reading.basis.definition(reading.indicators[code]), variant),
                known.get(county[0], facts.Facts(county[0], 0)),
                where,
                reading.month,
                reading,
            )
            for code, variant in COLUMNS
        ]
        found.append((where, figures))
    return found
