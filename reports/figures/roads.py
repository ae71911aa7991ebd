"""公路和试点: the targets of the plan's roads road by road, the places on them, and the pilots."""

from collections import defaultdict
from collections.abc import Iterable

from ledger.entries import facts
from ledger.entries.stocks import REGISTERED, homes
from ledger.models import Entry, Site
from reports.figures.reading import Reading
from targets.models import Indicator, kinds_in

STAGES = {"pilot_selected": "选定", "pilot_laid_out": "布局", "pilot_built": "建成"}


PILES = ("public_dc_pile", "public_ac_pile", "dedicated_dc_pile", "dedicated_ac_pile")


def kinds_of(indicator: Indicator) -> list[str]:
    """The kinds of sites that an indicator goes across or is about."""
    return kinds_in(indicator.across) or kinds_in(indicator.only)


def milestones(reading: Reading) -> list[tuple[str, list, list]]:
    """(road, standings, places on it with their piles): the indicators of the road's clauses, in
    the annex's order."""
    headings = dict.fromkeys(target.heading for target in reading.targets if target.heading)
    roads = []
    for road in headings:
        named = [target.indicator for target in reading.targets if target.heading == road]
        tasks = {
            clause.pk
            for indicator in named
            for clause in reading.clauses[indicator.code]
            if clause.task
        }
        codes = sorted(
            code
            for code, clauses in reading.clauses.items()
            if tasks & {clause.pk for clause in clauses}
        )
        kinds = {kind for code in codes for kind in kinds_of(reading.indicators[code])}
        roads.append((road, [s for code in codes for s in reading.standings(code)], kinds))
    there = places(reading, {kind for *_, kinds in roads for kind in kinds})
    return [
        (road, standings, [place for place in there if place[0].kind in kinds])
        for road, standings, kinds in roads
    ]


def places(reading: Reading, kinds: Iterable[str]) -> list[tuple[Site, int, int]]:
    """Each site of these kinds that is in the register or has piles at the month's end, with its
    piles and its fast public ones."""
    piles, fast = (
        reading.facts.sums(
            facts.Selection(
                codes,
                until=reading.month,
                area=reading.county.code,
                without=reading.basis.without,
            ),
            by="site",
        )
        for codes in (PILES, PILES[:1])
    )
    words = facts.Selection((REGISTERED,), until=reading.month, area=reading.county.code)
    registered = {s for s, stays in reading.facts.latest_by_site(words).items() if stays}
    known = registered | {site for site, number in piles.items() if number}
    there = (site for site in sites_of(reading, kinds) if site.pk in known)
    return [(site, piles[site.pk], fast[site.pk]) for site in there]


def pilots(reading: Reading) -> list[tuple]:
    """(standing, [(pilot, its stages with their days)]) of each indicator of pilots, for the plan's
    year."""
    trials = set(reading.plan.place_kinds.filter(pilot=True).values_list("code", flat=True))
    kinds = {
        code: kinds
        for code, row in sorted(reading.indicators.items())
        if (kinds := kinds_in(row.only)) and trials.issuperset(kinds)
    }
    sites = sites_of(reading, {kind for of_one in kinds.values() for kind in of_one})
    reached, found = stages(reading, sites), []
    for code, of_one in kinds.items():
        of_kind = [(site, reached[site.pk]) for site in sites if site.kind in of_one]
        projects = [(site, so_far) for site, so_far in of_kind if so_far]
        found += [(standing, projects) for standing in reading.standings(code)]
    return found


def sites_of(reading: Reading, kinds: Iterable[str]) -> list[Site]:
    """The county's sites of these kinds that were not merged into another by the month's end."""
    found = Site.objects.filter(county=reading.county, kind__in=kinds)
    standing = found.exclude(merged_on__lte=reading.month.last_day)
    return list(standing.named().select_related("area__parent", "keeper"))


def stages(reading: Reading, sites: list[Site]) -> dict[int, list[str]]:
    """Site id to what the pilot there has reached by the month's end, in words with the day."""
    own = {site.pk: site.pk for site in sites}
    home = homes(own) | own  # what is merged later stands for itself
    entries = Entry.objects.filter(
        site__in=home, measure__in=STAGES, on__lte=reading.month.last_day
    ).counting(reading.known)
    reached: dict[int, list[str]] = defaultdict(list)
    for site, on, measure in (
        entries.exclude(value=0).order_by("on", "number").values_list("site", "on", "measure")
    ):
        reached[home[site]].append(f"{on:%Y-%m-%d}{STAGES[measure]}")
    return reached
