"""Where villages, sites and piles are, and to which places positions tell the way, so that no unit
is asked for it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q, Sum

from ledger.entries import stocks
from ledger.models import Balance, Cause, Point
from ledger.models.balances import NOWHERE
from targets.measures import GROUPS
from targets.models import Area, AreaKind, Plan, Ruling
from targets.months import Month
from targets.rulings.bounds import SITES, VILLAGES, subject_of

Thing = tuple[str, int | str]  # ("site", id) or ("area", code)


def recorded(county: Area) -> list[Point]:
    """Every position of the county's villages and sites that was put on record, oldest first."""
    own = Q(site__county__code=county.code) | Q(area__code__startswith=county.code)
    return list(Point.objects.filter(own).select_related("area").order_by("on", "pk"))


def newest(points: Iterable[Point], day: date) -> dict[Thing, tuple[float, float]]:
    """Each thing with its newest position by a day, longitude and latitude in WGS-84; of positions
    with the oldest first."""
    found: dict[Thing, tuple[float, float]] = {}
    for point in points:
        if point.on > day:
            break
        thing: Thing = ("area", point.area.code) if point.area else ("site", point.site_id or 0)
        found[thing] = point.wgs84
    return found


def measurable(plan: Plan, areas: Sequence[Area], day: date) -> set[str]:
    """Codes of those townships, zones and roads of the plan's county to all parts of which
    positions tell the way to a pile at a day's end; a part is a village, or a site along a road."""
    placed = newest(recorded(plan.county), day) if areas else {}
    if not placed:
        return set()
    home, named = villages_of(plan.county, day), named_parts(plan, areas, day)
    piles = {kind: sites_with(plan.county, kind, day) for kind in ("public_pile", "pile")}
    found = set()
    for area in areas:
        parts: set[Thing]
        if area.kind == AreaKind.ROAD:
            sites = list(stocks.standing(named[area.code]).values())
            parts, reached = {("site", site) for site in sites}, piles["pile"].intersection(sites)
        else:
            own = {home[code] for code in home if code.startswith(area.code)}
            own |= {home[code] for code in named[area.code] if code in home}
            parts, reached = {("area", code) for code in own}, piles["public_pile"]
        if parts and parts <= placed.keys() and any(("site", site) in placed for site in reached):
            found.add(area.code)
    return found


def villages_of(county: Area, day: date) -> dict[str, str]:
    """Code of each village of a county to that of the village which it is on a day."""
    rows = Area.objects.within(county.code).filter(kind=AreaKind.VILLAGE)
    into = dict(rows.filter(merged_on__lte=day).values_list("code", "merged_into__code"))
    found = {}
    for code in rows.values_list("code", flat=True):
        found[code] = code
        while found[code] in into:
            found[code] = into[found[code]]
    return found


def named_parts(plan: Plan, areas: Iterable[Area], day: date) -> dict[str, list]:
    """Code of each area to the villages or sites that the office has named for it by a day."""
    subjects = {subject_of(area): area.code for area in areas}
    rulings = Ruling.objects.of(plan).recorded(None).filter(subject__in=subjects)
    found: dict[str, list] = {code: [] for code in subjects.values()}
    for ruling in rulings.filter(in_force_on__lte=day):
        value = ruling.value
        found[subjects[ruling.subject]] = value.get(VILLAGES) or value.get(SITES) or []
    return found


def sites_with(county: Area, group: str, day: date) -> set[int]:
    """Ids of the sites at which at least one pile of a group stands at the end of a day's month."""
    flows = Balance.objects.filter(
        county=county, measure__in=GROUPS[group], month__lte=Month.of(day).index
    )
    sums = flows.exclude(area=NOWHERE).exclude(cause=Cause.RELOCATED).exclude(site=NOWHERE)
    by_site = dict(sums.order_by().values_list("site").annotate(Sum("value")))
    stands, home = Counter[int](), stocks.standing(by_site)
    for site, value in by_site.items():
        stands[home[site]] += value
    return {site for site, value in stands.items() if value > 0}
