"""公路和试点: the milestones of annex 3 road by road, the places on them, and the pilots."""

from collections.abc import Iterable

from ledger.entries import facts, stocks
from ledger.models import Entry, Site
from reports.figures.reading import Reading
from targets.models import Indicator

STAGES = {"pilot_selected": "选定", "pilot_laid_out": "布局", "pilot_built": "建成"}


PILES = ("public_dc_pile", "public_ac_pile", "dedicated_dc_pile", "dedicated_ac_pile")


def kinds_of(indicator: Indicator) -> list[str]:
    """The kinds of sites that an indicator goes across or is about."""
    for words in (indicator.across, indicator.only):
        if words.startswith(facts.SITE_KINDS):
            return words.removeprefix(facts.SITE_KINDS).split(",")
    return []


def milestones(reading: Reading) -> list[tuple[str, list, list]]:
    """(road, standings, places on it with their piles): the indicators of the road's clauses, in
    the annex's order."""
    headings = dict.fromkeys(target.heading for target in reading.targets if target.heading)
    found = []
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
        found.append(
            (road, [s for code in codes for s in reading.standings(code)], places(reading, kinds))
        )
    return found


def places(reading: Reading, kinds: Iterable[str]) -> list[tuple[Site, int, int]]:
    """Each site of these kinds with its piles and its fast public ones."""
    sites = sites_of(reading, kinds)
    standing = stocks.stocks_of(sites)
    return [
        (site, sum(standing[site.pk, code] for code in PILES), standing[site.pk, PILES[0]])
        for site in sites
    ]


def pilots(reading: Reading) -> list[tuple]:
    """(standing, [(pilot, its stages with their days)]) of each indicator of pilots, for the plan's
    year."""
    found = []
    for code, row in sorted(reading.indicators.items()):
        if row.only.startswith(f"{facts.SITE_KINDS}pilot_"):
            projects = [(site, stages(site, reading)) for site in sites_of(reading, kinds_of(row))]
            found += [(standing, projects) for standing in reading.standings(code)]
    return found


def sites_of(reading: Reading, kinds: Iterable[str]) -> list[Site]:
    """The county's sites of these kinds that were not merged into another."""
    standing = Site.objects.standing().filter(county=reading.county, kind__in=kinds)
    return list(standing.select_related("area__parent", "keeper"))


def stages(site: Site, reading: Reading) -> list[str]:
    """What the pilot has reached by the month's end, in words with the day."""
    entries = Entry.objects.filter(
        site=site, measure__in=STAGES, on__lte=reading.month.last_day
    ).counting(reading.known)
    return [
        f"{entry.on:%Y-%m-%d}{STAGES[entry.measure]}"
        for entry in entries.order_by("on", "number")
        if entry.value > 0
    ]
