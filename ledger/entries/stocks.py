"""Which measures hold what stands at a site, and the lowest it ever was."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db.models import Sum

from ledger.models import Entry, Site
from ledger.models.entries import LEVELS

PUBLIC = {
    "dc": "public_dc_pile",
    "ac": "public_ac_pile",
    "connectors": "public_connector",
    "power": "public_power",
}
DEDICATED = {name: code.replace("public", "dedicated") for name, code in PUBLIC.items()}
HAZARDS = ("hazard_general", "hazard_grave")
PUBLIC_PILES = (PUBLIC["dc"], PUBLIC["ac"])


def lowest_stocks(sites: Iterable[Site]) -> dict[tuple[int, str], tuple[date, int]]:
    """(site id, measure) to (day, stock) when the site's running stock of a flow is lowest, in its
    smallest unit."""
    changes = (
        Entry.objects.filter(site__in=sites)
        .counting()
        .exclude(measure__in=LEVELS)
        .order_by("on")
        .values_list("site_id", "measure", "on")
        .annotate(Sum("value"))
    )
    running: Counter[tuple[int, str]] = Counter()
    lowest: dict[tuple[int, str], tuple[date, int]] = {}
    for site, measure, day, change in changes:
        running[site, measure] += change
        below = lowest.get((site, measure))
        if running[site, measure] < (below[1] if below else 1):
            lowest[site, measure] = day, running[site, measure]
    return lowest
