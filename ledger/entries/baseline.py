"""The baseline: what the plan implies, and what lists have itemised of it so far."""

from django.db.models import Sum

from ledger.entries.stocks import PUBLIC_PILES
from ledger.models import Cause, Entry
from targets.models import Area


def baseline(county: Area) -> dict:
    """The baseline in piles: what the plan implies and lists have itemised so far, and the itemised
    ones by township."""
    opening = Entry.objects.filter(county=county, cause=Cause.OPENING).counting()
    piles = opening.filter(measure__in=[*PUBLIC_PILES, "public_pile_unsplit"])
    listed = piles.filter(measure__in=PUBLIC_PILES)
    total, itemised = (found.aggregate(n=Sum("value"))["n"] or 0 for found in (piles, listed))
    townships = (
        listed.values_list("area__parent__name")
        .annotate(Sum("value"))
        .order_by("area__parent__position")
    )
    return {
        "implied": total,
        "itemised": itemised,
        "left": total - itemised,
        "townships": list(townships),
    }
