"""The baseline: what the plan implies, and what lists have itemised of it so far."""

from collections import Counter

from django.db.models import Sum

from ledger.entries.stocks import PUBLIC_PILES
from ledger.models import Balance, Cause, Entry
from ledger.models.balances import NOWHERE
from targets.measures import GROUPS
from targets.models import Area, AreaKind


def baseline(county: Area) -> dict:
    """The baseline in piles: what the plan implies (None: nothing), why, and what lists have
    itemised so far, also by township."""
    opening = Balance.objects.filter(county=county, cause=Cause.OPENING).exclude(area=NOWHERE)
    piles = opening.filter(measure__in=GROUPS["public_pile"]).order_by()
    sums = list(piles.values_list("area", "measure").annotate(Sum("value")))
    listed = Counter[int]()
    for area, measure, value in sums:
        if measure in PUBLIC_PILES:
            listed[area] += value
    total, itemised = sum(value for *_, value in sums), listed.total()
    implied = Entry.objects.filter(county=county, cause=Cause.OPENING, line=None).counting()
    note = implied.values_list("note", flat=True).first()
    return {
        "note": note or "",
        "implied": None if note is None else total,
        "itemised": itemised,
        "left": total - itemised,
        "townships": by_township(listed),
    }


def by_township(piles: Counter[int]) -> list[tuple[str, int]]:
    """(name, piles) of each township in the order of the plan, from the piles at each area's id."""
    found = Counter[Area]()
    for area in Area.objects.filter(pk__in=piles).select_related("parent"):
        inside = area.kind == AreaKind.VILLAGE and area.parent
        found[inside or area] += piles[area.pk]
    ordered = sorted(found.items(), key=lambda told: told[0].position)
    return [(area.name, number) for area, number in ordered if number]
