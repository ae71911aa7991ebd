"""Where villages, sites and piles are, and to which places positions tell the way, so that no unit
is asked for it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Q

from ledger.entries import facts, stocks
from ledger.models import Point
from targets.measures import GROUPS
from targets.models import DIGITS, Area, AreaKind, Plan, Ruling
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
    parts = parts_of(plan, areas, day) if placed else {}
    whole = [area for area in areas if parts.get(area.code) and parts[area.code] <= placed.keys()]
    if not whole:
        return set()
    month, county = Month.of(day), plan.county
    piles = frozenset(GROUPS["pile"])
    told = facts.of(county, since=month, until=month, measures=piles)  # before it: a sum a site
    reached = dict[str, set[Thing]]()
    for group in ("public_pile", "pile"):
        stands = told.sums(facts.Selection(GROUPS[group], until=month, area=county.code), "site")
        sites = {site for site, number in stands.items() if number > 0}
        reached[group] = {thing for thing in placed if thing[0] == "site" and thing[1] in sites}
    return {
        area.code
        for area in whole
        if (
            reached["pile"] & parts[area.code]
            if area.kind == AreaKind.ROAD
            else reached["public_pile"]
        )
    }


def parts_of(plan: Plan, areas: Sequence[Area], day: date) -> dict[str, set[Thing]]:
    """Code of each area to its villages, or to the sites along it, by a day."""
    townships = [area.code for area in areas if area.kind == AreaKind.TOWNSHIP]
    named = named_parts(plan, [area for area in areas if area.code not in townships], day)
    found: dict[str, set[Thing]] = {code: set() for code in (*townships, *named)}
    villages, sites = set[str](), set[int]()
    for area in areas:
        into = sites if area.kind == AreaKind.ROAD else villages
        into.update(named.get(area.code, ()))
    home = villages_of(plan.county, day) if townships or villages else {}
    stands = stocks.standing(sites) if sites else {}
    for code, parts in named.items():
        found[code] = {("site", stands[one]) for one in parts if one in stands}
        found[code] |= {("area", home[one]) for one in parts if one in home}
    for village in home.values():
        if (township := village[: DIGITS[AreaKind.TOWNSHIP]]) in townships:
            found[township].add(("area", village))
    return found


def villages_of(county: Area, day: date) -> dict[str, str]:
    """Code of each village of a county to that of the village which it is on a day."""
    rows = Area.objects.within(county.code).filter(kind=AreaKind.VILLAGE)
    known = list(rows.values_list("code", "merged_into__code", "merged_on"))
    into = {code: home for code, home, on in known if home and on and on <= day}
    return going_on((code for code, *_ in known), into)


def going_on(codes: Iterable[str], into: Mapping[str, str]) -> dict[str, str]:
    """Code of each village to that of what it was merged into in the end, by what each that is
    none any more was merged into."""
    found = {}
    for code in codes:
        found[code] = code
        while found[code] in into:
            found[code] = into[found[code]]
    return found


def named_parts(plan: Plan, areas: Sequence[Area], day: date) -> dict[str, list]:
    """Code of each zone or road to the villages or sites that the office has named by a day."""
    subjects = {subject_of(area): area.code for area in areas}
    found: dict[str, list] = {code: [] for code in subjects.values()}
    if subjects:
        rulings = Ruling.objects.of(plan).recorded(None)
        for ruling in rulings.filter(subject__in=subjects, in_force_on__lte=day):
            told = ruling.value.get(VILLAGES) or ruling.value.get(SITES) or []
            found[subjects[ruling.subject]] = told
    return found
