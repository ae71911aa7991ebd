"""待办: what each person finds on the list at home, beside what waits for them."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from lxml.html import HtmlElement as Element

from shanyin_charging import clock
from tests.year import plan
from tests.year.browser import Page, words
from tests.year.by_pages import UNIT_NAMES, month_name
from tests.year.chance import CHINA, Month, following
from tests.year.chapters.chapter import Chapter, Duty
from tests.year.chapters.supervision import Supervision
from tests.year.chapters.words import Words, name_of
from tests.year.days import lock_at, working_days_between
from tests.year.notices import OFFICE, Notice
from tests.year.returns import KINDS

if TYPE_CHECKING:
    from tests.year.story import Year

ELSEWHERE = {"通报", "退回修改", "拟通报", "方案"}  # marks of papers, and of a plan that is over
BEFORE = "结账"  # of what was before the portal
TURNS = {  # of a notice: what its state asks of whom it waits for
    "立项": "送审批",
    "待审批": "签发交办",
    "已交办": "签收",
    "办理中": "反馈",
    "已反馈": "办结",
    "已办结": "销号",
}
UNREAD_AFTER = 2  # days of work


class Todos(Chapter):
    """Of a unit's officer, a clerk, and the head of the office."""

    must = frozenset(TURNS.values()) | {
        "协办",
        "答复",
        "决定",
        "办理",
        "已超期",
        "去填报",
        "reviews",
    }

    def __init__(self, year: Year) -> None:
        super().__init__(year)
        self.supervision = next(c for c in year.chapters if isinstance(c, Supervision))
        self.words = next(c for c in year.chapters if isinstance(c, Words))
        self.supervision.on_turn = self.read_list

    @property
    def notices(self) -> list[Notice]:
        """All matters under supervision."""
        return self.supervision.told.notices

    def look(self) -> None:
        """The list of somebody for whom something waits, or of anybody."""
        turns = [one.turn_of(who) for one in self.notices for who in one.waits_for]
        turns += [(who, "") for who in OFFICE]
        turns += [("unit", unit) for unit in self.year.units]
        self.read_list(*self.eyes.choice(turns))

    def read_list(self, who: str, unit: str) -> None:
        """What somebody finds to be done; `unit` is who answers for that unit."""
        with clock.at(self.year.now):
            self.year.hands.open_months()
            if who == "unit":
                page = self.year.hands.officer(unit).open("/")
                self.compare(f"list of {unit}", duties_on(page, "要办的"), self.of_unit(unit))
                self.compare(f"number of {unit}", number_on(page), len(listed(page, "要办的")))
            elif who == "leader":
                page, told = self.year.hands.as_(who).click("待办"), self.decided_by(who)
                self.compare("list of leader", duties_on(page, "要办的"), told)
                self.compare("number of leader", number_on(page), told.total())
            else:
                self.read_office(who, self.year.hands.as_(who).page)

    def read_office(self, who: str, page: Page) -> None:
        """Decisions, returns to review, who owes, and what lies unread."""
        decisions, returns = self.decided_by(who), self.to_review()
        decisions.update((name_of(w), "办理", "") for w in self.words.told if w.waits)
        self.compare(f"list of {who}", duties_on(page, "要办的"), decisions)
        shown = Counter(name for name, *_ in duties_on(page, "待审核").elements())
        self.compare(f"reviews of {who}", shown, returns)
        unread = Counter(name for name, *_ in duties_on(page, "发出").elements())
        unread = Counter({name: n for name, n in unread.items() if name.startswith("督")})
        self.compare(f"unread for {who}", unread, self.unread())
        owing = re.search(r"(\d+)年(\d+)月月报 (\d+) 家还没有报", page.text)
        shown_owing = owing and ((int(owing[1]), int(owing[2])), int(owing[3]))
        self.compare(f"owing for {who}", shown_owing, self.owing())
        head = words(next(page.root.iter("h1")))
        duties = len(listed(page, "要办的"))  # papers among them
        self.compare(f"number of {who}", number_on(page), duties + returns.total())
        some = f"有 {duties} 件事要办" if duties else ""
        some += f"{'，' if some else '，有 '}{returns.total()} 份材料待审核" if returns else ""
        self.compare(f"head for {who}", head, f"{who}，{some.strip('，') or '没有要办的事'}")

    # what is expected

    def of_unit(self, unit: str) -> Counter[Duty]:
        """Its notices, and the returns that it may and should write."""
        found = Counter(
            (one.number, TURNS[one.state], "已超期" if one.is_overdue(self.today) else "")
            for one in self.notices
            if one.unit == unit and "unit" in one.waits_for
        )
        found.update(
            (one.number, "协办", "已超期" if one.is_overdue(self.today) else "")
            for one in self.notices
            if one.helper == unit and "helper" in one.waits_for
        )
        for ref in self.year.unconfirmed:
            if ref[0] == unit and self.year.desk.of(*ref[:2]).state != "back":
                found[f"{UNIT_NAMES[unit]} {month_name(ref[1])}", "核对", ""] += 1
        for month in self.months_of(unit):
            one = self.year.desk.of(unit, month)
            if one.state in ("draft", "back"):
                begun = one.begun
                title = f"{UNIT_NAMES[unit]} {month_name(month)}"
                back = "已退回" if one.state == "back" else ""
                button = "继续填报" if begun else "去填报"
                if (unit, month, "return") not in self.year.inside:  # else it is the checker's turn
                    found[title, button, back] += 1
        for ref in self.year.came_back:
            name = self.year.desk.period_name(ref[1])
            if ref[0] == unit and "结账" not in name:
                found[f"{UNIT_NAMES[unit]} {name}（更正）", "去修改", "已退回"] += 1
        found.update(self.of_others("unit", unit))
        return found

    def of_others(self, who: str, unit: str = "") -> list[Duty]:
        """What other chapters have put on somebody's list."""
        return [duty for chapter in self.year.chapters for duty in chapter.waits(who, unit)]

    def months_of(self, unit: str) -> list[Month]:
        """The months that a unit may report now: until the lock, or as long as it has leave, or
        days to mend what came back."""
        now, leave, desk = self.year.now, self.year.leave, self.year.desk
        return [
            month
            for month in self.begun_months()
            if now < max(lock_at(*month), leave.get((unit, month), now))
            or desk.of(unit, month).mending(now)
        ]

    def decided_by(self, who: str) -> Counter[Duty]:
        """The notices that wait for somebody who answers for no unit."""
        found: Counter[Duty] = Counter()
        for one in self.notices:
            own = TURNS.get(one.state, "")
            turns = [(own, own)] if one.state not in ("已交办", "办理中") else []
            turns += [("答复", "同意延期")] * (one.asked is not None)
            turns += [("决定", "同意约谈")] * (one.talk == "已建议约谈")
            offered = one.offers(who, self.today)
            for turn, word in turns:
                if word in offered and who in one.waits_for:
                    late = "已超期" if one.is_overdue(self.today) else ""
                    found[one.number or "（未签发）", turn, late] += 1
        found.update(self.of_others(who))
        return found

    def to_review(self) -> Counter[str]:
        """What was handed in and is not judged."""
        held = [*self.year.waiting, *self.year.overtaken]
        name = self.year.desk.period_name
        return Counter(f"{UNIT_NAMES[ref[0]]} {name(ref[1])}{KINDS[ref[2]]}" for ref in held)

    def owing(self) -> tuple[Month, int] | None:
        """(the month that returns come in for, how many are not there)."""
        now, months = self.year.now, self.begun_months()
        if not months:
            return None
        desk = self.year.desk
        month = next((m for m in months if desk.due(m) > now), months[-1])
        absent = [unit for unit in plan.MEMBERS if desk.of(unit, month).late is None]
        return month, len(absent)

    def begun_months(self) -> list[Month]:
        """The months that may be, or might have been, reported; the oldest first."""
        month, found = self.year.desk.first, []
        while datetime.combine(plan_day(month), time(0), CHINA) <= self.year.now:
            found.append(month)
            month = following(month)
        return found

    def unread(self) -> Counter[str]:
        """The notices that nobody of their unit has opened for days."""
        return Counter(
            one.number
            for one in self.notices
            if one.state in ("已交办", "办理中", "已反馈", "已办结")
            and one.sent_on
            and not one.is_opened
            and working_days_between(one.sent_on, self.today) >= UNREAD_AFTER
        )

    @property
    def today(self) -> date:
        """The day that it is."""
        return self.year.now.date()

    def compare(self, about: str, shown: Any, expected: Any) -> None:
        """Note what is otherwise; count what was there."""
        self.supervision.compare(about, shown, expected)
        if isinstance(expected, Counter):
            self.year.read += expected.total()
            for duty in expected:
                of = [about.split()[0]] if isinstance(duty, str) else list(duty[1:])
                self.done.update(word for word in of if word)


def plan_day(month: Month) -> date:
    """The day from which a month can be reported."""
    return date(*month, 25)


def duties_on(page: Page, head: str) -> Counter[Duty]:
    """What stands under a heading: a notice by its number, a return by its unit and month; the
    word on the button; what is marked."""
    found: Counter[Duty] = Counter()
    for duty in listed(page, head):
        title = words(next(duty.iter("b")))
        kinds = {words(n) for n in duty.iter("span") if "status" in n.get("class", "")}
        if head == "要办的" and (BEFORE in title or kinds & ELSEWHERE):
            continue
        number = re.match(r"督〔\d+〕\d+号|（未签发）", title)
        marks = [mark for mark in ("已超期", "已退回") if mark in words(duty)]
        button = words(next(duty.iter("a")))
        found[number[0] if number else title, button, "".join(marks)] += 1
    return found


def listed(page: Page, head: str) -> list[Element]:
    """The things under a heading."""
    found = []
    for section in page.root.iter("section"):
        heads = [words(h) for h in section.iter("h2")]
        if heads and heads[0].startswith(head):
            found += [duty for duty in section.iter("div") if duty.get("class") == "duty"]
    return [duty for duty in found if next(duty.iter("b"), None) is not None]


def number_on(page: Page) -> int:
    """How much the menu says there is to do."""
    menu = next(n for n in page.root.iter("nav") if n.get("class") == "menu")
    return int(next((words(b) for b in menu.iter("b")), "0"))
