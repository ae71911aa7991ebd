"""数字有出处: where a figure comes from."""

from collections.abc import Collection
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse

from ledger.models import Entry, Site
from ledger.sites import pictures
from reports.bulletins import fair_naming
from reports.figures import charts, formats
from reports.figures.behind import counted_in, sites_behind, told_by
from reports.figures.figure import parse_key
from reports.figures.over_time import history
from reports.figures.reading import figure_at
from reports.figures.tracing import parts_of
from reports.figures.tracing import trace as trace_of
from reports.pages.asking import asked_past
from reports.pages.behind import BehindTable
from reports.supervision import subjects
from shanyin_charging import listing
from shanyin_charging.accounts.models import User
from shanyin_charging.accounts.requests import Request
from shanyin_charging.listing import WHOLE

ENTRIES = 50  # of the ledger that a figure's origin lists on one page
LOOKS = 24  # pictures that are shown of its sites
ROOM = 658  # for the chart of its months


def trace(request: Request, key: str) -> HttpResponse:
    """数字有出处: definition, formula, clause, sites, entries."""
    try:
        reading, figure = figure_at(key, **asked_past(request))
    except (ValueError, KeyError):
        raise Http404("没有这个数字") from None
    indicator = reading.indicators[figure.code]
    standing = reading.standing(
        figure.code, figure.where if figure.where.unit else None, parse_key(key).variant
    )
    found, months = trace_of(reading, figure), history(reading, figure)
    told_of = told_by(found.entries)
    aimed = figure.where in (reading.whole, *reading.rows)
    behind = sites_behind(reading, figure, told_of)
    sites = {row.site for row in behind if row.site}
    opens = Site.objects.open_to(request.user)
    title = f"{figure.where.name}{figure.name}（{figure.month.label}底）的站点"
    return listing.answer(
        request,
        "reports/trace.html",
        title,
        BehindTable(reading, behind, opens, counted_in(figure)),
        None,
        {
            "sites": len(sites),
            "open_sites": opens,
            "trace": found,
            "page": page_of(request, found.entries, sum(told.entries for told in told_of.values())),
            "figure": figure,
            "statements": fair_naming.statements_of(figure.where.unit, figure.month, request.user),
            "basis": reading.basis.of(figure.code),
            "indicator": indicator,
            "reading": reading,
            "standing": standing if aimed and standing.goal else None,
            "chart": charts.columns(months, ROOM) if months else None,
            "parts": parts_of(reading, figure),
            **looks_of(request.user, sites),
            "discrepancies": reading.plan.discrepancies.filter(
                clauses__in=indicator.clauses.all()
            ).distinct()[:6],
            **subjects.offered(request.user, subjects.of_figure, reading, figure),
        },
        f"数字编号{figure.key}　{formats.text(figure)}",
    )


def page_of(request: Request, entries: QuerySet[Entry], number: int) -> Page:
    """The page of so many entries that is asked for; all of them where it is printed. What tells of
    them is asked of those that are shown only."""
    placed = entries.values_list("pk", flat=True)
    pages: Paginator = Paginator(placed, number or 1 if request.GET.get(WHOLE) else ENTRIES)
    pages.count = number  # which asking again would cost as much as the entries themselves
    page = pages.get_page(request.GET.get("page"))
    shown = entries.in_bulk(list(page.object_list))
    page.object_list = [shown[pk] for pk in page.object_list]
    return page


def looks_of(user: User, sites: Collection[int]) -> dict[str, Any]:
    """How many sites are behind a figure, and the last picture of each that has one."""
    found = pictures.newest(user, sites)
    names = Site.objects.served().in_bulk(found)
    shown = [(names[pk], picture) for pk, picture in found.items()][:LOOKS]
    pictures.measured(picture for _, picture in shown)
    return {"places": len(sites), "pictured": len(found), "looks": shown}
