"""What the office sends back: returns over a weekend or a long holiday, corrections, parts of
lists; each is found at home, read, and mended or given up."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from shanyin_charging import clock
from tests.year.by_pages import UNIT_NAMES
from tests.year.chance import CHINA
from tests.year.chapters.chapter import Act, Chapter
from tests.year.chapters.opening_lists import OpeningLists
from tests.year.days import GRACE, due_at, lock_at, month_end, rests, working_days_after
from tests.year.returns import KINDS

if TYPE_CHECKING:
    from tests.year.browser import Browser
    from tests.year.chance import Month
    from tests.year.story import Year

LONG = 5  # days of rest in a row that make a long holiday
WHY = "请核对"
MENDED, DROPPED = "correction mended", "correction dropped"


class CameBack(Chapter):
    """One return each month is left alone by everybody else, so that it comes back on its day."""

    must = frozenset(
        ("over a weekend", "over a holiday", MENDED, DROPPED, "list again", "list anew")
    )

    def __init__(self, year: Year) -> None:
        super().__init__(year)
        self.opening = next(c for c in year.chapters if isinstance(c, OpeningLists))
        self.later: list[Act] = []  # of a month, in the next one's time

    def acts_of(self, month: Month) -> list[Act]:
        """The return's way, and a correction's where there is something to tell."""
        acts, self.later = self.later, []
        due = due_at(*month)
        if month == self.year.months[0]:
            opens = datetime.combine(date(*month, 25), time(10), CHINA)
            acts.append((opens + timedelta(days=2, hours=1), self.lists))
        if not self.year.is_quiet(month):
            acts.append((due + timedelta(days=6.4), partial(self.correct, month)))
        acts.append((due + timedelta(days=9.5), self.give_up_what_was_overtaken))
        return [*acts, *(self.returned(month) if month != self.year.months[-1] else [])]

    # returns

    def returned(self, month: Month) -> list[Act]:
        """A return that comes in early, is sent back before a weekend and perhaps once more before
        a long holiday, and is mended on time each time."""
        opens = datetime.combine(date(*month, 25), time(10), CHINA)
        free = [unit for unit in self.year.units if (unit, month) not in self.year.away]
        ref = (self.chance.choice(free), month, "return")
        self.year.away.add(ref[:2])
        acts: list[Act] = [(opens + timedelta(days=4), partial(self.come, ref))]
        rounds = [("over a weekend", *self.weekend(month)), *self.holiday(month)]
        for kind, back, again in rounds:
            acts.append((datetime.combine(back, time(11), CHINA), partial(self.send_back, ref)))
            mended = datetime.combine(again, time(8, 30), CHINA)
            act = partial(self.mend, ref, kind, kind == rounds[-1][0])
            (acts if mended < lock_at(*month) else self.later).append((mended, act))
        return acts

    def weekend(self, month: Month) -> tuple[date, date]:
        """A Thursday or a Friday, and a day of the next week that is past the due moment and more
        than three days later."""
        last = due_at(*month).date() - timedelta(days=1)
        tuesday = last + timedelta(days=1)
        while tuesday.weekday() != 1 or tuesday == last + timedelta(days=1):
            tuesday += timedelta(days=1)
        early = self.chance.random() < 0.5
        monday, back = tuesday - timedelta(days=1), tuesday - timedelta(days=5 if early else 4)
        again = self.chance.choice([monday, tuesday] if early else [tuesday])
        return back, min(again, working_days_after(back, GRACE))  # a Saturday may be worked

    def holiday(self, month: Month) -> list[tuple[str, date, date]]:
        """The last day of work before a long holiday that begins by the lock, and the first one
        after it."""
        day = due_at(*month).date() + timedelta(days=7)
        last = month_end(*lock_at(*month).date().timetuple()[:2]).replace(day=1)
        while day < last:
            again = day + timedelta(days=1)
            while rests(again):
                again += timedelta(days=1)
            if not rests(day) and (again - day).days > LONG:
                return [("over a holiday", day, again)]
            day += timedelta(days=1)
        return []

    def come(self, ref: Any) -> None:
        """It comes in."""
        self.year.away.discard(ref[:2])
        self.year.hand_in(ref)
        self.year.held.add(ref)

    def send_back(self, ref: Any) -> None:
        """The office sends it back."""
        if ref not in self.year.waiting:
            return
        assert self.year.go(lambda: self.year.hands.send_back(ref), "send_back", ref)
        self.year.open[ref] = self.year.waiting.pop(ref)
        self.year.desk.of(*ref[:2]).send_back(self.year.pressed_at)

    def mend(self, ref: Any, kind: str, is_last: bool) -> None:
        """Its unit hands it in again, on time."""
        if ref in self.year.open:
            self.read_until_when(ref)
            self.year.hand_in(ref)
            assert self.year.desk.of(*ref[:2]).late is False, self.year.story[-3:]
            hands = self.year.hands
            with clock.at(self.year.now):  # where a checker passed it, the officer shows another
                receipt = hands.seated(hands.officers[ref[0]]).open(hands.returns[ref]).text
            assert "是否按时 按时" in receipt, (ref, receipt)
            self.done[kind] += 1
        if is_last:
            self.year.held.discard(ref)

    def read_until_when(self, ref: Any) -> None:
        """The draft says until when it is on time."""
        back = self.year.desk.of(*ref[:2])
        with clock.at(self.year.now):
            page = self.year.hands.at_draft(ref).page.text
        last = max(back.due, back.mend_by).date() - timedelta(days=1)
        said = re.search(r"(?:距报送截止|改好重报).*?(\d+)年(\d+)月(\d+)日（周.）24:00", page)
        assert said and date(*map(int, said.groups())) == last, (ref, said, last)

    # lists

    def lists(self) -> None:
        """Two parts of the office's list are sent back: one unit finds nothing wrong with it, the
        other one gives it up and hands in a list of its own."""
        year, hands = self.year, self.year.hands
        right, wrong = (ref for ref in year.waiting if ref[2] == "list" and ref in year.held)
        lines = year.waiting[right]
        for ref in (right, wrong):
            year.held.discard(ref)
            self.reject(ref)

        def hand_in_as_it_is() -> bool:
            browser = self.found(right)
            said = "原样送单位审核" if browser.offers("原样送单位审核") else "原样重新上报"
            browser.press(said)
            return hands.passed(browser, right)

        assert year.go(hand_in_as_it_is, "list again", right)
        year.came_back.discard(right)
        year.waiting[right] = lines
        self.done["list again"] += 1
        self.drop(wrong)
        self.opening.list_own(wrong[0])
        self.done["list anew"] += 1

    # corrections

    def correct(self, month: Month) -> None:
        """A unit corrects a number; it is sent back, and mended or given up, by turns."""
        year = self.year
        piles = [
            fact
            for fact in year.account.standing()
            if fact.told_by in year.approved
            and fact.told_by not in year.held
            and fact.cause == "added"
            and fact.measure in ("public_dc_pile", "public_ac_pile")
        ]
        if not piles:
            return
        fact = self.chance.choice(piles)
        lines = [year.correction(fact) | {"value": fact.value + 1}]
        year.names += 1
        ref = (fact.told_by[0], fact.told_by[1], "correction", year.names)
        if not year.go(lambda: year.hands.correct(ref, fact.told_by, lines), "correct", ref, lines):
            return
        year.waiting[ref] = lines
        self.reject(ref)
        year.now += timedelta(hours=3)
        way = min((MENDED, DROPPED), key=lambda way: (self.done[way], self.chance.random()))
        if way == DROPPED or not self.hand_in_again(ref, fact):
            self.drop(ref)

    def reject(self, ref: Any) -> None:
        """The office sends a correction, or a part of a list, back."""
        assert self.year.go(lambda: self.year.hands.send_back(ref), "send_back", ref)
        self.year.waiting.pop(ref, None)
        self.year.came_back.add(ref)

    def found(self, ref: Any) -> Browser:
        """Its unit finds it on its list, and reads why."""
        browser = self.year.hands.officer(ref[0])
        title = self.title(ref)
        assert title in browser.page.text, (title, browser.where)
        browser.click("去修改", near=title)
        number = self.year.hands.returns[ref].strip("/").split("/")[-1]
        if f"/{number}/" not in browser.page.address:  # another one with the same title
            browser.open(browser.page.address.rsplit("/", 2)[0] + f"/{number}/")
        assert WHY in browser.page.text, browser.where
        return browser

    def title(self, ref: Any) -> str:
        """What it is called on the list."""
        return f"{UNIT_NAMES[ref[0]]} {self.year.desk.period_name(ref[1])}{KINDS[ref[2]]}"

    def hand_in_again(self, ref: Any, fact: Any) -> bool:
        """With another number, for what stands by now."""
        year = self.year
        stands = next((f for f in year.account.standing() if f.first is fact.first), None)
        if stands is None:
            return False
        lines = [year.correction(stands) | {"value": stands.value + 2}]

        def press() -> bool:
            browser, hands = self.found(ref), year.hands
            asked = hands.asked(stands, browser.page.text)
            typed = {asked: hands.told(lines[0]), "更正原因": "又数了一遍"}
            return hands.correct_to(browser, ref, "重新上报更正", typed)

        assert year.go(press, "correct again", ref, lines)
        year.came_back.discard(ref)
        year.waiting[ref] = lines
        self.done[MENDED] += 1
        return True

    def drop(self, ref: Any) -> None:
        """Its unit gives it up."""

        def press() -> bool:
            browser = self.found(ref)
            browser.press("作废")
            return "已作废" in browser.page.text

        assert self.year.go(press, "drop", ref)
        self.year.came_back.discard(ref)
        self.done[DROPPED] += ref[2] == "correction"

    def give_up_what_was_overtaken(self) -> None:
        """A correction of what was mended otherwise by then is sent back, and given up."""
        overtaken = self.year.overtaken.copy()
        self.year.overtaken.clear()
        for ref in overtaken:
            self.reject(ref)
            self.drop(ref)
            self.done["overtaken"] += 1
