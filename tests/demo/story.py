"""What happens in the demo, and when: a leader, a laggard, a late reporter, a returned one, a
correction; papers and supervision."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from heapq import heappop, heappush
from typing import Any

from tests.demo import building, checking, dispatching, office, scenes
from tests.demo.people import SHOWN, Line, People
from tests.demo.tables import (
    ADDED,
    CLOSING_ON,
    HOUSES,
    LATE,
    LATE_APPROVED_ON,
    LATE_MONTHS,
    MENDED,
    MENDED_ON,
    MONTHS,
    NO_STATION,
    NOT_YET,
    PICTURED_FROM,
    PLACES,
    RETURNED,
    RETURNED_MONTH,
    SEED,
    SENT_BACK_ON,
    SILENT,
    SILENT_MONTHS,
    SPECIALS,
    UNCREDITED,
    UNPLACED,
    VEHICLES,
    WAITING,
)
from tests.demo.when import at
from tests.year import plan
from tests.year.by_pages import area_name, month_name
from tests.year.days import due_at, month_end
from tests.year.returns import REPORTED_BY

CLOSING = "2024年年度结账"
Act = Callable[[datetime], None]
Month = tuple[int, int]


class Story:
    """Who presses what at which moment."""

    def __init__(self) -> None:
        self.acts: list[tuple[datetime, int, Act]] = []
        self.told = 0
        self.people = People(at(CLOSING_ON, 9))
        self.chance = random.Random(SEED)
        self.used = dict.fromkeys(plan.QUOTAS | PLACES, 0)
        self.sites: dict[str, str] = {}  # row: its first site, as the form offers it
        self.notices: dict[str, str] = {}  # unit, or what else has a page: where it is
        self.checked = ""  # the unit of the site at which something was found
        self.before: dict[str, str] = {}  # unit: the project that its new piles were before
        self.spots: dict[str, str] = {}  # village: where it lies
        self.unmarked: list[tuple[date, str, str]] = []  # sites that are on no map: village, name
        self.tell()

    def tell(self) -> None:
        """Everything, in whatever order."""
        self.on(at(CLOSING_ON, 9, 30), self.mark_villages)
        self.closing()
        for month in MONTHS:
            self.month(month)
            self.on(at(last_day(month) + timedelta(days=1), 8), self.mark_sites)
        self.specials()
        building.tell(self)
        office.tell(self)
        dispatching.tell(self)
        checking.tell(self)

    def play(self, until: datetime) -> None:
        """Press all that happens up to a moment and has not happened yet, as it comes."""
        while self.acts and self.acts[0][0] <= until:
            moment, _, act = heappop(self.acts)
            act(moment)
        with self.people.at(until):
            pass

    def on(self, moment: datetime, act: Act) -> None:
        """Let something happen at a moment."""
        self.told += 1  # of the same moment, as it was told
        heappush(self.acts, (moment, self.told, act))

    # what is handed in

    def closing(self) -> None:
        """What each unit had put up in 2024."""
        for unit in plan.MEMBERS:
            if lines := self.lines_of(unit, 0, date(2024, 6, 15)):
                self.report(at(CLOSING_ON, 10), unit, CLOSING, lines)
                self.approve(at(CLOSING_ON + timedelta(days=5), 10), unit, CLOSING)
        self.on(at(CLOSING_ON + timedelta(days=5), 14), self.mark_sites)

    def month(self, month: Month) -> None:
        """One month's returns: on time, late, sent back, silent, as the tables say."""
        for unit in plan.MEMBERS:
            if unit == SILENT and month[1] in SILENT_MONTHS:
                continue
            lines, last = self.lines_of(unit, month[1], date(*month, 18)), last_day(month)
            handed_in = self.handed_in_at(unit, month, last)
            approved = self.approved_at(unit, month, last, handed_in)
            period = month_name(month)
            self.report(handed_in, unit, period, building.taken_over(self, unit, month, lines))
            if month[1] != RETURNED_MONTH or unit not in (MENDED, RETURNED):
                self.approve(approved, unit, period)
            elif unit == MENDED:
                self.send_back(at(SENT_BACK_ON, 10), unit, period, "请补充接电时间的说明。")
                self.report(at(MENDED_ON, 9), unit, period, [])
                self.approve(at(MENDED_ON, 15), unit, period)
            else:
                why = "投运时间与供电公司接电时间不符，请核对后重报。"
                self.send_back(approved, unit, period, why)
                self.report(at(last, 9), unit, period, [])
                self.approve(at(last, 15), unit, period)

    def handed_in_at(self, unit: str, month: Month, last: date) -> datetime:
        """When a unit reports."""
        if month[1] == RETURNED_MONTH:
            early = at(last - timedelta(days=3), 8, self.chance.randrange(50))
            handed_in = at(last, 16) if unit in NOT_YET else early
        else:
            day = last - timedelta(days=self.chance.choice((0, 1, 1, 2, 3)))
            handed_in = at(day, self.chance.randrange(8, 18))
        late = unit == LATE and month[1] in LATE_MONTHS
        return at(last + timedelta(days=3), 10) if late else handed_in

    def approved_at(self, unit: str, month: Month, last: date, handed_in: datetime) -> datetime:
        """When the office passes it."""
        if month[1] != RETURNED_MONTH:
            return max(handed_in + timedelta(minutes=30), at(last, 18))
        if unit in WAITING:
            return at(last - timedelta(days=1), 15)
        late = unit == LATE
        return at(LATE_APPROVED_ON, 16) if late else handed_in + timedelta(minutes=20)

    def report(self, moment: datetime, unit: str, period: str, lines: list[Line]) -> None:
        """A unit hands in."""

        def act(now: datetime) -> None:
            self.people.report(now, unit, period, lines, self.pictures(unit, lines))

        self.on(moment, act)

    def pictures(self, unit: str, lines: list[Line]) -> dict[str, bytes]:
        """Of a township's new sites of the second half of a year, as far as it has a telephone
        that knows where it is: name of the site to a picture."""
        return {
            typed["site_name"]: scenes.scene(
                typed["site_name"],
                int(typed["dc"]) + int(typed["ac"]),
                at(date.fromisoformat(typed["on"]), 10, len(typed["site_name"])),
                self.spots[typed["village"]],
            )
            for kind, typed in lines
            if kind == "added" and typed["village"] in self.spots
            if unit in plan.TOWNSHIPS and typed["on"] >= PICTURED_FROM
        }

    def approve(self, moment: datetime, unit: str, period: str) -> None:
        """The office passes it."""
        self.on(moment, lambda now: self.people.pass_on(now, unit, period))

    def send_back(self, moment: datetime, unit: str, period: str, why: str) -> None:
        """The office does not."""
        self.on(moment, lambda now: self.people.give_back(now, unit, period, why))

    # what is told

    def lines_of(self, unit: str, column: int, on: date) -> list[Line]:
        """What a unit reports in a column of the tables: of its own row, and of those it reports
        for."""
        rows = [row for row in ADDED if REPORTED_BY[row] == unit]
        lines = [self.piles(row, ADDED[row][column], on, row) for row in rows if ADDED[row][column]]
        if unit in UNCREDITED and UNCREDITED[unit][column]:
            lines.append(self.piles(unit, UNCREDITED[unit][column], on, "none"))
        if unit == "traffic_police" and column in VEHICLES:
            bev, phev = VEHICLES[column]
            day = month_end(on.year, on.month)
            lines.append(("vehicles", {"bev": f"{bev}", "phev": f"{phev}", "on": f"{day}"}))
        if unit == "affairs" and column == 4:
            kind, typed = self.piles("affairs", 4, on, "none")
            nature = {"public": "0", "site_kind": "institution"}
            lines.append((kind, {**without(typed, "station"), **nature}))
        return lines

    def piles(self, place: str, number: int, on: date, row: str) -> Line:
        """So many new public piles at a new site."""
        turn = self.used[place]
        self.used[place] += 1
        township = place in plan.TOWNSHIPS
        villages = VILLAGES[place if township else SHOWN]
        village = villages[turn % len(villages) if township else -1 - len(place) % 10]
        station = turn % 2 == 0 and place not in NO_STATION
        name = f"{PLACES.get(place)}{turn + 1}号"
        if township:
            name = f"{plan.AREAS[village]['name']}{'充电站' if station else '充电点'}"
        self.sites.setdefault(place, f"{area_name(village)} {name}")
        self.unmarked.append((on, village, name))
        direct = number - number // 2
        return "added", {
            "site": "new",
            "site_name": name,
            "site_kind": HOUSES.get(place, "public_place"),
            "village": village,
            **({"at_seat": "on"} if township and turn == 0 else {}),
            "station": "1" if station else "",
            "public": "1",
            "dc": str(direct),
            "ac": str(number // 2),
            "connectors": str(2 * direct + number // 2),
            "power": str(60 * direct + 7 * (number // 2)),
            "on": f"{on}",
            "credited_to": row,
        }

    def specials(self) -> None:
        """What comes besides: a removal, a dedicated pile opened to all, a correction, a hazard
        cleared."""
        for unit, day, kind, typed in SPECIALS:
            self.add(at(day, 8), unit, (day.year, day.month), lambda k=kind, t=typed: (k, t))
        self.add(at(date(2025, 10, 8), 9), SHOWN, (2025, 9), self.removal)
        self.add(at(date(2025, 9, 1), 9), "affairs", (2025, 8), self.opening_to_all)
        self.add(at(date(2025, 10, 1), 8), "market", (2025, 9), self.clearing)
        self.on(at(date(2025, 9, 20), 9), self.correct)

    def add(self, moment: datetime, unit: str, month: Month, line: Callable[[], Line]) -> None:
        """One more line goes into a draft before it is handed in."""
        period = month_name(month)
        self.on(moment, lambda now: self.people.fill_in(now, unit, period, [line()]))

    def removal(self) -> Line:
        """Two piles are taken away."""
        went = {"dc": "0", "ac": "2", "connectors": "2", "power": "14", "on": "2025-09-10"}
        return "removed", {
            "site": self.sites[SHOWN],
            "public": "1",
            "credited_to": SHOWN,
            **went,
        }

    def opening_to_all(self) -> Line:
        """Two dedicated piles are for everybody."""
        opened = {"dc": "2", "ac": "0", "connectors": "4", "power": "120", "on": "2025-08-20"}
        return "opened", {"site": self.sites["affairs"], "credited_to": "none", **opened}

    def clearing(self) -> Line:
        """A hazard is gone."""
        return "cleared", {
            "hazard": "2025-07-16",
            "on": "2025-09-18",
            "result": "已更换急停按钮",
        }

    def correct(self, moment: datetime) -> None:
        """古城镇 finds that May's four piles were two: one direct and one alternating current."""
        people, unit, period = self.people, "140621102", month_name((2025, 5))
        with people.at(moment):
            people.officer(unit)
            browser = people.look_at(f"u_{unit}", (unit, period))
            browser.click("更正第1条")
            right = {"公共直流桩": "1", "公共交流桩": "1", "公共充电枪": "3"}
            browser.press("上报更正", {**right, "更正原因": "误把在建的2台一并报了"})
            people.returns[unit, "更正"] = browser.page.address
        people.pass_on(moment, unit, "更正")

    def mark_villages(self, moment: datetime) -> None:
        """The office puts most villages on the map, around their seats."""
        chance = random.Random(SEED)
        for township, villages in VILLAGES.items():
            seat = plan.AREAS[township]
            for village in villages if township not in UNPLACED else ():
                east = float(seat["longitude"]) + chance.uniform(-0.09, 0.09)
                north = float(seat["latitude"]) + chance.uniform(-0.07, 0.07)
                self.spots[village] = f"{east:.6f}, {north:.6f}"
        block = "\n".join(f"{village} {spot}" for village, spot in self.spots.items())
        with self.people.at(moment):
            browser = self.people.as_("office")
            browser.open("/places/")
            browser.press("登记", {"村和位置": block, "坐标从哪里来": "GPS（WGS-84）"})
            assert f"已登记{len(self.spots)}个村" in browser.page.text, browser.where

    def mark_sites(self, moment: datetime) -> None:
        """The office puts on the map what has been approved since."""
        with self.people.at(moment):
            browser = self.people.as_("office")
            for site in [site for site in self.unmarked if site[0] < moment.date()]:
                _, village, name = site
                browser.click("站点")
                browser.press("筛选", {"名称或拼音首字母": name})
                if village in self.spots and browser.page.links(name):
                    browser.click(name, near=area_name(village))
                    spot = {"经度, 纬度": self.spots[village], "坐标从哪里来": "GPS（WGS-84）"}
                    browser.press("登记", spot)
                    assert self.spots[village] in browser.page.text, browser.where
                    self.unmarked.remove(site)


VILLAGES = {
    township: [code for code in plan.VILLAGES if code.startswith(township)]
    for township in plan.TOWNSHIPS
}


def last_day(month: Month) -> date:
    """The last day on which a month is on time."""
    return (due_at(*month) - timedelta(days=1)).date()


def without(typed: dict[str, Any], name: str) -> dict[str, Any]:
    """What is typed but for one field."""
    return {key: value for key, value in typed.items() if key != name}
