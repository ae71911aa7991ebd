"""A year of an office: every member unit, month after month, each in its own manner, with accidents
between; leaders and the office look at their pages on the days that matter."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from shanyin_charging import clock
from tests.year import by_pages, plan
from tests.year.browser import Browser
from tests.year.chance import CHINA, KEEPS, PILOTS, Month, Office, following
from tests.year.chapters.announcements import Announcements
from tests.year.chapters.apart import Apart
from tests.year.chapters.archives import Archives
from tests.year.chapters.came_back import CameBack
from tests.year.chapters.chapter import Act, Chapter
from tests.year.chapters.checkers import Checkers
from tests.year.chapters.checks import Checks
from tests.year.chapters.city import City
from tests.year.chapters.deadlines import Deadlines
from tests.year.chapters.exports import Exports
from tests.year.chapters.journal import SYSTEM, Event, Journal
from tests.year.chapters.keeping import Keeping
from tests.year.chapters.matters import Matters
from tests.year.chapters.meetings import Meetings
from tests.year.chapters.next_plan import NextPlan
from tests.year.chapters.opening_lists import OpeningLists
from tests.year.chapters.papers import Papers
from tests.year.chapters.projects import Projects
from tests.year.chapters.reached import Reached
from tests.year.chapters.reminders import Reminders
from tests.year.chapters.setting_up import SettingUp
from tests.year.chapters.standings import Standings
from tests.year.chapters.supervision import Supervision
from tests.year.chapters.todos import Todos
from tests.year.chapters.upgrade import Upgrade
from tests.year.chapters.ways_in import WaysIn
from tests.year.chapters.words import Words
from tests.year.days import due_at, lock_at, month_end
from tests.year.reading import misread

MANNERS = ("early", "early", "in time", "in time", "in time", "on the last day", "late", "nil")
SILENT = "finance"  # a unit that never reports
LOOKED_AT = ("/dispatch/", "/indicators/", "/ranking/", "/coverage/", "/timeliness/", "/tasks/")

CHAPTERS: Sequence[type[Chapter]] = (
    SettingUp,  # before anybody comes
    Projects,  # who builds tells so before anybody else takes the month
    WaysIn,
    OpeningLists,
    Deadlines,
    Checkers,
    CameBack,
    Standings,
    Apart,
    Papers,
    NextPlan,
    Words,
    Supervision,
    Matters,
    Announcements,
    Meetings,
    Checks,
    City,
    Reached,
    Todos,
    Exports,
    Reminders,
    Keeping,
    Archives,
    Upgrade,
    Journal,
)


class Year(Office):
    """The office of chance, in which every unit owes its month."""

    def __init__(
        self,
        seed: int,
        months: int,
        units: int | None = None,
        hands: Callable[..., Any] = by_pages.Hands,
        accidents: int = 4,
        after: int = 0,
        brief: bool = False,
    ) -> None:
        super().__init__(seed, months, accidents, hands)
        self.months += [following(self.months[-1], n + 1) for n in range(after)]
        self.brief = brief  # whether little happens between the first months and the last
        self.month_over: Callable[[Month], None] = lambda month: None  # what is to happen then
        everyone = [unit for unit in plan.MEMBERS if unit != SILENT]
        known = [u for u in everyone if u in plan.TOWNSHIPS or u in KEEPS or u in PILOTS]
        rest = [u for u in everyone if u not in known]
        self.units = [*known, *rest][: units or len(everyone)]
        self.away: set[tuple[str, Month]] = set()  # units that do not come for a month
        self.leave: dict[tuple[str, Month], datetime] = {}  # after the lock, until when
        self.due: dict[Month, datetime] = {}  # when a month will be due that is to have more time
        self.came_back: set[Any] = set()  # corrections and lists that lie with their units
        self.inside: set[Any] = set()  # returns that lie with their unit's checker
        self.unconfirmed: set[Any] = set()  # returns that the office entered for a unit
        self.followed: Counter[Event] = Counter()  # from a press, beside its own event
        self.used: dict[tuple[str, int], int] = {}  # (series, year): numbers before the portal
        self.wrong: list[Any] = []
        self.eyes = random.Random(f"{seed} looks")  # of its own, so that no look moves what happens
        self.read = self.looked = 0
        self.chapters: list[Chapter] = []
        for chapter in CHAPTERS:  # the later ones look at the earlier
            self.chapters.append(chapter(self))

    def play(self) -> None:
        """All months; each day what is due on it, in the order of time."""
        for month in self.months:
            for moment, act in sorted(self.acts_of(month), key=lambda act: act[0]):
                self.now = max(self.now, moment)
                act()
            self.month_over(month)
            for chapter in self.chapters:
                chapter.month_over()
        self.settle()

    def acts_of(self, month: Month) -> list[Act]:
        """What happens between a month's 25th and the next one's."""
        opens = datetime.combine(month_end(*month).replace(day=25), time(9), CHINA)
        due, until = due_at(*month), opens + timedelta(days=30)
        acts: list[Act] = []
        for unit in self.units:
            manner = self.chance.choice(MANNERS)
            if self.is_quiet(month) and (unit not in plan.TOWNSHIPS or self.chance.random() < 0.6):
                manner = "nil"
            acts.append((self.moment_of(manner, opens, due), self.hands_in(unit, month, manner)))
        for _ in range(self.presses):
            acts.append((self.between(opens, until), self.press))
        for day in range(2, 29, 6 if self.is_quiet(month) else 3):  # the office reviews what came
            acts.append((opens + timedelta(days=day, hours=6), self.judge_all))
        for day in range(1, 29):
            acts.append((opens + timedelta(days=day, hours=2), self.mend))
        acts = [(moment, act) for moment, act in acts if moment < lock_at(*month)]
        acts += [(moment + timedelta(minutes=5), self.look) for moment in self.looks(month, opens)]
        return [*acts, *(act for chapter in self.chapters for act in chapter.acts_of(month))]

    def looks(self, month: Month, opens: datetime) -> list[datetime]:
        """When the pages are read: on the days that matter, on two of them where time is short.
        By the Tuesday after the due moment some have their days to mend, and some had them."""
        due = due_at(*month)
        tuesday = due + timedelta(days=(1 - due.weekday()) % 7, hours=9)
        days = [opens, due - timedelta(days=1), due, due + timedelta(hours=10), tuesday]
        days.append(lock_at(*month) + timedelta(hours=9))
        return self.eyes.sample(days, 2) if self.brief else days

    def is_quiet(self, month: Month) -> bool:
        """Whether most units have nothing to tell, and the office little to write."""
        return self.brief and month not in (*self.months[:2], self.months[-1])

    def between(self, start: datetime, end: datetime) -> datetime:
        """Some moment."""
        minutes = int((end - start).total_seconds() // 60)
        return start + timedelta(minutes=self.chance.randrange(max(1, minutes)))

    def moment_of(self, manner: str, opens: datetime, due: datetime) -> datetime:
        """When a unit of that manner comes."""
        if manner == "late":
            return self.between(due + timedelta(minutes=1), due + timedelta(days=9))
        if manner == "on the last day":
            return self.between(due - timedelta(hours=6), due - timedelta(minutes=30))
        if manner == "early":
            return self.between(opens, opens + timedelta(days=3))
        return self.between(opens + timedelta(days=2), due - timedelta(hours=8))

    def hands_in(self, unit: str, month: Month, manner: str) -> Callable[[], None]:
        """A unit's return, as an act."""

        def act() -> None:
            if not self.has(unit, month) and self.is_open(month):
                self.hand_in((unit, month, "return"), [] if manner == "nil" else None)

        return act

    def has(self, unit: str, month: Month) -> bool:
        """Whether nothing is to come of a unit: its month has come, or nobody is there."""
        return (unit, month) in self.away or super().has(unit, month)

    def judge_all(self) -> None:
        """The office goes through what waits."""
        for ref in list(self.waiting):
            if ref in self.waiting and ref not in self.held:
                self.judge_one(ref)

    def mend(self) -> None:
        """Some of the units to which something came back hand it in again."""
        for ref in list(self.open):
            if ref not in self.held and self.is_open(ref[1]) and self.chance.random() < 0.3:
                self.hand_in(ref)

    def settle(self) -> None:
        """The last month falls due and is looked at."""
        self.now = max(self.now, due_at(*self.months[-1]) + timedelta(hours=9))
        self.judge_all()
        self.look()
        for chapter in self.chapters:
            chapter.month_over()

    def follows(self, who: str, word: str, about: str) -> None:
        """A press now has one more event than its own."""
        self.followed[f"{self.now:%Y-%m-%d}", who, word, about] += 1

    def moved(self) -> None:
        """The portal goes on from an archive, on another machine."""
        self.hands.begin_anew()
        self.followed["", SYSTEM, "从备份恢复", ""] += 1

    def look(self) -> None:
        """The head of the office opens the pages of the last month and of the one before, where
        time is short of one of them: the county's, two units', and the paper that would be put
        out. Then everybody else looks; where time is short each every other time."""
        shown = following((self.now.year, self.now.month), -1)
        months = sorted({shown, following(shown, -1)} & set(self.months))
        for month in self.eyes.sample(months, min(1, len(months))) if self.brief else months:
            units = [f"/units/{unit}/" for unit in self.eyes.sample(self.units, 2)]
            for address in (*LOOKED_AT, *units):
                self.read_at(f"{address}?month={month[0]}-{month[1]:02}")
            self.read_at(f"/bulletins/{month[0]}-{month[1]:02}/")
        for place, chapter in enumerate(self.chapters):
            if not self.brief or (place + self.looked) % 2 == 0:
                chapter.look()
        self.looked += 1

    def read_at(self, address: str) -> None:
        """Compare what a page says with the account."""
        with clock.at(self.now):
            browser: Browser = self.hands.seated("chief")
            page = browser.open(address)
            for chapter in self.chapters:
                chapter.opened(browser)
        assert browser.status == 200, (address, browser.status)
        self.read += len(page.figures())
        if found := misread(page, self):
            self.wrong.append((self.now, address, found))
