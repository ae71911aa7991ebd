"""The account: hears what people did and what the office decided, and tells what must follow by
docs/rules. Plain Python that shares nothing with the portal."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from tests.year import plan
from tests.year.building import Building

NATURES = ("public", "dedicated", "private")
PARTS = {"dc": "dc_pile", "ac": "ac_pile", "connectors": "connector", "power": "power"}
PILES = [f"{nature}_{part}" for nature in NATURES for part in PARTS.values()]
SPACES = ("parking_space", "car_space", "charging_space")
LEVELS = (*SPACES, "bev", "phev", "charging_distance")
FOREVER = 10**9
Site = tuple[str, str]  # village code, name


class Impossible(Exception):
    """What the rules of docs/rules do not let happen."""


@dataclass(eq=False)
class Fact:
    """One amount that was reported and approved, on its own day."""

    measure: str
    cause: str
    value: int
    on: date
    area: str
    site: Site | None
    row: str | None
    told_by: Any  # the return
    line: int  # of the return
    heard: int  # the press since which it counts
    dropped: int = FOREVER  # the press since which it does not
    mends: Fact | None = None
    posted_by: Any = None  # the return, or the correction that put it in another's place
    first: Fact | None = None  # in whose place it stands, in the end

    def stands(self, known: int) -> bool:
        """Whether it counts as known after so many presses."""
        return self.heard <= known < self.dropped


@dataclass
class Place:
    """A site: what was said of it when it was brought in."""

    kind: str
    at_seat: bool
    keeper: str


@dataclass
class Said:
    """Something that was said of a site or a subject, at a press, to hold from a day on."""

    heard: int
    about: Any
    what: Any
    on: date


@dataclass
class Account:
    """What was pressed, in order, and what follows."""

    opened_on: date = date(2023, 12, 31)
    tick: int = 0
    facts: list[Fact] = field(default_factory=list)
    sites: dict[Site, Place] = field(default_factory=dict)
    site_mergers: list[Said] = field(default_factory=list)
    village_mergers: list[Said] = field(default_factory=list)
    declared: list[Said] = field(default_factory=list)
    ruled: list[Said] = field(default_factory=list)
    clearings: list[tuple[Fact, Fact]] = field(default_factory=list)  # hazard, its clearing
    closed: date | None = None
    next_plan: date | None = None  # from when another one holds, for which nothing is ruled
    building: Building = field(default_factory=Building)
    posting: Any = None  # what is being approved
    lines: dict[Any, list[dict]] = field(default_factory=dict)  # of a return, as approved last
    told_twice: list[dict] = field(default_factory=list)  # whose piles another record tells of

    def __post_init__(self) -> None:
        self.write("public_pile_unsplit", "opening", plan.BASELINE, self.opened_on, plan.COUNTY)

    # what is heard

    def write(
        self,
        measure: str,
        cause: str,
        value: int,
        on: date,
        area: str,
        site: Site | None = None,
        row: str | None = None,
        told_by: Any = None,
        line: int = -1,
        mends: Fact | None = None,
    ) -> Fact:
        """One more fact, from this press on."""
        made = Fact(measure, cause, value, on, area, site, row, told_by, line, self.tick)
        made.mends, made.posted_by = mends, self.posting or told_by
        made.first = mends.first if mends else made
        self.facts.append(made)
        return made

    def approve(self, told_by: Any, lines: list[dict], word: str = "", mends: bool = False) -> None:
        """A return's lines are posted, all or none; Impossible where the ledger cannot take
        them."""
        self.tick += 1
        self.posting = told_by
        before = len(self.facts), dict(self.sites), list(self.declared), list(self.clearings)
        try:
            for number, line in enumerate(lines):
                self.may_be_posted(line, word, mends)
                getattr(self, f"post_{line['kind']}")(line, told_by, number)
            self.nothing_below_zero()
            for line in lines if mends else ():
                self.both_sides(line["of"].first)
                self.follow_in_the_project(line, told_by)
        except Impossible:
            self.building.forget(self.tick)
            for fact in self.facts[before[0] :]:
                if fact.mends:
                    fact.mends.dropped = FOREVER
            del self.facts[before[0] :]
            self.sites, self.declared, self.clearings = before[1:]
            raise
        finally:
            self.posting = None
        if not mends:
            self.lines[told_by] = lines

    def may_be_posted(self, line: dict, word: str, mends: bool) -> None:
        """What happened in a closed year comes by the chief's word, or mends a number. What another
        record tells of is not posted again."""
        if any(line is told for told in self.told_twice):
            raise Impossible("told twice")
        day = line.get("on")
        free = mends or word or line["kind"] in ("opening", "corrected", "work", "building")
        if self.closed and day and day <= self.closed and not free:
            raise Impossible("a closed year")

    def undo(self, told_by: Any) -> None:
        """An approval is taken back: what it posted counts no more, and a number that it corrected
        is again what it was. Not while a correction of it stands, which goes first."""
        self.tick += 1
        if any(self.rests_on(fact, told_by) for fact in self.standing()):
            raise Impossible("corrected since")
        dropped = [f for f in self.standing() if f.posted_by == told_by]
        number = len(self.facts)
        for fact in dropped:
            fact.dropped = self.tick
            back = fact.mends
            while back and back.posted_by == told_by:
                back = back.mends
            if back:
                self.facts.append(replace(back, heard=self.tick, dropped=FOREVER))
        self.building.undo(self.tick, told_by)
        try:
            self.nothing_below_zero()
        except Impossible:
            self.building.forget(self.tick)
            for fact in dropped:
                fact.dropped = FOREVER
            del self.facts[number:]
            raise

    def rests_on(self, fact: Fact, posted_by: Any) -> bool:
        """Whether a fact stands in the place of one that somebody else posted."""
        older = fact.mends
        while older and fact.posted_by != posted_by:
            if older.posted_by == posted_by:
                return True
            older = older.mends
        return False

    def merge_sites(self, site: Site, into: Site, on: date, same_piles: bool) -> None:
        """Two records turn out to be one place."""
        self.tick += 1
        if same_piles:
            self.take_back(site)
        self.site_mergers.append(Said(self.tick, site, into, on))

    def take_back(self, site: Site) -> None:
        """The piles of a record were told by another one too; what a list took out of the implied
        number for them goes back there."""
        records = {s for s in self.sites if self.home(s, date.max, self.tick) == site}
        for fact in self.standing():
            if fact.site in records and fact.measure in (*PILES, "swap_station"):
                fact.dropped = self.tick
                self.told_twice.append(self.lines[fact.told_by][fact.line])
                if fact.cause == "opening" and fact.measure in ("public_dc_pile", "public_ac_pile"):
                    self.follow_in_the_implied(fact, -fact.value, fact.told_by)

    def merge_villages(self, village: str, into: str, on: date) -> None:
        """A village goes on as another one from a day on."""
        self.tick += 1
        self.village_mergers.append(Said(self.tick, village, into, on))

    def declare(self, site: Site, station: bool, on: date) -> None:
        """认定: a site is a station or is not, from a day on."""
        self.tick += 1
        self.declared.append(Said(self.tick, site, station, on))

    def rule(self, subject: str, answer: Any, on: date) -> None:
        """The head of the office decides what the plan leaves open."""
        self.tick += 1
        self.ruled.append(Said(self.tick, subject, answer, on))

    def close(self, year: int) -> None:
        """年度结账."""
        self.tick += 1
        self.closed = date(year, 12, 31)

    # what each kind of line posts

    def post_piles(
        self, line: dict, told_by: Any, number: int, cause: str, sign: int, parts: dict[str, int]
    ) -> None:
        """The parts of a line that are not nothing."""
        site = self.site_of(line, told_by)
        for part, amount in parts.items():
            if amount:
                measure = f"{line['nature']}_{PARTS[part]}"
                row = line.get("row")
                self.write(
                    measure, cause, sign * amount, line["on"], site[0], site, row, told_by, number
                )

    def post_added(self, line: dict, told_by: Any, number: int) -> None:
        """新增; what was being built is in service."""
        self.post_piles(line, told_by, number, "added", 1, parts_of(line))
        if "project" in line:
            word = self.last_word(line["project"])
            self.building.take_over(self.tick, word, line, told_by, number)
        self.say_station(line)

    def post_building(self, line: dict, told_by: Any, number: int) -> None:
        """在建: nothing is posted."""
        if line["again"]:
            place = self.last_word(line["project"]).place
        else:
            place = line["site"] if "new" in line else self.standing_site(line["site"])
        self.building.tell(self.tick, line, place, told_by, number)

    def last_word(self, project: str) -> Any:
        """The word on a project that goes on."""
        word = self.building.going_on(self.tick).get(project)
        if word is None:
            raise Impossible("it is not being built")
        return word

    def follow_in_the_project(self, line: dict, by: Any) -> None:
        """A correction that leaves none of the piles with which a project went into service: it is
        being built again; one that gives some back: it went."""
        first = line["of"].first
        told_by, number = first.told_by, first.line
        words = [w for w in self.building.words if (w.told_by, w.line) == (told_by, number)]
        piles = sum(
            f.value
            for f in self.standing()
            if (f.told_by, f.line) == (told_by, number) and f.measure.endswith("c_pile")
        )
        if words and first.cause == "added" and words[-1].stands(self.tick) != bool(piles):
            self.building.turn(self.tick, words[-1], bool(piles), by)

    def post_opening(self, line: dict, told_by: Any, number: int) -> None:
        """期初: out of the implied number, where they are public."""
        line = {**line, "on": self.opened_on}
        self.post_piles(line, told_by, number, "opening", 1, parts_of(line))
        if line["nature"] == "public":
            piles = line["dc"] + line["ac"]
            self.write(
                "public_pile_unsplit",
                "opening",
                -piles,
                self.opened_on,
                plan.COUNTY,
                told_by=told_by,
                line=number,
            )
        self.say_station(line)

    def post_removed(self, line: dict, told_by: Any, number: int) -> None:
        """拆除; what was out of use is that no more, and was in no stock already."""
        if line.get("out_of_use"):
            self.post_piles(line, told_by, number, "resumed", 1, parts_of(line))
        self.post_piles(line, told_by, number, "dismantled", -1, parts_of(line))

    def post_stopped(self, line: dict, told_by: Any, number: int) -> None:
        """停用."""
        self.post_piles(line, told_by, number, "stopped", -1, parts_of(line))

    def post_reopened(self, line: dict, told_by: Any, number: int) -> None:
        """恢复使用."""
        self.post_piles(line, told_by, number, "resumed", 1, parts_of(line))

    def post_opened(self, line: dict, told_by: Any, number: int) -> None:
        """专用桩对外开放: dedicated no more, public from now on."""
        for nature, sign in (("dedicated", -1), ("public", 1)):
            moved = {**line, "nature": nature}
            self.post_piles(moved, told_by, number, "converted", sign, parts_of(line))

    def post_changed(self, line: dict, told_by: Any, number: int) -> None:
        """设备改造: what stood on the day becomes what is stated."""
        site = self.site_of(line, told_by)
        changes = {
            part: amount - self.stock(site, f"{line['nature']}_{PARTS[part]}", line["on"])
            for part, amount in parts_of(line).items()
        }
        self.post_piles(line, told_by, number, "refitted", 1, changes)

    def post_site(self, line: dict, told_by: Any, number: int) -> None:
        """A place is in the register; the spaces that are given are observed."""
        site = self.site_of(line, told_by)
        where = line["on"], site[0], site, None, told_by, number
        self.write("registered", "added", 1, *where)
        for measure in SPACES:
            if line.get(measure) is not None:
                self.write(measure, "observed", line[measure], *where)

    def post_left(self, line: dict, told_by: Any, number: int) -> None:
        """A place leaves the register, if it was in it."""
        site = self.site_of(line, told_by)
        if not self.in_register(site, line["on"]):
            raise Impossible("not in the register")
        self.write("registered", "removed", -1, line["on"], site[0], site, None, told_by, number)

    def post_pilot(self, line: dict, told_by: Any, number: int) -> None:
        """A pilot reaches a stage, once."""
        site, measure = self.site_of(line, told_by), f"pilot_{line['stage']}"
        if self.stock(site, measure, date.max):
            raise Impossible("a stage is reached once")
        self.write(measure, "added", 1, line["on"], site[0], site, None, told_by, number)

    def post_swap(self, line: dict, told_by: Any, number: int) -> None:
        """A battery swap station is there, out of use, back or gone."""
        site = self.site_of(line, told_by)
        cause = "added" if line["event"] == "opened" else line["event"]
        sign = 1 if cause in ("added", "resumed") else -1
        where = line["on"], site[0], site, None, told_by, number
        if line.get("out_of_use"):
            self.write("swap_station", "resumed", 1, *where)
        self.write("swap_station", cause, sign, *where)

    def post_work(self, line: dict, told_by: Any, number: int) -> None:
        """工作情况: words, of which nothing follows."""

    def post_vehicles(self, line: dict, told_by: Any, number: int) -> None:
        """Vehicles in use on a day."""
        for measure in ("bev", "phev"):
            self.write(
                measure,
                "observed",
                line[measure],
                line["on"],
                plan.COUNTY,
                told_by=told_by,
                line=number,
            )

    def post_distance(self, line: dict, told_by: Any, number: int) -> None:
        """A way to the nearest pile, in tens of metres."""
        self.write(
            "charging_distance",
            "observed",
            line["distance"],
            line["on"],
            line["place"],
            told_by=told_by,
            line=number,
        )

    def post_inspected(self, line: dict, told_by: Any, number: int) -> None:
        """A look at a site, what it orders out of use, the hazard it finds."""
        site = self.standing_site(line["site"])
        where = line["on"], site[0], site, None, told_by, number
        self.write("inspection", "added", 1, *where)
        if line["stopped"]:
            for measure in PILES:
                if stock := self.stock(site, measure, line["on"]):
                    self.write(measure, "stopped", -stock, *where)
        if line["grade"] != "none":
            self.write(f"hazard_{line['grade']}", "added", 1, *where)

    def post_cleared(self, line: dict, told_by: Any, number: int) -> None:
        """The hazard that an inspection found is gone; once."""
        found = line["of"]
        closed = any(f is found and by.stands(self.tick) for f, by in self.clearings)
        if closed or not found.value or not found.stands(self.tick):
            raise Impossible("no such hazard is open")
        where = found.area, found.site, None, told_by, number
        cleared = self.write(found.measure, "removed", -1, line["on"], *where)
        self.clearings.append((found, cleared))

    def post_corrected(self, line: dict, told_by: Any, number: int) -> None:
        """Another number in the place of one."""
        named = line["of"]
        old = next((f for f in self.standing() if f.first is named.first), None)
        if old is None or old.posted_by != named.posted_by:
            raise Impossible("nothing there to correct, or corrected since")
        old.dropped = self.tick
        value = -line["value"] if takes_away(old) else line["value"]
        self.write(
            old.measure,
            old.cause,
            value,
            old.on,
            old.area,
            old.site,
            old.row,
            old.told_by,
            old.line,
            mends=old,
        )
        if old.cause == "opening" and old.measure in ("public_dc_pile", "public_ac_pile"):
            self.follow_in_the_implied(old, value - old.value, old.told_by)

    def follow_in_the_implied(self, old: Fact, change: int, told_by: Any) -> None:
        """The number that the plan implies gives up what a list takes out of it."""
        implied = next(
            f
            for f in self.standing()
            if f.measure == "public_pile_unsplit"
            and f.told_by == old.told_by
            and f.line == old.line
        )
        implied.dropped = self.tick
        self.write(
            implied.measure,
            "opening",
            implied.value - change,
            implied.on,
            implied.area,
            told_by=told_by,
            line=implied.line,
            mends=implied,
        )

    def both_sides(self, first: Fact) -> None:
        """What only changes what piles are leaves as many as there were; of what was out of use as
        much is gone as came out of it."""
        sums: Counter[str] = Counter()
        for fact in self.standing():
            if (fact.told_by, fact.line) == (first.told_by, first.line):
                sums[fact.measure] += fact.value
        if self.is_of_out_of_use(first) and any(sums.values()):
            raise Impossible("one side only")
        piles = sum(n for measure, n in sums.items() if measure.endswith("c_pile"))
        if first.cause in ("converted", "refitted") and piles:
            raise Impossible("more or fewer than before")

    def is_of_out_of_use(self, fact: Fact) -> bool:
        """Whether a line told with it that what was out of use is gone."""
        lines = self.lines.get(fact.told_by, [])
        return 0 <= fact.line < len(lines) and bool(lines[fact.line].get("out_of_use"))

    # what stands

    def standing(self, known: int | None = None) -> list[Fact]:
        """The facts that count as known after so many presses (None: after all)."""
        known = self.tick if known is None else known
        return [fact for fact in self.facts if fact.stands(known)]

    def site_of(self, line: dict, told_by: Any) -> Site:
        """The site of a line, brought in where the line describes a new one."""
        site = line["site"]
        if site not in self.sites:
            new = line["new"]
            self.sites[site] = Place(new["kind"], new["at_seat"], told_by[0])
        return self.standing_site(site)

    def standing_site(self, site: Site) -> Site:
        """The place that a record is one with by now."""
        return self.home(site, date.max, self.tick)

    def home(self, site: Site, until: date, known: int) -> Site:
        """The record that a site's numbers count for at the end of a day's month."""
        gone = {
            said.about: said.what
            for said in self.site_mergers
            if said.heard <= known and said.on <= until
        }
        while site in gone:
            site = gone[site]
        return site

    def movements(self, site: Site, measure: str) -> Counter[date]:
        """Day to change, of all records of a place."""
        found: Counter[date] = Counter()
        for fact in self.standing():
            if fact.measure == measure and fact.site and self.standing_site(fact.site) == site:
                found[fact.on] += fact.value
        return found

    def stock(self, site: Site, measure: str, day: date) -> int:
        """What stands at a place at the end of a day."""
        return sum(n for on, n in self.movements(site, measure).items() if on <= day)

    def least(self, site: Site, measure: str, day: date) -> int:
        """The lowest stock of a place from a day on."""
        moves = self.movements(site, measure)
        days = [day, *(on for on in moves if on > day)]
        return min(sum(n for on, n in moves.items() if on <= when) for when in days)

    def taken_out(self, site: Site, measure: str, day: date) -> int:
        """How much was stopped at a place and has come back neither by a day nor later; of no day
        (date.min): by now."""
        out: Counter[date] = Counter()
        for f in self.standing():
            moved = f.measure == measure and f.cause in ("stopped", "resumed")
            if moved and f.site and self.standing_site(f.site) == site:
                out[f.on] -= f.value
        if day == date.min:
            return sum(out.values())
        days = [day, *(on for on in out if on > day)]
        return min(sum(n for on, n in out.items() if on <= when) for when in days)

    def in_register(self, site: Site, day: date) -> bool:
        """Whether the newest word on a place by a day says that it belongs in the register."""
        words = [
            (f.on, n, f.value)
            for n, f in enumerate(self.facts)
            if f.stands(self.tick)
            and f.measure == "registered"
            and f.on <= day
            and f.site
            and self.standing_site(f.site) == site
        ]
        return bool(words) and max(words)[2] > 0

    def nothing_below_zero(self) -> None:
        """No place has fewer than no piles on any day, nor more back in use than went out of it; no
        hazard is cleared that is none."""
        running: dict[tuple[Site, str, str], Counter[date]] = {}
        for fact in self.standing():
            if fact.site and fact.measure not in (*LEVELS, "registered"):
                address = self.standing_site(fact.site), fact.measure
                running.setdefault((*address, "stands"), Counter())[fact.on] += fact.value
                if fact.cause in ("stopped", "resumed"):
                    running.setdefault((*address, "out"), Counter())[fact.on] -= fact.value
        for moves in running.values():
            stock = 0
            for _, change in sorted(moves.items()):
                stock += change
                if stock < 0:
                    raise Impossible("fewer than none")
        there = {id(fact.first) for fact in self.standing() if fact.value}
        if any(id(by.first) in there and id(f.first) not in there for f, by in self.clearings):
            raise Impossible("what is cleared is no hazard")

    def say_station(self, line: dict) -> None:
        """A line that brings in a site may say whether it is a station."""
        if "new" in line and line.get("station") is not None:
            self.declared.append(Said(self.tick, line["site"], line["station"], line["on"]))

    def answer(self, subject: str, day: date, known: int) -> Any:
        """What was ruled on a subject for a day, as known after so many presses."""
        if self.next_plan and day >= self.next_plan:
            return None
        found = [
            (said.on, said.heard, said.what)
            for said in self.ruled
            if said.about == subject and said.heard <= known and said.on <= day
        ]
        return max(found)[2] if found else None


def takes_away(fact: Fact) -> bool:
    """Whether a number lowers a stock, or did before it was corrected to nothing."""
    if not fact.value and fact.mends:
        return takes_away(fact.mends)
    return fact.value < 0 or not fact.value and fact.cause in ("dismantled", "stopped")


def parts_of(line: dict) -> dict[str, int]:
    """The numbers of a line of piles."""
    return {part: line[part] for part in PARTS}
