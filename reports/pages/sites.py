"""站点台账: the list of sites."""

from django.http import HttpResponse

from ledger.models import Site
from reports.pages.tables import SiteFilter, SiteTable
from shanyin_charging import listing
from shanyin_charging.accounts.requests import Request


def sites(request: Request) -> HttpResponse:
    """站点台账, filtered, sorted, paged, exported; an officer sees the own unit's."""
    own = Site.objects.visible_to(request.user)
    chosen = SiteFilter(
        request.GET, own.standing().named().select_related("area__parent", "keeper")
    )
    return listing.answer(request, "reports/sites.html", "站点台账", SiteTable(chosen.qs), chosen)
