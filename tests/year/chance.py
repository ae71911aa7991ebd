"""A random office: what its people press, month after month, told to the account and to the
portal."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from shanyin_charging import clock
from tests.year import by_verbs, plan
from tests.year.account import NATURES, PARTS, SPACES, Account, Fact, Impossible, Site
from tests.year.days import CHINA, lock_at, month_end
from tests.year.returns import Desk

CARRYING = ("car_park", "commercial", "hub", "estate", "institution", "scenic", "public_place")
ROADSIDE = ("post_house", "camp", "parking_area", "service_area")
KEEPS = {  # unit: the kinds of places that it keeps
    "transport": ("hub", "institution", "post_house", "camp", "service_area"),
    "housing": ("estate",),
    "culture": ("scenic",),
    "highway": ("parking_area",),
    "affairs": ("institution",),
}
TOWNSHIP_KEEPS = ("car_park", "commercial", "institution")
PILOTS = {
    "energy": ("pilot_new_energy", "pilot_pv_storage", "pilot_swap"),
    "housing": ("pilot_roadside", "pilot_unified_core", "pilot_unified_edge"),
    "affairs": ("pilot_opened",),
}
WAYS = {"land": ("core", "outer"), "transport": ("great_wall_1",), "highway": ("trunk",)}
INSPECTS = ("energy", "housing", "market", "fire")
TOWNSHIPS = plan.TOWNSHIPS[:5]  # of so few that their sites are told of more than once
UNITS = (*TOWNSHIPS, "transport", "housing", "culture", "highway", "affairs", "energy", "land")
UNITS = (*UNITS, "traffic_police", "market", "development_zone")
RULINGS = {
    "opened_counts": (True, False),
    "stopped_counts": (True, False),
    "station:piles": (1, 2, 4),
    "station:direct": (True, False),
    "baseline:list": (True, False),
    "register:I15": (5, 9),
    "register:I18": (3,),
}
CORRECTED = ("added", "opening", "dismantled", "stopped", "resumed", "observed")
TURNED = ("converted", "refitted")  # both sides of which are corrected together
ONE_BY_ONE = ("swap_station", "inspection", "hazard")  # there or not, happened or not
Month = tuple[int, int]


def following(month: Month, by: int = 1) -> Month:
    """Some months later."""
    index = month[0] * 12 + month[1] - 1 + by
    return index // 12, index % 12 + 1


class Office:
    """Presses at random what may be pressed; the account hears all that is pressed, and says
    beforehand what must be refused."""

    tellers: tuple[str, ...] = UNITS  # who comes unasked

    def __init__(
        self, seed: int, months: int, presses: int, hands: Callable[..., Any] = by_verbs.Hands
    ) -> None:
        self.seed, self.chance, self.presses = seed, random.Random(seed), presses
        start = following((2024, 1), self.chance.randrange(25 - months))
        self.months = [following(start, n) for n in range(months)]
        self.now = datetime.combine(date(*start, 1), time(9), CHINA)
        self.account, self.desk = Account(), Desk(start)
        with clock.at(self.now):
            self.hands = hands(start, self.now.date())
        self.story: list[str] = []
        self.members = plan.MEMBERS
        self.waiting: dict[Any, list[dict]] = {}  # handed in, not judged
        self.open: dict[Any, list[dict]] = {}  # sent back, or taken back
        self.received: dict[Any, datetime] = {}  # when its paper came, of what the office enters
        self.approved: dict[Any, list[dict]] = {}
        self.held: set[Any] = set()  # left to whoever has something in mind with it
        self.overtaken: dict[Any, list[dict]] = {}  # corrections of what was mended otherwise
        self.desk.waits = [self.waiting, self.overtaken]
        self.desk.opened_counts = self.opened_counts
        self.numbers: list[tuple[int, int]] = [(0, 1)]  # presses so far, the last entry's number
        self.days: dict[int, date] = {}  # number of an entry to the day until which it was the last
        self.names = 0
        self.opened: datetime | None = None

    # telling

    def play(self) -> None:
        """All months, one after the other, and the one after them."""
        for month in [*self.months, following(self.months[-1])]:
            self.now = max(self.now, datetime.combine(date(*month, 25), time(9), CHINA))
            for _ in range(self.presses):
                self.now += timedelta(minutes=self.chance.randrange(1, 60 * 24 * 8))
                self.press()

    def press(self) -> None:
        """One thing that somebody does."""
        what, weights = zip(*self.presses_of_all(), strict=True)
        self.chance.choices(what, weights)[0]()

    def presses_of_all(self) -> list[tuple[Callable[[], None], float]]:
        """What is pressed, and how often."""
        return [
            (self.report, 10),
            (self.judge, 12),
            (self.undo, 1),
            (self.take_back, 1),
            (self.correct, 4),
            (self.merge_sites, 1.5),
            (self.merge_villages, 0.7),
            (self.declare, 1.5),
            (self.rule, 1),
            (self.close, 0.5),
        ]

    def go(self, press: Callable[[], Any], *words: Any) -> Any:
        """Press it in the portal, at this moment; note the ledger's number after it."""
        self.story.append(f"{self.now:%Y-%m-%d %H:%M} {' '.join(map(str, words))}")
        with clock.at(self.now):
            if self.opened is None or self.now >= self.opened:
                self.hands.open_months()
                self.opened = self.next_opening()
            done = press()
            self.number_of(self.hands.number())
        self.pressed_at = self.now
        self.now += timedelta(minutes=1)
        return done

    def number_of(self, number: int) -> None:
        """Note what the ledger's last entry is after a press."""
        last = self.numbers[-1][1]
        if number != last:
            self.days[last] = self.now.date()
        self.numbers.append((self.account.tick, number))

    def known_on(self, number: int) -> date:
        """The day until which an entry was the ledger's last; today while it still is."""
        return self.days.get(number, self.now.date())

    def next_opening(self) -> datetime:
        """When the next month can be reported."""
        day = self.now.date()
        month = (day.year, day.month) if day.day < 25 else following((day.year, day.month))
        return datetime.combine(date(*month, 25), time(0), CHINA)

    def both(self, hear: Callable[[], Any], press: Callable[[], bool], *words: Any) -> bool:
        """Tell the account, press in the portal: both do it, or both refuse."""
        try:
            hear()
            expected = True
        except Impossible:
            expected = False
        done = self.go(press, *words)
        assert done == expected, (f"expected {'done' if expected else 'refused'}", self.story)
        return done

    # units

    def report(self) -> None:
        """A unit hands its month in: for the first time, or what came back to it."""
        back = [ref for ref in self.open if ref not in self.held]
        if back and self.chance.random() < 0.7:
            ref = self.chance.choice(back)
            if self.may_write(ref):
                self.hand_in(ref)
            return
        unit = self.chance.choice(self.tellers)
        going_on = self.account.building.going_on(self.account.tick).values()
        if going_on and self.chance.random() < 0.5:
            unit = self.chance.choice(sorted({word.unit for word in going_on}))
        months = [m for m in self.months if self.is_open(m) and not self.has(unit, m)]
        if months:
            self.hand_in((unit, self.chance.choice(months), "return"))

    def has(self, unit: str, month: Month) -> bool:
        """Whether the unit has handed in that month before."""
        ref = (unit, month, "return")
        return any(ref in kept for kept in (self.waiting, self.open, self.approved))

    def is_open(self, month: Month) -> bool:
        """Whether a month may be reported now."""
        opens = datetime.combine(date(*month, 25), time(0), CHINA)
        return opens <= self.now < lock_at(*month)

    def may_write(self, ref: Any) -> bool:
        """Whether what came back may be written in: until the lock, or its days to mend."""
        return self.is_open(ref[1])

    def hand_in(self, ref: Any, told: list[dict] | None = None) -> None:
        """Fill it in, with what is `told` or what comes, and hand it in."""
        lines: list[dict] = [] if told is None else told
        for _ in range(self.chance.choice([0, 1, 1, 2, 3]) if told is None else 0):
            line = self.line(ref[0], ref[1])
            told_of = {one["project"] for one in lines if "project" in one}
            if line and line.get("project") not in told_of:  # a project is told of once
                lines.append(line)
        if self.go(lambda: self.hands.hand_in(ref, lines), "hand_in", ref, lines):
            self.lies_with_the_office(ref, lines)

    def lies_with_the_office(self, ref: Any, lines: list[dict]) -> None:
        """Note that it was handed in; from paper it came when the paper came."""
        self.open.pop(ref, None)
        self.waiting[ref] = lines
        came = self.received.pop(ref, self.pressed_at)
        self.desk.of(*ref[:2]).hand_in(came, len(lines))

    def day(self, month: Month, of_what_is_so: bool = False) -> date:
        """A day in a month or, late, in one before it: what happened is let in by the chief's word
        where its year is closed, no number as it stood."""
        last = min(month_end(*month), self.now.date())
        back = self.chance.choice([25, 25, 25, 120, 300])
        day = last - timedelta(days=self.chance.randrange(back))
        first = self.account.opened_on
        if of_what_is_so:
            first = self.account.closed or first
        return max(day, first + timedelta(days=1))

    def line(self, unit: str, month: Month) -> dict | None:
        """Something that the unit may tell."""
        tells: list[Callable[[str, Month], dict | None]] = []
        if unit in plan.TOWNSHIPS or unit in KEEPS or unit in plan.QUOTAS:
            tells += [self.piles] * 6 + [self.fewer] * 3
            tells += [self.being_built] * (12 * self.hands.builds)
        if unit in plan.TOWNSHIPS or unit in KEEPS:
            tells += [self.place] * 2 + [self.left]
        if unit in PILOTS:
            tells += [self.pilot] * 3
        if unit == "energy":
            tells += [self.swap] * 3
        if unit in WAYS or unit in plan.TOWNSHIPS:
            tells += [self.way]
        if unit == "traffic_police":
            tells += [self.vehicles]
        if unit in INSPECTS:
            tells += [self.inspected] * 3 + [self.cleared] * 2
        return self.chance.choice(tells)(unit, month) if tells else None

    def known_sites(self, unit: str, kinds: tuple[str, ...] = ()) -> list[Site]:
        """The standing sites that the unit may tell of."""
        return [
            site
            for site, place in self.account.sites.items()
            if self.account.standing_site(site) == site
            and (place.keeper == unit or unit in plan.TOWNSHIPS and site[0].startswith(unit))
            and (place.kind in kinds if kinds else not place.kind.startswith("pilot"))
        ]

    def new_site(self, unit: str, kinds: tuple[str, ...]) -> dict:
        """A site that the ledger does not have."""
        self.names += 1
        home = unit if unit in plan.TOWNSHIPS else self.chance.choice(TOWNSHIPS)
        villages = [code for code in plan.VILLAGES if code.startswith(home)][:6]
        villages = [code for code in villages if code not in self.merged_villages()]
        new = {"kind": self.chance.choice(kinds), "at_seat": self.chance.random() < 0.4}
        name = "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸"[self.names % 20]
        return {"site": (self.chance.choice(villages), f"{name}{self.names}号"), "new": new}

    def merged_villages(self) -> set[str]:
        """Villages that are part of another one."""
        return {said.about for said in self.account.village_mergers}

    def numbers_of_piles(self) -> dict[str, int]:
        """So many piles, connectors and tenths of a kilowatt."""
        dc, ac = self.chance.choice([(1, 0), (2, 0), (0, 2), (2, 2), (4, 1), (0, 1), (6, 0)])
        connectors = dc + ac + self.chance.randrange(3)
        return {"dc": dc, "ac": ac, "connectors": connectors, "power": 601 * dc + 70 * ac}

    def piles(self, unit: str, month: Month) -> dict:
        """New piles, or piles that were there from the start."""
        known = self.known_sites(unit)
        site: dict[str, Any] = (
            {"site": self.chance.choice(known)}
            if known and self.chance.random() < 0.6
            else self.new_site(unit, (*CARRYING, *ROADSIDE))
        )
        if "new" in site:
            site["station"] = self.chance.choice([None, None, True, False])
        kind = self.chance.choices(["added", "opening"], [6, self.hands.opening])[0]
        going_on = self.projects(unit, month) if kind == "added" and self.hands.builds else []
        if going_on and self.chance.random() < 0.6:
            site["project"] = self.chance.choice(going_on)
        day = self.day(month) if kind == "added" else self.account.opened_on
        return {
            "kind": kind,
            **site,
            "nature": self.chance.choices(NATURES, [5, 2, 1])[0],
            **self.numbers_of_piles(),
            "on": day,
            "row": self.chance.choice([unit, None]) if unit in plan.QUOTAS else None,
        }

    def bare_sites(self, unit: str) -> list[Site]:
        """The sites of the unit at which nothing is being built."""
        going_on = self.account.building.going_on(self.account.tick)
        taken = {word.place for word in going_on.values()}
        return [site for site in self.known_sites(unit) if site not in taken]

    def projects(self, unit: str, month: Month) -> list[str]:
        """What the unit told of by a month, and is being built as far as is known."""
        told, tick = self.account.building, self.account.tick
        return [
            project
            for project, word in told.going_on(tick).items()
            if word.unit == unit and told.first_month(project, tick) <= month
        ]

    def being_built(self, unit: str, month: Month) -> dict:
        """A project that is new, is expected on another day, of another size, or given up."""
        dc, ac = self.chance.choice([(1, 0), (2, 0), (0, 2), (3, 1), (6, 0)])
        expected = self.now.date() + timedelta(days=self.chance.randrange(-30, 240))
        line = {
            "kind": "building",
            "nature": self.chance.choices(NATURES[:2], [5, 1])[0],
            **{"dc": dc, "ac": ac, "power": 600 * dc + 70 * ac, "expected": expected},
            "stage": self.chance.choice(["siting", "filing", "grid", "building", "wiring"]),
            "row": self.chance.choice([unit, unit, None]) if unit in plan.QUOTAS else None,
        }
        going_on, known = self.projects(unit, month), self.bare_sites(unit)
        if going_on and self.chance.random() < 0.6:
            project, given_up = self.chance.choice(going_on), self.chance.random() < 0.2
            word = self.account.building.newest(self.account.tick)[project]
            seat = {"at_seat": word.at_seat}
            return {**line, **seat, "project": project, "again": True, "given_up": given_up}
        if known and self.chance.random() < 0.4:
            site: dict[str, Any] = {"site": self.chance.choice(known)}
            seat = {"at_seat": self.account.sites[site["site"]].at_seat}
        else:
            site = self.new_site(unit, (*CARRYING, *ROADSIDE))
            seat = {"at_seat": site["new"]["at_seat"]}
        self.names += 1
        return {**line, **site, **seat, "project": f"在建{self.names}", "again": False}

    def fewer(self, unit: str, month: Month) -> dict | None:
        """Piles that go, stop, come back, are opened to all or refitted."""
        known = self.known_sites(unit)
        if not known:
            return None
        site, day = self.chance.choice(known), self.day(month)
        kind = self.chance.choice(["removed", "stopped", "reopened", "opened", "changed", "gone"])
        nature = "dedicated" if kind == "opened" else self.chance.choices(NATURES, [4, 2, 1])[0]
        there = {
            part: self.account.least(site, f"{nature}_{measure}", day)
            for part, measure in PARTS.items()
        }
        if kind in ("reopened", "gone"):
            there = {
                part: self.account.taken_out(site, f"{nature}_{measure}", day)
                for part, measure in PARTS.items()
            }
        if kind == "changed":
            return self.refit(site, nature, day)
        dc, ac = (self.chance.randint(0, max(0, min(2, there[part]))) for part in ("dc", "ac"))
        connectors = max(dc + ac, min(there["connectors"], dc + ac + 1))
        power = self.chance.randint(0, max(0, there["power"]))
        if dc + ac == 0 or connectors > there["connectors"]:
            return None
        line: dict[str, Any] = {"kind": kind, "site": site, "nature": nature, "dc": dc, "ac": ac}
        if kind == "gone":  # for good, of what is out of use
            line |= {"kind": "removed", "out_of_use": True}
        line |= {"connectors": connectors, "power": power, "on": day}
        if line["kind"] in ("removed", "opened"):
            line["row"] = unit if unit in plan.QUOTAS else None
        return line

    def refit(self, site: Site, nature: str, day: date) -> dict | None:
        """Alternating piles that become direct ones."""
        stand = {
            part: self.account.stock(site, f"{nature}_{measure}", day)
            for part, measure in PARTS.items()
        }
        if stand["ac"] < 1:
            return None
        return {
            "kind": "changed",
            "site": site,
            "nature": nature,
            "dc": stand["dc"] + stand["ac"],
            "ac": 0,
            "connectors": max(stand["connectors"], stand["dc"] + stand["ac"]),
            "power": stand["power"] + 500,
            "on": day,
        }

    def place(self, unit: str, month: Month) -> dict:
        """A place of the register, with its spaces."""
        kinds = KEEPS.get(unit, TOWNSHIP_KEEPS)
        known = self.known_sites(unit, kinds)
        site = (
            {"site": self.chance.choice(known)}
            if known and self.chance.random() < 0.6
            else self.new_site(unit, kinds)
        )
        whole = self.chance.choice([0, 40, 120])
        spaces = {"parking_space": whole, "car_space": whole // 2, "charging_space": whole // 10}
        told = {name: n if self.chance.random() < 0.7 else None for name, n in spaces.items()}
        if told["parking_space"] is None:
            told = dict.fromkeys(SPACES)
        return {"kind": "site", **site, **told, "on": self.day(month, True)}

    def left(self, unit: str, month: Month) -> dict | None:
        """A place that belongs in the register no more."""
        known = self.known_sites(unit, KEEPS.get(unit, TOWNSHIP_KEEPS))
        if not known:
            return None
        return {"kind": "left", "site": self.chance.choice(known), "on": self.day(month, True)}

    def pilot(self, unit: str, month: Month) -> dict:
        """A pilot that came so far."""
        known = self.known_sites(unit, PILOTS[unit])
        site = (
            {"site": self.chance.choice(known)}
            if known and self.chance.random() < 0.6
            else self.new_site(unit, PILOTS[unit])
        )
        stage = self.chance.choice(["selected", "laid_out", "built"])
        return {"kind": "pilot", **site, "stage": stage, "on": self.day(month)}

    def swap(self, unit: str, month: Month) -> dict:
        """A battery swap station, at a new site, or what becomes of one that is there."""
        measure, day = "swap_station", self.day(month)
        for site in self.known_sites(unit):
            stopped = self.account.taken_out(site, measure, date.min)
            events = ["stopped", "dismantled"] * (self.account.least(site, measure, day) > 0)
            if not stopped and not self.account.stock(site, measure, date.max):
                events.append("opened")
            out_of_use = self.account.taken_out(site, measure, day) > 0
            events += ["resumed", "dismantled"] * out_of_use
            if events and self.chance.random() < 0.5:
                event = self.chance.choice(events)
                gone = {"out_of_use": True} if event == "dismantled" and out_of_use else {}
                return {"kind": "swap", "site": site, "event": event, "on": day, **gone}
        return {"kind": "swap", **self.new_site(unit, CARRYING), "event": "opened", "on": day}

    def way(self, unit: str, month: Month) -> dict:
        """How far it is to a pile."""
        place = (
            unit if unit in plan.TOWNSHIPS else f"Z{plan.COUNTY}_{self.chance.choice(WAYS[unit])}"
        )
        distance = self.chance.randrange(1, 2000)
        return {
            "kind": "distance",
            "place": place,
            "distance": distance,
            "on": self.day(month, True),
        }

    def vehicles(self, unit: str, month: Month) -> dict:
        """Vehicles in use."""
        bev, phev = self.chance.randrange(1, 2500), self.chance.randrange(600)
        return {"kind": "vehicles", "bev": bev, "phev": phev, "on": self.day(month, True)}

    def inspected(self, unit: str, month: Month) -> dict | None:
        """An inspection of any site of the county."""
        sites = [s for s in self.account.sites if not self.is_pilot(s)]
        if not sites:
            return None
        return {
            "kind": "inspected",
            "site": self.chance.choice(sites),
            "on": self.day(month),
            "grade": self.chance.choice(["none", "general", "grave"]),
            "stopped": self.chance.random() < 0.3,
        }

    def is_pilot(self, site: Site) -> bool:
        """Whether a site carries no piles of its own."""
        return self.account.sites[site].kind.startswith("pilot")

    def cleared(self, unit: str, month: Month) -> dict | None:
        """A hazard that the unit found is gone."""
        cleared = {id(found) for found, by in self.account.clearings}
        day = min(self.now.date(), month_end(*month))
        hazards = [
            f
            for f in self.account.standing()
            if f.measure.startswith("hazard")
            and f.cause == "added"
            and f.told_by[0] == unit
            and f.value
            and f.on <= day
            and id(f) not in cleared
        ]
        if not hazards:
            return None
        return {"kind": "cleared", "of": self.chance.choice(hazards), "on": day}

    def take_back(self) -> None:
        """A unit withdraws what it handed in."""
        refs = [ref for ref in self.waiting if ref[2] == "return" and self.is_open(ref[1])]
        refs = [ref for ref in refs if ref not in self.held]
        if refs:
            ref = self.chance.choice(refs)
            if self.go(lambda: self.hands.withdraw(ref), "withdraw", ref):
                self.open[ref] = self.waiting.pop(ref)
                self.desk.of(*ref[:2]).take_back(self.pressed_at)

    def correct(self) -> None:
        """A unit corrects some numbers of an approved return, to others or to nothing."""
        facts = [
            f
            for f in self.account.standing()
            if f.told_by
            and f.cause in (*CORRECTED, *TURNED)
            and f.measure != "registered"
            and f.measure != "public_pile_unsplit"
            and not f.measure.startswith("pilot")
            and f.told_by in self.approved
        ]
        if not facts:
            return
        fact = self.chance.choice(facts)
        told = [f for f in facts if (f.told_by, f.line) == (fact.told_by, fact.line)]
        chosen = self.chance.sample(told, self.chance.randint(1, len(told)))
        lines = [self.correction(f) for f in chosen]
        two_sided = fact.cause in TURNED or self.account.is_of_out_of_use(fact)
        if two_sided and self.chance.random() < 0.7:
            lines = self.both_sides(told) or lines
        self.names += 1
        ref = (fact.told_by[0], fact.told_by[1], "correction", self.names)
        if self.go(lambda: self.hands.correct(ref, fact.told_by, lines), "correct", ref, lines):
            self.waiting[ref] = lines

    def both_sides(self, told: list[Fact]) -> list[dict]:
        """As many piles on either side of what was opened to all or refitted, where a number stands
        on both; as much of anything of what was out of use and is gone."""
        pairs = [(f, g) for f in told for g in told if f.value == -g.value and f.value > 0]
        if self.account.is_of_out_of_use(told[0]):
            pairs = [(f, g) for f, g in pairs if f.measure == g.measure]
        else:
            pairs = [(f, g) for f, g in pairs if f.measure[-6:] == g.measure[-6:] == "c_pile"]
        if not pairs:
            return []
        pair = self.chance.choice(pairs)
        one_by_one = pair[0].measure.startswith(ONE_BY_ONE)
        most = 1 if one_by_one else pair[0].value + 1
        right = self.chance.choice([n for n in sorted({0, 1, most}) if n != pair[0].value])
        return [{**self.correction(f), "value": right} for f in pair]

    def correction(self, fact: Fact) -> dict:
        """Another number."""
        if fact.measure.startswith(ONE_BY_ONE):
            right = 1 - abs(fact.value)
            return {"kind": "corrected", "of": fact, "measure": fact.measure, "value": right}
        right = self.chance.choice([0, 1, abs(fact.value) + 1, max(0, abs(fact.value) - 1)])
        if fact.measure == "charging_distance":
            right = max(1, right)
        if right == abs(fact.value):
            right += 1
        return {"kind": "corrected", "of": fact, "measure": fact.measure, "value": right}

    # the office

    def judge(self) -> None:
        """The office passes something that waits, or sends it back."""
        if refs := [ref for ref in self.waiting if ref not in self.held]:
            self.judge_one(self.chance.choice(refs))

    def judge_one(self, ref: Any) -> None:
        """The office passes a return or a correction, or sends it back."""
        if self.chance.random() < 0.15 and ref[2] == "return":
            if self.go(lambda: self.hands.send_back(ref), "send_back", ref):
                self.open[ref] = self.waiting.pop(ref)
                self.desk.of(*ref[:2]).send_back(self.pressed_at)
            return
        lines, mends = self.waiting[ref], ref[2] == "correction"
        word = "专班〔2025〕3号" if self.needs_a_word(lines) and self.chance.random() < 0.7 else ""
        if self.both(
            lambda: self.account.approve(ref, lines, word, mends),
            lambda: self.hands.approve(ref, word),
            "admit" if word else "approve",
            ref,
        ):
            self.approved[ref] = self.waiting.pop(ref)
            self.move(ref, "approved")
        elif mends:  # of a number that was mended otherwise by then
            self.overtaken[ref] = self.waiting.pop(ref)

    def needs_a_word(self, lines: list[dict]) -> bool:
        """Whether something of a closed year is told."""
        closed = self.account.closed
        kinds = ("opening", "corrected")
        days = [line["on"] for line in lines if line["kind"] not in kinds and "on" in line]
        return bool(closed) and any(day <= closed for day in days)

    def undo(self) -> None:
        """The office takes an approval back."""
        refs = [r for r in self.approved if self.is_open(r[1]) or r[2] == "correction"]
        refs = [ref for ref in refs if ref not in self.held]
        if not refs:
            return
        ref = self.chance.choice(refs)
        if self.both(lambda: self.account.undo(ref), lambda: self.hands.undo(ref), "undo", ref):
            self.waiting[ref] = self.approved.pop(ref)
            self.move(ref, "waiting")

    def move(self, ref: Any, state: str) -> None:
        """Where a month's return is now; a correction is none."""
        if ref[2] == "return":
            self.desk.of(*ref[:2]).state = state

    @property
    def heard(self) -> set[tuple[str, int]]:
        """(unit, year) of whom something was approved, a correction as well."""
        return {(ref[0], ref[1][0]) for ref in self.approved}

    def opened_counts(self, month: Month) -> bool:
        """Whether piles that were opened to all count as new, as ruled by a month's end."""
        answer = self.account.answer("opened_counts", month_end(*month), self.account.tick)
        return bool(answer)

    def merge_sites(self) -> None:
        """Two records of a place are found out."""
        standing = [s for s in self.account.sites if self.account.standing_site(s) == s]
        standing = [s for s in standing if not self.is_pilot(s)]
        if not standing:
            return
        site = self.chance.choice(standing)
        others = [s for s in standing if s != site and s[0][:9] == site[0][:9]]
        if not others:
            return
        into = self.chance.choice(others)
        same, today = self.chance.random() < 0.3, self.now.date()
        self.both(
            lambda: self.account.merge_sites(site, into, today, same),
            lambda: self.hands.merge_sites(site, into, same),
            "merge_sites",
            site,
            into,
            same,
        )

    def merge_villages(self) -> None:
        """Two villages of a township become one, today or some time ago."""
        home = self.chance.choice(TOWNSHIPS)
        gone = self.merged_villages()
        villages = [c for c in plan.VILLAGES if c.startswith(home) and c not in gone][:6]
        village, into = self.chance.sample(villages, 2)
        on = self.now.date() - timedelta(days=self.chance.choice([0, 20, 90]))
        self.both(
            lambda: self.account.merge_villages(village, into, on),
            lambda: self.hands.merge_villages(village, into, on),
            "merge_villages",
            village,
            into,
            on,
        )

    def declare(self) -> None:
        """A site is called a station, or is not one any more."""
        sites = [s for s in self.account.sites if self.account.standing_site(s) == s]
        sites = [s for s in sites if not self.is_pilot(s)]
        if not sites:
            return
        site, station = self.chance.choice(sites), self.chance.random() < 0.7
        standing = self.account.standing_site
        last = [said for said in self.account.declared if standing(said.about) == site]
        day = self.now.date() - timedelta(days=self.chance.choice([0, 40]))
        if last:
            day = max(day, *(said.on for said in last))
        if last and max((s.on, s.heard, s.what) for s in last)[2] == station:
            return
        self.both(
            lambda: self.account.declare(site, station, day),
            lambda: self.hands.declare(site, station, day),
            "declare",
            site,
            station,
            day,
        )

    def rule(self) -> None:
        """The head of the office rules on a question, from some day on."""
        subject = self.chance.choice(list(RULINGS))
        answer = self.chance.choice(RULINGS[subject])
        day = self.now.date() - timedelta(days=self.chance.choice([0, 60, 200]))
        self.both(
            lambda: self.account.rule(subject, answer, day),
            lambda: self.hands.rule(subject, answer, day),
            "rule",
            subject,
            answer,
            day,
        )

    def close(self) -> None:
        """The head of the office closes 2024 when it can be closed."""
        if self.account.closed or self.now.date().year < 2025:
            return
        if self.go(lambda: self.hands.close(2024), "close"):
            self.account.close(2024)
            self.numbers[-1] = (self.account.tick, self.numbers[-1][1])


class Builders(Office):
    """A few units that build, and little else: what is told is told again, goes into service in
    part or whole, is given up, undone and corrected."""

    tellers = (*TOWNSHIPS[:4], "transport")

    def presses_of_all(self) -> list[tuple[Callable[[], None], float]]:
        """What is pressed, and how often."""
        often = [(self.report, 9.0), (self.judge, 9.0), (self.undo, 1.5), (self.correct, 3.0)]
        return [*often, (self.merge_villages, 0.3), (self.merge_sites, 0.3), (self.close, 0.2)]

    def line(self, unit: str, month: Month) -> dict | None:
        """A project, or new piles, which may have been one."""
        return self.chance.choice([self.being_built, self.being_built, self.piles])(unit, month)
