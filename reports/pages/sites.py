"""站点台账: the list of sites."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django_tables2 import RequestConfig

from ledger.entries import stocks
from ledger.models import Site
from reports.pages.tables import SiteFilter, SiteTable
from shanyin_charging import spreadsheet
from shanyin_charging.accounts.requests import Request


def sites(request: Request) -> HttpResponse:
    """站点台账, filtered, sorted, paged, exported; an officer sees the own unit's."""
    own = Site.objects.filter(county__code=settings.COUNTY).visible_to(request.user)
    standing = own.standing().named().select_related("area__parent", "keeper")
    chosen = SiteFilter(request.GET, standing)
    table = SiteTable(chosen.qs)
    if kind := spreadsheet.asked(request):
        table.stocks = stocks.stocks_of(chosen.qs)
        heads, *rows = table.as_values()
        return spreadsheet.response(kind, "站点台账", heads, rows)
    RequestConfig(request, paginate={"per_page": 50, "paginator_class": Paginator}).configure(table)
    table.stocks = stocks.stocks_of([row.record for row in table.page])
    return render(request, "reports/sites.html", {"table": table, "filter": chosen})
