"""Every figure as the plan words it, told from the account: a number, a (number, of) pair, or None
where nothing can be said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

from tests.year import plan
from tests.year.account import Account, Fact, Site
from tests.year.building import Word
from tests.year.days import month_end

DIRECT, ALTERNATING, IMPLIED = "public_dc_pile", "public_ac_pile", "public_pile_unsplit"
PUBLIC = (DIRECT, ALTERNATING, IMPLIED)
DEDICATED = ("dedicated_dc_pile", "dedicated_ac_pile")
ADDED = {"I01": PUBLIC, "I01d": (DIRECT,), "I01a": (ALTERNATING,)}  # of either current, of one
HAPPENED = {"I42": ("inspection",), "I43f": ("hazard_general", "hazard_grave")}
STOPPING = ("stopped", "resumed")
COVERAGES = {"I05": 1, "I08": 1, "I09": 5, "I10": 2}  # what a township, its seat, a village needs
PILOTS = {  # indicator: kind of pilot, and the stage that counts
    "I26": ("pilot_unified_core", "pilot_selected"),
    "I27": ("pilot_unified_edge", "pilot_selected"),
    "I28": ("pilot_opened", "pilot_selected"),
    "I29": ("pilot_roadside", "pilot_selected"),
    "I30": ("pilot_new_energy", "pilot_built"),
    "I31": ("pilot_pv_storage", "pilot_built"),
    "I32": ("pilot_swap", "pilot_laid_out"),
}


def anywhere(fact: Fact, site: Site | None) -> bool:
    """Of all sites, and of none."""
    return True


@dataclass
class Told:
    """The account at the end of a month, as known after so many presses (the last when None)."""

    account: Account
    year: int
    month: int
    known: int | None = None

    def __post_init__(self) -> None:
        self.end = month_end(self.year, self.month)
        self.known = self.account.tick if self.known is None else self.known

    # rulings

    def answer(self, subject: str, default: object = None) -> object:
        """What is ruled on a subject, else the default."""
        found = self.account.answer(subject, self.end, self.known)
        return default if found is None else found

    @cached_property
    def list_stands(self) -> bool:
        """Whether the list of the opening stands, and not the number that the plan implies: ruled
        of the opening, whenever it is ruled."""
        words = [s for s in self.account.ruled if s.about == "baseline:list"]
        return any(s.what for s in [w for w in words if w.heard <= self.known][-1:])

    # what counts

    @cached_property
    def facts(self) -> list[Fact]:
        """What counts for the month's end, in the order of days, then of hearing."""
        passed_over = STOPPING if self.answer("stopped_counts") else ()
        found = [
            (fact.on, number, fact)
            for number, fact in enumerate(self.account.facts)
            if fact.stands(self.known)
            and fact.on <= self.end
            and fact.cause not in passed_over
            and not (self.list_stands and fact.measure == IMPLIED)
        ]
        return [fact for *_, fact in sorted(found, key=lambda f: f[:2])]

    @cached_property
    def by_measure(self) -> dict[str, list[Fact]]:
        """The facts of each measure."""
        found = defaultdict(list)
        for fact in self.facts:
            found[fact.measure].append(fact)
        return found

    def of(self, measures: Iterable[str]) -> list[Fact]:
        """The facts of some measures, of each in order."""
        return [fact for measure in measures for fact in self.by_measure[measure]]

    @cached_property
    def mergers(self) -> dict[Site, tuple[date, Site]]:
        """Record to when and into what it was merged."""
        return {
            said.about: (said.on, said.what)
            for said in self.account.site_mergers
            if said.heard <= self.known and said.on <= self.end
        }

    @cached_property
    def villages_gone(self) -> dict[str, str]:
        """Village to what it is part of now."""
        return {
            said.about: said.what
            for said in self.account.village_mergers
            if said.heard <= self.known and said.on <= self.end
        }

    def site(self, fact: Fact, happened: bool = False) -> Site | None:
        """The record that a fact counts for; what `happened`, as an addition, is told where it
        happened: at the record as it was then."""
        site = fact.site
        while site in self.mergers:
            on, into = self.mergers[site]
            if happened and (fact.on.year, fact.on.month) <= (on.year, on.month):
                break
            site = into
        return site

    def home(self, site: Site) -> Site:
        """The record that a place has by the month's end."""
        while site in self.mergers:
            site = self.mergers[site][1]
        return site

    def area(self, fact: Fact, happened: bool = False) -> str:
        """Where a fact counts."""
        site = self.site(fact, happened)
        return fact.area if site is None or site == fact.site else site[0]

    def lies_in(self, code: str, place: str) -> bool:
        """Whether an area lies in a place, or was merged into it."""
        if len(place) == 12:
            while code in self.villages_gone:
                code = self.villages_gone[code]
        return code.startswith(place)

    def kind(self, site: Site | None) -> str:
        """What a site is; nothing for none."""
        return self.account.sites[site].kind if site else ""

    def total(
        self,
        measures: Iterable[str],
        place: str = plan.COUNTY,
        test: Callable[[Fact, Site | None], bool] = anywhere,
    ) -> int:
        """How much of some measures stands in a place."""
        return sum(
            fact.value
            for fact in self.of(measures)
            if self.lies_in(self.area(fact), place) and test(fact, self.site(fact))
        )

    def added(
        self,
        measures: Iterable[str],
        place: str = plan.COUNTY,
        row: str | None = "any",
        kind: str = "",
        causes: tuple[str, ...] = ("added",),
        window: str = "y",
    ) -> int:
        """How much happened this year (this month alone, or so far), where it happened."""
        return sum(
            fact.value
            for fact in self.of(measures)
            if fact.cause in causes
            and (window == "t" or fact.on.year == self.year)
            and (window != "m" or fact.on.month == self.month)
            and self.lies_in(self.area(fact, True), place)
            and row in ("any", fact.row)
            and kind in ("", self.kind(self.site(fact, True)))
        )

    def by_site(self, measures: Iterable[str], kinds: Iterable[str]) -> dict[Site, int]:
        """Site of some kinds to how much stands there."""
        found: dict[Site, int] = defaultdict(int)
        for fact in self.of(measures):
            site = self.site(fact)
            if site and self.kind(site) in kinds:
                found[site] += fact.value
        return found

    def newest(self, measure: str, kinds: Iterable[str] | None = None) -> dict[object, int]:
        """Address to the newest observation."""
        found: dict[object, int] = {}
        for fact in self.by_measure[measure]:
            site = self.site(fact)
            if kinds is None or self.kind(site) in kinds:
                found[site or fact.area] = fact.value
        return found

    # forms of indicators

    def covered(self, places: Iterable[str], least: int, at_seat: bool = False) -> tuple[int, int]:
        """How many places have enough public piles, of how many."""
        where = self.is_at_seat if at_seat else anywhere
        stocks = [self.total(PUBLIC, code, where) for code in places]
        return sum(stock >= least for stock in stocks), len(stocks)

    def is_at_seat(self, fact: Fact, site: Site | None) -> bool:
        """Whether a site stands at its township's seat."""
        return site is not None and self.account.sites[site].at_seat

    @cached_property
    def at_sites(self) -> tuple[dict[Site, int], dict[Site, int], dict[Site, str]]:
        """Site to its direct and its other public piles, and where it lies."""
        direct: dict[Site, int] = defaultdict(int)
        other: dict[Site, int] = defaultdict(int)
        where = {}
        for fact in self.of((DIRECT, ALTERNATING)):
            if site := self.site(fact):
                (direct if fact.measure == DIRECT else other)[site] += fact.value
                where[site] = self.area(fact)
        return direct, other, where

    @cached_property
    def said_of_stations(self) -> dict[Site, bool]:
        """Site to whether it is a station, by the last word on it."""
        words = sorted(
            (said.on, said.heard, n, said.about, said.what)
            for n, said in enumerate(self.account.declared)
            if said.heard <= self.known and said.on <= self.end
        )
        return {self.home(site): station for *_, site, station in words}

    def is_station(self, site: Site, direct: int, other: int) -> bool:
        """Whether so many piles make a site a station: D41, as ruled or by default."""
        least, direct_too = self.answer("station:piles", 3), self.answer("station:direct", True)
        enough = direct + other >= least and (direct > 0 or not direct_too)
        return direct + other > 0 and bool(self.said_of_stations.get(site) or enough)

    @cached_property
    def stations(self) -> list[str]:
        """Where public charging stations are."""
        direct, other, where = self.at_sites
        return [where[site] for site in where if self.is_station(site, direct[site], other[site])]

    def stations_in(self, place: str) -> int:
        """How many stations a place has."""
        return sum(self.lies_in(code, place) for code in self.stations)

    def share(
        self,
        kinds: Iterable[str],
        over: str,
        piles: Iterable[str] = (),
        level: str = "",
    ) -> Fraction | None:
        """Σ above ÷ Σ below over the sites where both are known and there is a denominator; what
        left the register counts while piles stand there."""
        words, piled = self.newest("registered", kinds), self.by_site((*PUBLIC, *DEDICATED), kinds)
        gone = {s for s, word in words.items() if word <= 0 and piled.get(s, 0) <= 0}
        told = self.newest(over, kinds).items()
        below = {site: n for site, n in told if n and site not in gone}
        above = self.newest(level, kinds) if level else self.by_site(piles, kinds)
        known = [site for site in below if not level or site in above]
        if not known:
            return None
        return Fraction(sum(above.get(s, 0) for s in known), sum(below[s] for s in known))

    def places_covered(self, code: str, kind: str, piles: Iterable[str]) -> tuple[int, int] | None:
        """How many places of a kind have a pile, of how many: those in the register, those that
        came with piles, or as many as are on record."""
        words = self.newest("registered", [kind])
        stands = self.by_site(piles, [kind])
        known = {s for s, word in words.items() if word > 0} | {
            s for s, n in stands.items() if n > 0
        }
        size = self.answer(f"register:{code}") or plan.PLACES.get(kind, 0)
        covered = sum(stands.get(site, 0) >= 1 for site in known)
        return (covered, max(len(known), size)) if known else None

    def farthest(self, test: Callable[[str], bool]) -> int | None:
        """The longest way that was assessed."""
        ways = self.newest("charging_distance")
        return max((n for code, n in ways.items() if test(str(code))), default=None)

    @cached_property
    def causes(self) -> tuple[str, ...]:
        """What makes an addition: opened to all only where it is ruled (D28)."""
        return ("added", "converted") if self.answer("opened_counts") else ("added",)

    @cached_property
    def villages(self) -> list[str]:
        """The villages that are places of their own."""
        return [code for code in plan.VILLAGES if code not in self.villages_gone]

    def county(self) -> dict[str, object]:
        """Indicator to what the county has."""
        stock, every = self.total(PUBLIC), (*PUBLIC, *DEDICATED)
        vehicles = [*self.newest("bev").values(), *self.newest("phev").values()]
        places = len(plan.TOWNSHIPS)
        with_one = sum(self.stations_in(code) > 0 for code in plan.TOWNSHIPS)
        reported = sum(vehicles) if vehicles else None
        planned = plan.VEHICLES[min(self.year, plan.YEARS[-1])]
        return {
            "I01": self.added(PUBLIC, causes=self.causes),
            "I02": stock,
            "I03": reported,
            "I04": Fraction(planned, stock) if stock else None,
            "I04r": Fraction(reported, stock) if reported is not None and stock else None,
            "I05": (with_one, places),
            "I06": Fraction(len(self.stations), places),
            "I07": Fraction(stock, places),
            "I08": self.covered(plan.TOWNSHIPS, 1),
            "I09": self.covered(plan.TOWNSHIPS, 5, at_seat=True),
            "I10": self.covered(self.villages, 2),
            "I11": self.farthest(lambda code: code.startswith("1406")),
            "I12": self.farthest(lambda code: code.endswith("_core")),
            "I13": self.farthest(lambda code: code.endswith("_outer")),
            "I14": self.share(["car_park", "commercial", "hub"], "parking_space", every),
            "I15": self.places_covered("I15", "estate", every),
            "I16": self.share(["institution"], "parking_space", DEDICATED),
            "I17": self.share(["scenic"], "parking_space", level="charging_space"),
            "I18": self.places_covered("I18", "post_house", every),
            "I19": self.places_covered("I19", "camp", every),
            "I20": self.farthest(lambda code: code.endswith("_great_wall_1")),
            "I21": self.places_covered("I21", "parking_area", every),
            "I22": self.share(["parking_area"], "parking_space", level="charging_space"),
            "I23": self.farthest(lambda code: code.endswith("_trunk")),
            "I24": self.places_covered("I24", "service_area", [DIRECT]),
            "I25": self.share(["service_area"], "car_space", every),
            "I35": self.total([IMPLIED]),
            "I36": self.total([DIRECT]),
            "I37": self.total([ALTERNATING]),
            "I38": self.total(["public_connector"]),
            "I39": self.total(["public_power"]),
            "I40": self.total(DEDICATED),
            "I41": self.total(["private_dc_pile", "private_ac_pile"]),
            "I42": self.added(HAPPENED["I42"]),
            "I43": self.total(["hazard_general", "hazard_grave"]),
            "I44": self.total(["hazard_grave"]),
            "I45": self.total(["swap_station"]),
            **{code: self.added([measure], kind=kind) for code, (kind, measure) in PILOTS.items()},
        }

    def tell(self, code: str, where: str, window: str) -> object:
        """What an indicator says of the county, of a place or (u and its code) of a row of 附件2;
        KeyError for what the account does not know."""
        if code == "I33":
            row = where.removeprefix("u")
            row_ = None if row == "none" else row
            return self.added(PUBLIC, row=row_, causes=self.causes, window=window)
        if code in ADDED:
            return self.added(ADDED[code], where, causes=self.causes, window=window)
        if code in HAPPENED and where == plan.COUNTY:
            return self.added(HAPPENED[code], window=window)
        if where == plan.COUNTY:
            return self.all_of_the_county[code]
        if where.startswith("u"):  # of what is credited to a row, wherever it stands
            measures = {
                "I02": PUBLIC,
                "I36": [DIRECT],
                "I37": [ALTERNATING],
                "I38": ["public_connector"],
                "I39": ["public_power"],
                "I40": DEDICATED,
            }[code]
            return sum(f.value for f in self.of(measures) if f.row == where.removeprefix("u"))
        villages = [v for v in self.villages if self.lies_in(v, where)]
        return {
            "I02": lambda: self.total(PUBLIC, where),
            "I05": lambda: (int(self.stations_in(where) > 0), 1),
            "I08": lambda: self.covered([where], 1),
            "I09": lambda: self.covered([where], 5, at_seat=True),
            "I10": lambda: self.covered(villages, 2),
            "I11": lambda: self.newest("charging_distance").get(where),
            "I35": lambda: self.total([IMPLIED], where),
            "I36": lambda: self.total([DIRECT], where),
            "I37": lambda: self.total([ALTERNATING], where),
            "I38": lambda: self.total(["public_connector"], where),
            "I39": lambda: self.total(["public_power"], where),
            "I40": lambda: self.total(DEDICATED, where),
            "I41": lambda: self.total(["private_dc_pile", "private_ac_pile"], where),
            "I45": lambda: self.total(["swap_station"], where),
        }[code]()

    @cached_property
    def all_of_the_county(self) -> dict[str, object]:
        """What the county has, told once."""
        return self.county()

    # what is being built

    @cached_property
    def projects(self) -> list[Word]:
        """The last word on each project of public piles that goes on at the month's end."""
        newest = self.account.building.newest(self.known or 0, self.end)
        return [word for word in newest.values() if word.piles and word.public]

    def when(self, word: Word, today: date) -> str:
        """When a project is expected, as who reads on a day is told."""
        if word.expected < min(today, self.end + timedelta(days=1)):
            return "past"
        if word.expected.year > plan.YEARS[-1] > self.year or word.expected.year > self.year:
            later = word.expected.year <= plan.YEARS[-1]
            return f"{word.expected:%Y-%m}" if later else "after"
        return f"{word.expected:%Y-%m}"

    def in_time(self, word: Word, today: date) -> bool:
        """Whether the year has a project's piles by its end, by what is expected; what is past its
        day while the year lasts."""
        if self.when(word, today) == "past":
            return min(today, self.end + timedelta(days=1)).year <= self.year
        return word.expected.year == self.year

    def reach(self, row: str, today: date) -> tuple[int, dict[str, int]]:
        """What the county (any), a row or none (empty) comes to by the year's end; what is being
        built, by when."""
        mine = [w for w in self.projects if row == "any" or (w.row or "") == row]
        done = self.added(PUBLIC, row=row if row == "any" else row or None, causes=self.causes)
        expected: dict[str, int] = defaultdict(int)
        for word in mine:
            expected[self.when(word, today)] += word.piles
        return done + sum(w.piles for w in mine if self.in_time(w, today)), dict(expected)

    def to_come(self, code: str, today: date) -> set[str]:
        """The places that a coverage lacks and will have by the year's end."""
        places = self.villages if code == "I10" else plan.TOWNSHIPS
        now = {place: self.lacks(code, place, today) for place in places}
        return {place for place, (lacking, then) in now.items() if lacking and not then}

    def lacks(self, code: str, place: str, today: date) -> tuple[int, int]:
        """What a place lacks of what a coverage asks for: now, and by the year's end."""
        coming = [w for w in self.projects if self.in_time(w, today)]
        coming = [w for w in coming if self.lies_in(w.place[0], place)]
        if code == "I05":
            stock, more = self.stations_in(place), sum(map(self.becomes_station, coming))
        elif code == "I09":
            stock = self.total(PUBLIC, place, self.is_at_seat)
            more = sum(word.piles for word in coming if word.at_seat)
        else:
            stock, more = self.total(PUBLIC, place), sum(word.piles for word in coming)
        least = COVERAGES[code]
        return max(0, least - stock), max(0, least - stock - more)

    def becomes_station(self, word: Word) -> bool:
        """Whether a project's piles, with those that stand at its site, are a station there."""
        direct, other, _ = self.at_sites
        site = self.home(word.place)
        piles = direct.get(site, 0) + word.direct, other.get(site, 0) + word.piles - word.direct
        return self.is_station(site, *piles)

    def rows(self) -> dict[str, int]:
        """Row of 附件2 to what was added for it this year."""
        return {code: self.added(PUBLIC, row=code, causes=self.causes) for code in plan.QUOTAS}

    def places(self) -> dict[tuple[str, str], object]:
        """(indicator, place) to what a township or a village has."""
        townships = {
            (code, place): value
            for place in plan.TOWNSHIPS
            for code, value in {
                "I01": self.added(PUBLIC, place, causes=self.causes),
                "I02": self.total(PUBLIC, place),
                "I39": self.total(["public_power"], place),
            }.items()
        }
        return townships | {("I02", place): self.total(PUBLIC, place) for place in self.villages}
