"""台账: every entry that stands, as a list."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django_tables2 import RequestConfig

from ledger.models import Entry
from ledger.pages.tables import EntryFilter, EntryTable
from shanyin_charging import spreadsheet
from shanyin_charging.accounts.requests import Request
from targets.models import Area


def entries(request: Request) -> HttpResponse:
    """台账: every entry that stands, filtered, sorted, paged, exported."""
    if not request.user.sees_all_units:
        raise Http404
    county = Area.objects.select_related("ledger").get(code=settings.COUNTY)
    own = Entry.objects.filter(county=county).counting()
    chosen = EntryFilter(
        request.GET,
        own.select_related(
            "area__parent",
            "site",
            "credited_to",
            "line__version__submission__unit",
            "line__version__submission__period",
        ),
    )
    table = EntryTable(chosen.qs)
    if kind := spreadsheet.asked(request):
        heads, *rows = table.as_values()
        return spreadsheet.response(kind, "充电设施台账", heads, rows)
    RequestConfig(request, paginate={"per_page": 50, "paginator_class": Paginator}).configure(table)
    closed = county.ledger.closed_through
    return render(
        request,
        "ledger/entries.html",
        {"table": table, "filter": chosen, "closed": closed.year if closed else None},
    )
