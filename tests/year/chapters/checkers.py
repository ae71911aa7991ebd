"""审核人: a unit whose returns go through a checker of its own, who sends back what is not right,
and is somebody else one day."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from shanyin_charging import clock
from tests.year.by_pages import UNIT_NAMES, month_name
from tests.year.chance import CHINA
from tests.year.chapters.chapter import Act, Chapter

if TYPE_CHECKING:
    from tests.year.browser import Browser
    from tests.year.chance import Month
    from tests.year.story import Year

WHY = "附件2的行填错了"


class Checkers(Chapter):
    """In the first month a unit gets one; whatever it hands in passes there from then on."""

    must = frozenset(
        {"handed over", "handed back", "another checker", "passed", "refused who left"}
    )

    def __init__(self, year: Year) -> None:
        super().__init__(year)
        self.unit, self.names = "", 0

    def acts_of(self, month: Month) -> list[Act]:
        """The day on which it gets one, and then what lies there for some days."""
        opens = datetime(*month, 25, 13, tzinfo=CHINA)
        acts: list[Act] = []
        if month == self.year.months[0]:
            units = self.year.units
            self.unit = self.chance.choice([u for u in units if (u, month) not in self.year.away])
            acts.append((opens - timedelta(hours=6), self.appoint))
        reserved = (self.unit, month) in self.year.away or month == self.year.months[-1]
        if reserved or self.year.is_quiet(month) and self.done["passed"]:
            return acts
        self.year.away.add((self.unit, month))
        ref: tuple = (self.unit, month, "return")
        steps = (self.hand_over, self.hand_back, self.again, self.pass_on)
        return acts + [
            (opens + timedelta(days=2 + n), partial(step, ref)) for n, step in enumerate(steps)
        ]

    def appoint(self) -> None:
        """Somebody becomes the unit's checker, in the place of who was."""
        self.names += 1
        name = f"c{self.names}_{self.unit}"
        appoint = partial(self.year.hands.appoint_checker, self.unit, name)
        self.year.go(appoint, "checker", self.unit, name)

    def checker(self) -> Browser:
        """The checker's browser, at the list of what waits."""
        return self.year.hands.as_(self.year.hands.checkers[self.unit])

    def hand_over(self, ref: Any) -> None:
        """The officer fills in, and gives it to the checker."""
        year = self.year
        told = [year.line(*ref[:2]) for _ in range(2)]
        self.lines = [line for line in told if line]

        def press() -> None:
            hands = year.hands
            browser = hands.by_form(ref, self.lines)
            self.give(browser, ref)

        year.go(press, "hand over", ref, self.lines)
        year.held.add(ref)
        self.done["handed over"] += 1

    def give(self, browser: Browser, ref: Any) -> None:
        """The officer looks it through, and gives it to the checker."""
        self.year.hands.look_through(browser, self.lines)
        browser.press("送单位审核")
        assert "待本单位审核" in browser.page.text, browser.where
        self.year.hands.returns[ref] = browser.page.address
        self.year.inside.add(ref)
        self.year.desk.of(*ref[:2]).begun = True

    def opened_by_the_checker(self, ref: Any) -> Browser:
        """The checker finds it on the list at home."""
        browser = self.checker()
        browser.click("审核", near=f"{UNIT_NAMES[ref[0]]} {month_name(ref[1])}")
        assert browser.page.address == self.year.hands.returns[ref], browser.where
        return browser

    def hand_back(self, ref: Any) -> None:
        """The checker sends it back, with a reason that the officer reads."""

        def press() -> None:
            browser = self.opened_by_the_checker(ref)
            browser.press("退回填报人", {"退回填报人": WHY})
            assert WHY in self.year.hands.at_draft(ref).page.text, browser.where

        self.year.go(press, "hand back", ref)
        self.year.inside.discard(ref)
        self.done["handed back"] += 1

    def again(self, ref: Any) -> None:
        """The officer gives it to the checker anew; who is another one the first time."""
        with clock.at(self.year.now):
            left = self.checker()
        press = partial(lambda: self.give(self.year.hands.at_draft(ref), ref))
        self.year.go(press, "hand over", ref)
        if self.names > 1:
            return
        with clock.at(self.year.now):
            self.opened_by_the_checker(ref)
        self.appoint()

        def try_in_vain() -> None:
            left.press("同意并上报")
            assert left.status == 404, left.where
            self.done["refused who left"] += 1

        self.year.go(try_in_vain, "pass", ref, "refused")
        self.done["another checker"] += 1

    def pass_on(self, ref: Any) -> None:
        """The checker passes it, and it lies with the office."""

        def press() -> bool:
            browser = self.opened_by_the_checker(ref)
            browser.press("同意并上报")
            return "回执" in browser.page.text

        assert self.year.go(press, "pass", ref)
        self.year.inside.discard(ref)
        self.year.held.discard(ref)
        self.year.away.discard(ref[:2])
        self.year.lies_with_the_office(ref, self.lines)
        self.done["passed"] += 1
