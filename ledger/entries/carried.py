"""The sites that a new plan finds in the ledger, and those of sorts that it has not."""

from collections.abc import Iterator

from django.db.models import Count

from ledger.models import Site
from targets.models import Plan
from targets.plan import queries
from targets.plan.carried import Told
from targets.plan.draft import Draft


def told(draft: Draft, before: Plan) -> Iterator[Told]:
    """How many sites stand and need not be reported again; those whose sort the draft has not."""
    kept = {row["code"] for row in draft.of("place_kinds") if row["offered"]}
    sites = Site.objects.standing().of(before.county).order_by().values_list("kind")
    counts = dict(sites.annotate(Count("pk")))
    if counts:
        yield "站点", f"{sum(counts.values())}处都在台账里，不用重报"
    names = queries.kind_names(before)
    gone = [f"{names[kind]}{n}处" for kind, n in sorted(counts.items()) if kind not in kept]
    if gone:
        yield "新方案没有的场所类别", f"{'、'.join(gone)}：类别照原来的，变动照报，不再登记新的"
