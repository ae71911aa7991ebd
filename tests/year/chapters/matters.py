"""需协调事项: what units ask of others, at once, with a month's return or for a project; handed on,
answered, and open until the unit that asked agrees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING

from tests.year.browser import Browser, Page, words
from tests.year.by_pages import UNIT_NAMES
from tests.year.chance import CHINA
from tests.year.chapters.going_on import GoingOn
from tests.year.chapters.projects import Projects
from tests.year.days import month_end, working_days_after
from tests.year.notices import OFFICE

if TYPE_CHECKING:
    from tests.year.story import Year

KINDS = ("用地", "电力", "资金", "备案", "小区物业", "其他")  # in the order in which they are told
COURSE = {  # what is pressed: in which states, where it leads
    "转交": (("待专班办理",), "待单位答复"),
    "直接答复": (("待专班办理",), "专班已答复"),
    "答复": (("待单位答复",), "单位已答复"),
    "催办": (("待单位答复",), "待单位答复"),
    "还没有解决": (("单位已答复",), "待单位答复"),
    "同意办结": (("单位已答复", "专班已答复"), "已办结"),
    "撤回这件": (("待专班办理", "待单位答复"), "已撤回"),
}
ASKED = {
    "转交": "要对方办什么",
    "直接答复": "答复的内容",
    "答复": "怎么解决、何时解决",
    "催办": "催办的话",
    "还没有解决": "还差什么",
    "撤回这件": "撤回的原因",
}
OVER = ("已办结", "已撤回")


@dataclass(eq=False)
class Matter:
    """One of them, as it came and goes."""

    address: str
    raiser: str
    kind: str
    text: str
    raised_on: date
    state: str = "待专班办理"
    solver: str = ""
    answer_by: date | None = None
    ended_on: date | None = None

    def days(self, today: date) -> int:
        """For how long it has been open."""
        return (today - self.raised_on).days

    @property
    def turn(self) -> tuple[str, str]:
        """Whose turn it is (a unit; empty for the office), and what for; besides, the office urges
        who is late."""
        asked = {"待专班办理": ("", "办理"), "待单位答复": (self.solver, "答复")}
        return asked.get(self.state, (self.raiser, "确认"))


class Matters(GoingOn):
    """What is asked, and what comes of it."""

    must = frozenset(COURSE) | {"at once", "with the month", "for a project", "已过时限"}
    must |= {"dispatch", "the list of unit", "the list of office", "paper"}
    hour = time(16, 10, tzinfo=CHINA)
    begins = ((1, 3, "solved"), (2, 3, "for_a_project"), (3, 2, "with_the_month"))

    def __init__(self, year: Year) -> None:
        super().__init__(year)
        self.told: list[Matter] = []
        self.projects = next(c for c in year.chapters if isinstance(c, Projects))
        self.projects.matter_came = self.came_with

    def open(self) -> list[Matter]:
        """Those to whose end nobody has agreed, the longest first."""
        return [one for one in self.told if one.state not in OVER]

    # courses

    def solved(self) -> Iterator[int]:
        """A unit asks at once; another one is urged, answers late, is asked again, and solves
        it."""
        raiser, solver = self.year.units[3:5]
        one = self.raised(raiser, "用地", "停车场东侧两亩地没有批下来")
        yield 1
        self.handed(one, solver, working_days_after(self.today, 3))
        self.kept_from(self.officer(self.year.units[5]), one.address)
        yield 5
        self.urged(one, working_days_after(self.today, 1))
        yield 3
        self.press(self.officer(solver), one, "答复", "已报县政府，本周上会")
        yield 1
        self.press(self.officer(raiser), one, "还没有解决", "会没有开，还没有批")
        yield 15
        self.press(self.officer(solver), one, "答复", "已经批了，批文在乡镇")
        yield 1
        self.press(self.officer(raiser), one, "同意办结")

    def with_the_month(self) -> Iterator[int]:
        """What a return asks lies with the office, which answers it itself."""
        for one in [m for m in self.open() if m.kind == "资金" and m.turn[0] == ""]:
            self.press("second", one, "直接答复", "可以先用专项资金")
            yield 12
            self.press(self.officer(one.raiser), one, "同意办结")

    def for_a_project(self) -> Iterator[int]:
        """What holds up a project is asked on its page, with nothing typed, and taken back."""
        unit, name = self.projects.held_up
        who = self.officer(unit)

        def act() -> Browser:
            browser = self.year.hands.seated(who)
            browser.open("/sites/building/")
            browser.click(name)
            browser.click("提请协调")
            browser.press("提交")
            return browser

        one = self.begun(self.go(act, "ask", unit, name), unit, "电力", "等变压器")
        self.done["for a project"] += 1
        yield 15
        self.press(who, one, "撤回这件", "供电公司已经装了")

    # pressing

    def officer(self, unit: str) -> str:
        """Who answers for a unit."""
        return str(self.year.hands.officer_of(unit))

    def raised(self, unit: str, kind: str, text: str) -> Matter:
        """A unit asks at once."""
        who = self.officer(unit)

        def act() -> Browser:
            browser = self.year.hands.as_(who)
            browser.click("协调")
            browser.click("提需协调事项")
            browser.press("提交", {"类别": kind, "需要协调什么": text})
            return browser

        self.done["at once"] += 1
        return self.begun(self.go(act, "ask", unit, kind), unit, kind, text)

    def begun(self, browser: Browser, unit: str, kind: str, text: str) -> Matter:
        """It is there, at the page that came of it."""
        assert browser.page.address.startswith("/matters/"), browser.where
        one = Matter(browser.page.address, unit, kind, text, self.today)
        self.told.append(one)
        self.look_at(one, self.officer(unit))
        return one

    def came_with(self, unit: str, kind: str, text: str) -> None:
        """A return that was handed in just now asks for something; where that stands is found on
        the office's list."""
        self.year.follows(self.officer(unit), "提出需协调事项", "")
        page = self.seen_by("office", "/matters/")
        address = page.links(text)[0].get("href", "")
        self.told.append(Matter(address, unit, kind, text, self.today))
        self.done["with the month"] += 1

    def handed(self, one: Matter, solver: str, by: date) -> None:
        """The office hands it to a unit, which is to answer by a day."""
        typed = {"转交给": UNIT_NAMES[solver], "请在这一天以前答复": by.isoformat()}
        one.solver = solver
        self.press("office", one, "转交", "请出具意见", typed, by)
        self.look_at(one, self.officer(solver))

    def urged(self, one: Matter, by: date) -> None:
        """The office urges a unit that is late, and sets a new day; the unit is told."""
        typed = {"请在这一天以前答复": by.isoformat()}
        self.press("office", one, "催办", "请尽快答复", typed, by)

    def press(
        self,
        who: str,
        one: Matter,
        word: str,
        text: str = "",
        typed: dict | None = None,
        by: date | None = None,
    ) -> None:
        """Somebody whose turn it is does it, and may set a day to answer by; the page and the list
        of who did it say so."""
        states, leads_to = COURSE[word]
        assert one.state in states, (one, word)
        self.done["已过时限"] += self.is_late(one)
        said = {**(typed or {}), **({ASKED[word]: text} if text else {})}

        def act() -> Browser:
            browser = self.year.hands.seated(who)
            browser.open(one.address)
            browser.press(word, said)
            return browser

        browser = self.go(act, who, word, one.address)
        one.state = leads_to
        one.ended_on = self.today if leads_to in OVER else None
        one.answer_by = by or one.answer_by
        assert text in browser.page.text and leads_to in browser.page.text, browser.where
        self.done[word] += 1
        self.look_at(one, who)

    def is_late(self, one: Matter) -> bool:
        """Whether the day by which a unit was to answer has passed."""
        asked = one.answer_by if one.state == "待单位答复" else None
        return asked is not None and self.today > asked

    # what the pages say

    def waits(self, who: str, unit: str) -> Iterator[tuple[str, str, str]]:
        """What somebody has to do about them."""
        for one in self.open():
            whose, button = one.turn
            title = f"{UNIT_NAMES[one.raiser]}需协调（{one.kind}）：{one.text}"
            if unit == whose and (unit or who in OFFICE):
                yield title, button, ""
            if self.is_late(one) and who in OFFICE:
                yield title, "催办", ""

    def look_at(self, one: Matter, who: str) -> None:
        """Somebody's list: what is open, of a unit its own."""
        office = who in OFFICE
        own = [m for m in self.open() if office or who in self.people(m)]
        self.compare(f"matters of {who}", rows_of(self.seen_by(who, "/matters/")), self.rows(own))
        self.done["the list of office" if office else "the list of unit"] += 1

    def people(self, one: Matter) -> list[str]:
        """Who answers for its units."""
        return [self.officer(unit) for unit in (one.raiser, one.solver) if unit]

    def rows(self, found: list[Matter]) -> Counter[tuple[str, ...]]:
        """Matters as a list tells of them."""
        return Counter(
            (
                one.text,
                UNIT_NAMES[one.raiser],
                UNIT_NAMES.get(one.solver, "—"),
                f"{one.state}{' 已过时限' if self.is_late(one) else ''}",
                str(one.days(self.today)),
            )
            for one in found
        )

    def opened(self, browser: Browser) -> None:
        """Dispatch says how many are open and for how long; a paper how many were at its month's
        end."""
        page = browser.page
        if page.address.startswith("/dispatch/"):
            shown = [words(n) for n in page.root.iter("p") if "需协调" in words(n)]
            self.compare("to coordinate", shown, self.on_dispatch())
            self.done["dispatch"] += bool(shown)
        elif page.address.startswith("/bulletins/"):
            year, month = map(int, page.address.split("/")[2].split("-"))
            if told := self.in_a_paper(month_end(year, month)):
                self.compare(f"paper {page.address}", told in page.text, True)
                self.done["paper"] += 1

    def on_dispatch(self) -> list[str]:
        """What stands beside its tabs; nothing where nothing is open."""
        found = self.open()
        if not found:
            return []
        longest = max(one.days(self.today) for one in found)
        return [f"需协调未办结 {len(found)} 件，最早的已有{longest}天：{kinds_of(found)}"]

    def in_a_paper(self, end: date) -> str:
        """What was open at the end of a month, and for how long by then."""
        told = [m for m in self.told if m.raised_on <= end]
        found = [m for m in told if m.ended_on is None or m.ended_on > end]
        if not found:
            return ""
        longest = max((end - one.raised_on).days for one in found)
        return f"未办结{len(found)}件（{kinds_of(found)}），最早的已有{longest}天"


def kinds_of(found: list[Matter]) -> str:
    """How many there are of each kind."""
    counts = Counter(one.kind for one in found)
    return "、".join(f"{kind}{counts[kind]}件" for kind in KINDS if counts[kind])


def rows_of(page: Page) -> Counter[tuple[str, ...]]:
    """(words, raiser, solver, state, days) of each row of a list."""
    found: Counter[tuple[str, ...]] = Counter()
    for row in page.root.iter("tr"):
        cells = {cell.get("data-head", ""): words(cell) for cell in row.iter("td")}
        links = [words(a) for a in row.iter("a") if a.get("href", "").startswith("/matters/")]
        if len(cells) > 2 and links:
            said = [cells[head] for head in ("提出", "承办", "状态", "已有（天）")]
            found[(links[0], *said)] += 1
    return found
