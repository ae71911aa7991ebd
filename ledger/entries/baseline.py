"""The baseline: what the plan implies, and what lists have itemised of it so far."""

from django.db.models import Sum

from ledger.entries.stocks import PUBLIC_PILES
from ledger.models import Cause, Entry
from targets.measures import GROUPS
from targets.models import Area


def baseline(county: Area) -> dict:
    """The baseline in piles: what the plan implies (None: nothing), why, and what lists have
    itemised so far, also by township."""
    opening = Entry.objects.filter(county=county, cause=Cause.OPENING).counting()
    piles = opening.filter(measure__in=GROUPS["public_pile"])
    listed = piles.filter(measure__in=PUBLIC_PILES)
    total, itemised = (found.aggregate(n=Sum("value"))["n"] or 0 for found in (piles, listed))
    townships = (
        listed.values_list("area__parent__name")
        .annotate(Sum("value"))
        .order_by("area__parent__position")
    )
    note = opening.filter(line=None).values_list("note", flat=True).first()
    return {
        "note": note or "",
        "implied": None if note is None else total,
        "itemised": itemised,
        "left": total - itemised,
        "townships": list(townships),
    }
