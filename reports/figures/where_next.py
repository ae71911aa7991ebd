"""Where to build next: the fewest piles that meet every coverage, place by place with what each
does for every one of them."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property

from reports.figures import formats
from reports.figures.beside import along_road
from reports.figures.distance import nearest
from reports.figures.geography import in_finest
from reports.figures.needs import ANY, SEATS, SITES, STATIONS, VILLAGE, WIDTH, Needs
from reports.figures.progress import Standing
from reports.figures.reading import Reading
from reports.figures.smallest import SEAT, Found, near, out_of_reach, smallest
from targets.measures import MEASURES
from targets.models import AreaKind, Form
from targets.rulings.bounds import SITES as ALONG

WAYS, PER_CENT = "ways", 100
EFFECTS = {  # what a place may do, by sort, as the heads of a table
    VILLAGE: "村（社区）够数",
    SEATS: "所在地够数",
    STATIONS: "乡（镇）有站",
    ANY: "乡（镇）有桩",
    SITES: "公路、小区等场所",
    WAYS: "进入充电距离",
}


@dataclass(frozen=True)
class Place:
    """A place where piles are to come, and how many places each coverage gains by it."""

    code: str
    name: str
    piles: int
    effects: Counter[str]

    @property
    def told(self) -> list[tuple[str, int]]:
        """The gains, each under its head of EFFECTS."""
        return [(head, self.effects[sort]) for sort, head in EFFECTS.items()]


@dataclass(frozen=True)
class Outcome:
    """An indicator, and what it comes to."""

    standing: Standing
    after: str

    @property
    def asks_for_less(self) -> bool:
        """Whether the plan asks a coverage for less than all places."""
        figure, goal = self.standing.figure, self.standing.goal
        if figure.form != Form.COVERAGE or not goal or not goal.value:
            return False
        return goal.value < (PER_CENT if goal.form == "share" else goal.of or goal.value)


@dataclass
class WhereNext:
    """What is proposed for a reading."""

    reading: Reading

    @cached_property
    def needs(self) -> Needs:
        """What is lacking."""
        return Needs(self.reading)

    @cached_property
    def found(self) -> Found:
        """The smallest set that was found, with its bound."""
        needs = self.needs
        return smallest(needs.townships, needs.places, needs.piles, needs.spots)

    @cached_property
    def places(self) -> list[Place]:
        """The places of the set, those first that do most, and of these those with few piles."""
        found = [self._place(code, piles) for code, piles in self.found.piles.items()]
        return sorted(found, key=lambda p: (-p.effects.total(), p.piles, p.code))

    def _place(self, code: str, piles: int) -> Place:
        names = {p.area: p.name for level in self.reading.places.values() for p in level}
        township = code[:WIDTH]
        name = names[township] + "所在地" if code.endswith(SEAT) else names[code]
        return Place(code, name, piles, self._effects(code, township, piles))

    def _effects(self, code: str, township: str, piles: int) -> Counter[str]:
        needs, effects = self.needs, Counter[str]()
        village, station = self._villages.get(code), needs.reading.basis.station_rule.piles
        effects[VILLAGE] += 0 < needs.shorts[VILLAGE][code] <= piles
        effects[ANY] += 0 < needs.shorts[ANY][township] <= piles
        at_seat = village is None or village.is_seat
        effects[SEATS] += at_seat and 0 < needs.shorts[SEATS][township] <= piles
        grown = [s.to_station for s in village.sites if s.to_station is not None] if village else []
        lacks_station = needs.shorts[STATIONS][township] > 0
        effects[STATIONS] += lacks_station and piles >= min([station, *grown])
        effects[SITES] += sum(site.short > 0 for site in village.sites) if village else 0
        here = self._spots.get(code)
        effects[WAYS] += sum(near(here, one) for one in self._far) if here else 0
        return +effects

    @cached_property
    def _villages(self) -> dict:
        return {v.code: v for township in self.needs.townships for v in township.villages}

    @cached_property
    def _spots(self) -> dict:
        return {spot.code: spot for spot in self.needs.spots}

    @cached_property
    def _far(self) -> list:
        return out_of_reach(self.needs.places, self.needs.piles)

    @cached_property
    def by_township(self) -> list[tuple]:
        """(township, piles, its places) of each."""
        within = defaultdict(list)
        for place in self.places:
            within[place.code[:WIDTH]].append(place)
        return [
            (where, sum(place.piles for place in within[where.area]), within[where.area])
            for where in self.reading.places[AreaKind.TOWNSHIP]
        ]

    @cached_property
    def outcomes(self) -> list[Outcome]:
        """Each coverage and each distance, and what it comes to once the set is built."""
        r = self.reading
        sorts = {Form.COVERAGE: self._covered, Form.LARGEST: self._farthest}
        rows = [row for _, row in sorted(r.indicators.items()) if row.form in sorts]
        return [Outcome(r.standing(row.code), sorts[Form(row.form)](row.code)) for row in rows]

    def _covered(self, code: str) -> str:
        figure = self.reading.figure(code)
        known = len(self.needs.held(code)) if code in self.needs.of_sort(SITES) else figure.of
        return f"{known}/{figure.of}" if figure.of else formats.NOTHING

    def _farthest(self, code: str) -> str:
        row = self.reading.indicators[code]
        if row.across == AreaKind.ROAD:
            return self._along(row.only)
        county = [*self.needs.spots, *self.reading.geography.seats]
        spots = self.needs.zone(row.only) if row.across == AreaKind.ZONE else county
        piles = [*self.needs.piles, *(s.at for s in self.needs.spots if self.found.piles[s.code])]
        ways = [nearest(spot, piles) for spot in spots] if piles else []
        return kilometres(in_finest(max(ways))) if ways else "量不了"

    def _along(self, road: str) -> str:
        ruling = self.reading.basis.rulings.get(f"{AreaKind.ROAD}:{road}")
        named = ruling.value.get(ALONG, []) if ruling else []
        more = {site for lacking in self.needs.short_sites.values() for site in lacking}
        value = along_road(self.reading, named, more).value if named else None
        return "量不了" if value is None else kilometres(value)


def kilometres(value: int) -> str:
    """A way in the measure's smallest unit, in words."""
    measure = MEASURES["charging_distance"]
    return f"直线{measure.in_units(value)}{measure.unit}"
