"""What each township lacks of what the plan's coverages ask for, beside what stands and what is
expected within the year, and where piles may come."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cached_property

from ledger.entries.rows import SEAT, Selection
from ledger.entries.stations import ALTERNATING, DIRECT, STATION
from ledger.models import Site
from reports.figures import under_way
from reports.figures.county_map import reach_of
from reports.figures.definition import Definition
from reports.figures.distance import Position, Spot
from reports.figures.over_sites import held_at
from reports.figures.reading import Reading
from reports.figures.smallest import Reached, SiteNeed, TownshipNeed, VillageNeed
from targets.measures import GROUPS, MEASURES
from targets.models import AreaKind, Form
from targets.models.aims import SITE_KINDS
from targets.models.places import DIGITS
from targets.rulings.bounds import VILLAGES

WIDTH = DIGITS[AreaKind.TOWNSHIP]
ANY, VILLAGE, SEATS, STATIONS, SITES = "any", "village", "seat", "station", "site"


@dataclass
class Needs:
    """What is lacking, read against what stands and what is expected within the year."""

    reading: Reading

    @cached_property
    def coverages(self) -> dict[str, Definition]:
        """Code of each coverage of the plan to what it asks for."""
        r = self.reading
        rows = (row for row in r.indicators.values() if row.form == Form.COVERAGE)
        return {row.code: r.basis.definition(row) for row in rows}

    def of_sort(self, sort: str) -> list[str]:
        """The codes of the coverages of one sort."""
        return [code for code, one in self.coverages.items() if sort_of(one) == sort]

    def short(self, sort: str) -> Counter[str]:
        """Code of a place to what it lacks of what the coverages of a sort ask for there."""
        found: Counter[str] = Counter()
        for code in self.of_sort(sort):
            coming = under_way.piles_coming(self.reading, code)
            for place, piles in self.reading.tally(code).items():
                lacking = self.coverages[code].threshold - piles - coming[place.area]
                found[place.area] = max(found[place.area], lacking)
        return +found

    @cached_property
    def shorts(self) -> dict[str, Counter[str]]:
        """By sort, but for sites."""
        return {sort: self.short(sort) for sort in (ANY, VILLAGE, SEATS, STATIONS)}

    @cached_property
    def short_sites(self) -> dict[str, Counter[int]]:
        """Code of a coverage across sites to what each of them lacks."""
        r, found = self.reading, {}
        building = Counter[int]()
        for project in under_way.public(r):
            if project.site and under_way.expected(r, project).in_time:
                building[project.site.pk] += project.piles
        for code in self.of_sort(SITES):
            one = self.coverages[code]
            held = self.held(code)
            found[code] = +Counter(
                {site: one.threshold - n - building[site] for site, n in held.items()}
            )
        return found

    def held(self, code: str) -> dict[int, int]:
        """Id of each site that a coverage goes across to what it has."""
        r = self.reading
        return held_at(self.coverages[code], r.facts, r.whole, r.month)

    @cached_property
    def sites(self) -> dict[str, list[tuple[int, str, bool]]]:
        """Code of a village to the sites that stand in it: number, name, whether at the seat."""
        found, home = defaultdict(list), self.home
        rows = Site.objects.filter(county=self.reading.county, merged_into=None)
        for site, name, village, at_seat in rows.values_list("pk", "name", "area__code", "at_seat"):
            found[home.get(village, village)].append((site, name, at_seat))
        return found

    @cached_property
    def home(self) -> dict[str, str]:
        """Code of a village to that of the one it belongs to now."""
        places = self.reading.places[AreaKind.VILLAGE]
        return {code: place.area for place in places for code in (place.area, *place.also)}

    @cached_property
    def townships(self) -> list[TownshipNeed]:
        """What each lacks."""
        villages = defaultdict(list)
        for place in self.reading.places[AreaKind.VILLAGE]:
            villages[place.area[:WIDTH]].append(self.village(place.area))
        rule = self.reading.basis.station_rule
        return [
            TownshipNeed(
                place.area,
                tuple(villages[place.area]),
                self.shorts[SEATS][place.area],
                self.shorts[ANY][place.area],
                rule.piles if self.shorts[STATIONS][place.area] else None,
            )
            for place in self.reading.places[AreaKind.TOWNSHIP]
        ]

    def village(self, code: str) -> VillageNeed:
        """What a village lacks, with its sites."""
        lacks_station = bool(self.shorts[STATIONS][code[:WIDTH]])
        sites = tuple(
            SiteNeed(
                name,
                max((lacking[site] for lacking in self.short_sites.values()), default=0),
                self.to_station(site) if lacks_station else None,
                at_seat,
            )
            for site, name, at_seat in self.sites[code]
        )
        is_seat = any(site.at_seat for site in sites)
        return VillageNeed(code, self.shorts[VILLAGE][code], sites, is_seat)

    def to_station(self, site: int) -> int:
        """How many more public piles make a site a station, without anybody's word."""
        rule, direct = self.reading.basis.station_rule, self.standing[DIRECT][site]
        piles = direct + self.standing[ALTERNATING][site]
        bare = rule.direct_current and not direct
        return max(rule.piles - piles, int(bare))

    @cached_property
    def standing(self) -> dict[str, Counter[int]]:
        """By measure, id of a site to how much stands there."""
        r = self.reading
        plain = Selection((), until=r.month, area=r.county.code, without=r.basis.without)
        return {
            measure: r.facts.sums(replace(plain, measures=(measure,)), "site")
            for measure in (DIRECT, ALTERNATING)
        }

    @property
    def spots(self) -> list[Spot]:
        """The villages that are on the map, where piles may come."""
        return self.reading.geography.villages

    @cached_property
    def piles(self) -> list[Position]:
        """Where public piles stand or are expected within the year."""
        r = self.reading
        return [*r.geography.piles.values(), *under_way.positions(r)]

    @cached_property
    def places(self) -> list[Reached]:
        """The places that must have a pile near: villages and seats of the county, and the villages
        of zones, which must have it nearer."""
        r, reach = self.reading, reach_of(self.reading)
        found = [Reached(spot, float(reach)) for spot in (*self.spots, *r.geography.seats) if reach]
        for code, within in self.zones().items():
            found += [Reached(spot, within) for spot in self.zone(code)]
        return found

    def zone(self, code: str) -> list[Spot]:
        """The villages of a zone that are on the map, as far as the office has named them."""
        ruling = self.reading.basis.rulings.get(f"{AreaKind.ZONE}:{code}")
        named = ruling.value.get(VILLAGES, ()) if ruling else ()
        codes = {self.home.get(village, "") for village in named}
        return [spot for spot in self.spots if spot.code in codes]

    def zones(self) -> dict[str, float]:
        """Short code of a zone to how near its villages must have a pile, in kilometres."""
        r, scale = self.reading, MEASURES["charging_distance"].scale
        rows = [row for row in r.indicators.values() if row.across == AreaKind.ZONE]
        goals = {row.only: r.goal(row.code) for row in rows if row.form == Form.LARGEST}
        return {only: goal.value / scale for only, goal in goals.items() if goal and goal.value}


def sort_of(one: Definition) -> str:
    """What a coverage asks for: piles anywhere in a township, at its seat, in each village, a
    station, or piles at sites; empty for what it is no matter of piles."""
    if one.across.startswith(SITE_KINDS):
        return SITES
    measures = set(GROUPS[one.counts])
    if STATION in measures:
        return STATIONS if one.across == AreaKind.TOWNSHIP else ""
    if not under_way.PILES.issuperset(measures):
        return ""
    if one.across == AreaKind.VILLAGE:
        return VILLAGE
    return SEATS if one.only == SEAT else ANY
