"""A chapter whose things go on from day to day: each on a course of its own, which yields how many
days of work pass until its next step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from shanyin_charging import clock
from tests.year.browser import Browser, Page
from tests.year.chance import CHINA
from tests.year.chapters.chapter import Act, Chapter
from tests.year.days import month_end, rests, working_days_after

if TYPE_CHECKING:
    from tests.year.chance import Month
    from tests.year.story import Year

ROUND = 12  # months after which all of it happens once more
Course = Iterator[int]


class GoingOn(Chapter):
    """On each day of work, at its hour, whatever falls on it."""

    hour = time(16, tzinfo=CHINA)
    begins: tuple[tuple[int, int, str], ...] = ()  # month of a round, days from its 25th, course

    def __init__(self, year: Year) -> None:
        super().__init__(year)
        self.courses: list[tuple[date, Course]] = []

    @property
    def today(self) -> date:
        """The day that it is."""
        return self.year.now.date()

    def acts_of(self, month: Month) -> list[Act]:
        """Every day of work of a month."""
        opens = month_end(*month).replace(day=25)
        turn = self.year.months.index(month) % ROUND
        for at, days, name in self.begins:
            if at == turn:
                self.courses.append((opens + timedelta(days=days), getattr(self, name)()))
        days_ = [opens + timedelta(days=n) for n in range(month_end(*month).day)]
        return [(datetime.combine(d, self.hour), self.go_on) for d in days_ if not rests(d)]

    def go_on(self) -> None:
        """Whoever has something to do today does it."""
        due, self.courses = self.courses, []
        for day, course in due:
            days = next(course, None) if day <= self.today else 0
            if days == 0:
                self.courses.append((day, course))
            elif days:
                self.courses.append((working_days_after(self.today, days), course))

    def go(self, press: Callable[[], Browser], *words: Any) -> Browser:
        """Somebody presses something, and is not refused."""
        browser = self.year.go(press, *words)
        assert browser.status == 200 and not browser.page.refuses, browser.where
        return browser

    def seen_by(self, who: str, address: str) -> Page:
        """What stands at an address for somebody now."""
        with clock.at(self.year.now):
            browser = self.year.hands.seated(who)
            page = browser.open(address)
        assert browser.status == 200, browser.where
        return page

    def kept_from(self, who: str, address: str) -> None:
        """There is nothing at it for somebody."""
        with clock.at(self.year.now):
            browser = self.year.hands.seated(who)
            browser.open(address)
        assert browser.status == 404, browser.where

    def compare(self, about: str, shown: Any, expected: Any) -> None:
        """Note what is otherwise."""
        self.year.read += 1
        if shown != expected:
            both = isinstance(shown, Counter) and isinstance(expected, Counter)
            found = (shown - expected, expected - shown) if both else (shown, expected)
            self.year.wrong.append((self.year.now, about, "shown, expected", found))
