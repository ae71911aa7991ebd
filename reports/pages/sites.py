"""站点台账: the list of sites."""

from django.http import HttpResponse

from ledger.models import Site
from reports.figures import proved
from reports.pages.tables import SiteFilter, SiteTable
from shanyin_charging import listing
from shanyin_charging.accounts.requests import Request


def sites(request: Request) -> HttpResponse:
    """站点台账, filtered, sorted, paged, exported; an officer sees the own unit's."""
    own = Site.objects.visible_to(request.user)
    chosen = SiteFilter(
        request.GET, own.standing().named().prefetch_related("area__parent", "keeper")
    )
    known = proved.evidence(chosen.qs)
    found = proved.by_township(chosen.qs, known)
    return listing.answer(
        request,
        "reports/sites.html",
        "站点台账",
        SiteTable(chosen.qs, known),
        chosen,
        {"proved": found, "heads": proved.HEADS},
        others=[("有据可查", proved.HEADS, [one.row for one in found])],
    )
