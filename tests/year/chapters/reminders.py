"""提醒: what the timer tells units on the mornings around a due moment, each once: who owes a
return, who has a notice or a matter, who is going to be named."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from tests.year import plan
from tests.year.by_pages import month_name
from tests.year.chance import CHINA, following
from tests.year.chapters.chapter import Act, Chapter
from tests.year.chapters.journal import SYSTEM
from tests.year.chapters.matters import Matter, Matters
from tests.year.chapters.papers import Papers
from tests.year.chapters.supervision import Supervision
from tests.year.days import due_at, lock_at, rests, working_days_after, working_days_before
from tests.year.notices import WITH_THE_UNIT, Notice

if TYPE_CHECKING:
    from tests.year.chance import Month
    from tests.year.story import Year

NINE, SOON = time(9, tzinfo=CHINA), 2  # days of work


class Reminders(Chapter):
    """The timer runs on the four mornings on which something begins to hold."""

    must = frozenset({"returns", "notices", "namings", "matters"})

    def __init__(self, year: Year) -> None:
        super().__init__(year)
        self.papers = next(c for c in year.chapters if isinstance(c, Papers))
        self.notices = next(c for c in year.chapters if isinstance(c, Supervision)).told
        self.matters = next(c for c in year.chapters if isinstance(c, Matters))
        self.told: set[Any] = set()

    def acts_of(self, month: Month) -> list[Act]:
        """The mornings of a month's stages."""
        if self.year.is_quiet(month):
            return []
        last = (due_at(*month) - timedelta(days=1)).date()
        days = [working_days_before(last, 3), last]
        days += [working_days_after(last, number) for number in (1, 3)]
        return [(datetime.combine(day, NINE) + timedelta(minutes=12), self.remind) for day in days]

    def remind(self) -> None:
        """What the timer does, and what has to be on record of it."""
        self.year.go(self.year.hands.remind, "remind")
        now = self.year.pressed_at
        month = self.year.desk.first
        while datetime(*month, 25, tzinfo=CHINA) <= now:
            if now < lock_at(*month) and (stage := self.stage(month, now)):
                due = self.year.desk.due(month)  # anew once it is put off
                self.tell({(month, due, stage, unit) for unit in self.owing(month, now)}, month)
            month = following(month)
        for one in self.notices.running():
            if step := self.nudge(one, now):
                self.tell({(one.address, step, one.due)}, of="notices")
        for matter in self.matters.open():
            if matter.state == "待单位答复" and (step := self.asked(matter, now)):
                self.tell({(matter.address, step, matter.answer_by)}, of="matters")
        for paper in self.papers.monthly.values():
            if not paper.number and paper.answer_by and now < paper.answer_by:
                for unit in paper.named:
                    self.tell({(paper.address, unit)}, of="namings")

    def tell(self, keys: set[Any], month: Month | None = None, of: str = "returns") -> None:
        """One event where anything of it is new."""
        if keys - self.told:
            self.told |= keys
            about = month_name(month) if month else ""
            self.year.followed["", SYSTEM, "提醒", about] += 1
            self.done[of] += 1

    # docs/rules/deadlines.md and docs/operations.md

    def stage(self, month: Month, now: datetime) -> str:
        """What who owes a month is told now."""
        due = self.year.desk.due(month)
        last = (due - timedelta(days=1)).date()
        on = working_days_before(last, 1) if rests(last) else last
        begins = {
            "three days before": working_days_before(last, 3),
            "on the last day": on,
            "after it": working_days_after(last, 1),
            "again": working_days_after(last, 3),
        }
        begun = [stage for stage, day in begins.items() if self.since(day, now)]
        if not begun or now >= due and (len(begun) < 3 or month > (plan.YEARS[-1], 12)):
            return ""
        return begun[-1]

    def owing(self, month: Month, now: datetime) -> list[str]:
        """Whose return is not there; once it is due not who is in time to mend it."""
        desk = self.year.desk
        judged = desk.is_judged(month, now)
        returns = {unit: desk.of(unit, month) for unit in plan.MEMBERS}
        return [
            unit
            for unit, one in returns.items()
            if (one.late is None or one.state == "back") and not (judged and one.mending(now))
        ]

    def nudge(self, one: Notice, now: datetime) -> str:
        """What the unit of a notice is told now: to sign for it, to answer it, that it is late."""
        cured = one.state not in WITH_THE_UNIT or self.notices.cured(one, now)
        over = now >= lock_at(plan.YEARS[-1], 12) and not self.year.account.next_plan
        if cured or over:
            return ""
        if self.since(working_days_after(one.due, 1), now):
            return "overdue"
        if one.state == "已交办":
            assert one.sent_on
            return "unsigned" if self.since(working_days_after(one.sent_on, SOON), now) else ""
        soon = self.since(working_days_before(one.due, SOON), now) and now.date() <= one.due
        return "due soon" if soon else ""

    def asked(self, one: Matter, now: datetime) -> str:
        """What who is to answer a matter is told now: that its day comes, that it has passed."""
        assert one.answer_by
        if self.since(working_days_after(one.answer_by, 1), now):
            return "overdue"
        soon = self.since(working_days_before(one.answer_by, SOON), now)
        return "due soon" if soon and now.date() <= one.answer_by else ""

    def since(self, day: date, now: datetime) -> bool:
        """Whether the morning of a day has come."""
        return now >= datetime.combine(day, NINE)
