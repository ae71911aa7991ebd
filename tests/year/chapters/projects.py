"""在建项目: told on the month's form, left as they are for months, changed, in service in part and
whole, given up, past their day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from tests.year import plan
from tests.year.browser import Browser
from tests.year.by_pages import area_name
from tests.year.chance import CHINA, following
from tests.year.chapters.chapter import Act, Chapter
from tests.year.days import month_end

if TYPE_CHECKING:
    from tests.year.chance import Month
    from tests.year.story import Year

ROUND = 12  # months after which all of it is told of other projects
FEW = 3  # presses for a month in which nothing has changed
NAMES = ("春风里充电点", "广场西停车场", "物流园北门", "夏河湾货运站", "云中路小游园", "糖厂旧址")
OBSTACLE = ("电力", "等变压器")
MATTER = ("资金", "配套线路缺资金三万元")


class Projects(Chapter):
    """One unit builds at two sites, another one at a site that lacks power."""

    must = frozenset(
        ("told", "nothing typed", "moved", "in part", "whole", "given up", "on the list")
    )

    def __init__(self, year: Year) -> None:
        super().__init__(year)
        self.asked = 0
        self.matter_came: Callable[[str, str, str], None] = lambda unit, kind, text: None

    # who tells what

    def acts_of(self, month: Month) -> list[Act]:
        """What the builders' returns of a month tell, on the day on which it can be reported; the
        office passes them on the next one."""
        turn, number = self.year.months.index(month) % ROUND, self.year.months.index(month) // ROUND
        opens = datetime(*month, 25, 10, 20, tzinfo=CHINA)
        acts: list[Act] = []
        for who, tell in enumerate((self.told_by_the_first, self.told_by_the_second)):
            unit, months = self.year.units[who + 1], (0, 1, 3, 4, 5) if who == 0 else (0, 2, 6)
            if turn in months:
                self.year.away.add((unit, month))
                ref, at = (unit, month, "return"), opens + timedelta(minutes=20 * who)
                acts.append((at, partial(self.hand_in, ref, partial(tell, turn, unit, number))))
                acts.append((at + timedelta(days=1), partial(self.approve, ref)))
        if turn == 2:
            acts.append((opens - timedelta(days=8), partial(self.remind_of, self.year.units[2])))
        return acts

    def told_by_the_first(self, turn: int, unit: str, number: int) -> list[dict]:
        """Two projects; later one is on another day, in service in part, the other one whole."""
        month, again = self.month_of(), partial(self.again, unit, number)
        if turn == 0:
            one = self.new(unit, number, 0, 2, self.day_in(5, 15))
            return [one, self.new(unit, number, 1, 4, date(month[0] + 1, 2, 1))]
        if turn == 3:
            self.done["moved"] += 1
            work = {"kind": "work", "matter": MATTER}
            return [again(0, 2, self.day_in(2, 12)), self.in_service(unit, number, 1, 2), work]
        if turn == 5:
            return [self.in_service(unit, number, 0, 2, as_known=True)]
        return []

    def told_by_the_second(self, turn: int, unit: str, number: int) -> list[dict]:
        """A project without power: its day passes, moves, and it is given up."""
        again = partial(self.again, unit, number)
        if turn == 0:
            return [self.new(unit, number, 2, 6, self.day_in(2, 10), OBSTACLE)]
        if turn == 2:
            return [again(2, 6, self.day_in(8, 10), stage="grid")]
        self.done["given up"] += 1
        return [again(2, 6, self.day_in(2, 10), given_up=True)]

    @property
    def held_up(self) -> tuple[str, str]:
        """The unit whose project lacks power, and what that is called."""
        number = self.year.months.index(self.month_of()) // ROUND
        return self.year.units[2], self.name(number, 2)

    def month_of(self) -> Month:
        """The month that is reported now."""
        now = self.year.now
        month = (now.year, now.month)
        return month if now.day >= 25 else following(month, -1)

    def day_in(self, months: int, day: int) -> date:
        """A day some months later."""
        return date(*following(self.month_of(), months), day)

    def name(self, number: int, which: int) -> str:
        """What a project is called, in a round."""
        return NAMES[which + 3 * (number % 2)]

    def place(self, unit: str, number: int, which: int) -> tuple[str, str]:
        """A village that is merged into no other, and the name there."""
        villages = [code for code in plan.VILLAGES if code.startswith(unit)]
        return villages[6 + which], self.name(number, which)

    def project(self, number: int, which: int) -> str:
        """What the account calls it."""
        return f"project {number} {which}"

    def said(self, unit: str, piles: int, expected: date, stage: str) -> dict[str, Any]:
        """What a line tells of a project, whether it is new or not."""
        numbers = {"dc": piles, "ac": 0, "power": 600 * piles}
        row = unit if unit in plan.QUOTAS else None
        told = {"nature": "public", "expected": expected, "stage": stage, "row": row}
        return {"kind": "building", **numbers, **told, "at_seat": False}

    def new(
        self,
        unit: str,
        number: int,
        which: int,
        piles: int,
        expected: date,
        obstacle: tuple[str, str] | None = None,
    ) -> dict[str, Any]:
        """A project that nobody has told of."""
        self.done["told"] += 1
        place = self.place(unit, number, which)
        new = {"site": place, "new": {"kind": "car_park", "at_seat": False}}
        told = self.said(unit, piles, expected, "siting")
        line = {**told, **new, "project": self.project(number, which), "again": False}
        return {**line, "obstacle": obstacle} if obstacle else line

    def again(
        self,
        unit: str,
        number: int,
        which: int,
        piles: int,
        expected: date,
        stage: str = "building",
        given_up: bool = False,
    ) -> dict[str, Any]:
        """The same project, of which something has changed."""
        told = self.said(unit, piles, expected, stage)
        return told | {
            "project": self.project(number, which),
            "again": True,
            "given_up": given_up,
        }

    def in_service(
        self, unit: str, number: int, which: int, piles: int, as_known: bool = False
    ) -> dict[str, Any]:
        """So many of its piles are in service; where all is as it was told, by one press."""
        self.done["whole" if as_known else "in part"] += 1
        word = self.year.account.building.going_on(self.year.account.tick)
        expected, month = word[self.project(number, which)].expected, self.month_of()
        last = min(self.year.now.date(), month_end(*month))
        is_told = date(*month, 1) <= expected <= last
        return {
            "kind": "added",
            "project": self.project(number, which),
            "site": self.place(unit, number, which),
            "new": {"kind": "car_park", "at_seat": False},
            "nature": "public",
            **{"dc": piles, "ac": 0, "connectors": piles, "power": 600 * piles},
            "on": expected if is_told else last,
            "row": unit if unit in plan.QUOTAS else None,
            "as_known": as_known,
        }

    # pressing

    def hand_in(self, ref: Any, tell: Any) -> None:
        """A builder's return, by the form."""
        year, hands = self.year, self.year.hands
        year.away.discard(ref[:2])
        if year.has(*ref[:2]):
            return
        lines, put_in = tell(), hands.put_in
        hands.put_in = self.counted
        try:
            year.hand_in(ref, lines)
        finally:
            hands.put_in = put_in
        year.held.add(ref)
        if any(line["kind"] == "work" for line in lines):
            self.matter_came(ref[0], *MATTER)
        if not lines and ref[0] not in hands.checkers:
            presses = hands.browsers[hands.officers[ref[0]]].asked - self.asked
            assert presses <= FEW, (ref, presses)
            self.done["nothing typed"] += 1

    def counted(self, ref: Any, lines: list[dict]) -> Browser:
        """Its officer begins at the list at home; the click that leads to the form counts, and all
        after it."""
        browser: Browser = self.year.hands.by_form(ref, lines)
        self.asked = browser.asked - 1
        return browser

    def approve(self, ref: Any) -> None:
        """The office passes it; nothing of what is being built moves a stock."""
        year = self.year
        if ref not in year.waiting:
            return
        lines = year.waiting[ref]
        word = "专班〔2025〕3号" if year.needs_a_word(lines) else ""
        hear = partial(year.account.approve, ref, lines, word)
        year.both(hear, lambda: year.hands.approve(ref, word), "approve", ref)
        year.approved[ref] = year.waiting.pop(ref)
        year.move(ref, "approved")

    def remind_of(self, unit: str) -> None:
        """A day has passed: the unit finds that on its list, and whoever looks at the month what is
        being built past its day."""
        late = [title for title, *_ in self.waits("unit", unit)]
        assert late, (unit, self.year.now)
        page = self.year.go(lambda: self.year.hands.officer(unit).page, "late", unit)
        assert all(title in page.text for title in late), page.text[:800]
        self.done["on the list"] += 1
        self.year.read_at("/dispatch/?month={}-{:02}".format(*following(self.month_of(), -1)))

    def waits(self, who: str, unit: str) -> Iterator[tuple[str, str, str]]:
        """The projects whose day has passed, of which nothing is on its way."""
        year = self.year
        on_their_way = [*year.waiting.values(), *year.open.values()]
        told_of = {line.get("project") for lines in on_their_way for line in lines}
        for project, word in year.account.building.going_on(year.account.tick).items():
            if word.unit == unit and word.expected < year.now.date() and project not in told_of:
                yield f"在建项目 {area_name(word.place[0])} {word.place[1]}", "去报", ""
