"""What a new plan finds in the ledger: the stock at its first day, and the sites of before."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Sum

from ledger.models import Balance, Site
from ledger.models.balances import NOWHERE
from targets import arithmetic
from targets.measures import GROUPS
from targets.models import Part, Plan, Ruling
from targets.months import Month
from targets.plan import doubts, queries
from targets.plan.carried import Told
from targets.plan.draft import Draft

BASELINE_LIST = "baseline:list"  # the ruling that the list stands in place of the implied number


def told(draft: Draft, before: Plan) -> Iterator[Told]:
    """The stock in the ledger beside the one that the draft prints or implies; the sites of sorts
    that it has and has not."""
    last = Month.of(date.fromisoformat(draft.plan["starts_on"])) - 1
    printed = arithmetic.implied_baseline(
        doubts.values(draft, Part.ADDED), doubts.values(draft, Part.IN_PLACE)
    )
    words = f"截至{last.label}底台账{stock(before, last)}台，作为起点"
    yield "公共充电桩", words + (f"；新方案印的数推算是{printed}台，并列" if printed else "")
    kept = {row["code"] for row in draft.of("place_kinds") if row["offered"]}
    sites = Site.objects.standing().of(before.county).order_by().values_list("kind")
    counts = dict(sites.annotate(Count("pk")))
    if counts:
        yield "站点", f"{sum(counts.values())}处都在台账里，不用重报"
    names = queries.kind_names(before)
    gone = [f"{names[kind]}{n}处" for kind, n in sorted(counts.items()) if kind not in kept]
    if gone:
        yield "新方案没有的场所类别", f"{'、'.join(gone)}：类别照原来的，变动照报，不再登记新的"


def stock(plan: Plan, month: Month) -> int:
    """The public piles of the plan's county at the end of a month, as all pages count them."""
    measures = set(GROUPS["public_pile"])
    if Ruling.objects.of(plan).answer(BASELINE_LIST, month.last_day, default=False):
        measures.discard("public_pile_unsplit")
    sums = Balance.objects.filter(county=plan.county_id, area=NOWHERE, measure__in=measures)
    return sums.filter(month__lte=month.index).aggregate(n=Sum("value"))["n"] or 0
