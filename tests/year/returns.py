"""Who has reported a month, who was late, and how the rows of 附件2 stand: told from what was
pressed, by docs/rules/deadlines.md and docs/rules/progress.md."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import ceil
from typing import Any

from tests.year import plan
from tests.year.days import due_at, mend_by, midnight_after, month_end, working_days_after

Month = tuple[int, int]
REPORTED_BY = {row["code"]: row.get("supervisor") or row["code"] for row in plan.rows("units")}
KINDS = {"return": "", "correction": "（更正）", "list": "（清单补录）"}  # behind a period's name
LEAST_GAP, SLOW_WITHIN = 2, 15


@dataclass
class Return:
    """One unit's return for a month, as it came and went."""

    due: datetime  # the first moment that is late
    state: str = "draft"  # then waiting, back, approved
    begun: bool = False  # whether it has a draft, or more
    late: bool | None = None  # of what is handed in
    mend_by: datetime | None = None
    again_by: datetime | None = None
    lines: int = 0  # of what was handed in last
    came: list[datetime] = field(default_factory=list)  # since it was taken back last

    def hand_in(self, at: datetime, lines: int) -> None:
        """On time before the due moment, or within the days to mend it; what was taken back after
        the due moment comes again no emptier."""
        if self.late is None:
            by = self.mend_by or (self.again_by if lines >= self.lines else None)
            self.late = at >= self.due and not (by and at < by)
        elif self.mend_by:
            self.late = self.late or at >= self.mend_by
        self.state, self.begun, self.lines = "waiting", True, lines
        self.came.append(at)

    def send_back(self, at: datetime) -> None:
        """Three days of work to mend it."""
        self.state, self.mend_by = "back", mend_by(at.date())

    def take_back(self, at: datetime) -> None:
        """Its unit withdraws it: before the due moment, and inside the days to mend it, as often as
        it wants; after that once, for three days of work after the last day."""
        until = self.may_come_again(at)
        if self.mend_by and (until is None or at >= self.mend_by):
            self.mend_by = None
        if self.mend_by is None and at >= self.due:
            self.again_by = until or at
        self.state, self.late, self.came = "draft", None, []

    def extend(self, due: datetime) -> None:
        """More time for all: what came by the new moment is on time; what was sent back since, if
        it was mended in its days."""
        self.due = due
        if self.late:
            mended = not self.mend_by or self.came[-1] < self.mend_by
            self.late = self.came[-1] >= due and not (self.came[0] < due and mended)

    def may_come_again(self, at: datetime) -> datetime | None:
        """Until when what is taken back now may come again and be on time."""
        if self.late is not False:
            return None
        if at < self.due:
            return max(self.due, self.mend_by or self.due)
        if self.mend_by and at < self.mend_by:
            return self.mend_by
        if self.again_by or not self.lines:
            return None
        until = midnight_after(working_days_after(self.last_day, 3))
        return until if at < until else None

    def mending(self, at: datetime) -> bool:
        """Whether it is away to be mended, and in time."""
        until = self.again_by if self.late is None else self.mend_by
        return self.state in ("draft", "back") and until is not None and at < until

    def is_absent(self, at: datetime) -> bool:
        """Whether it is not there: never handed in, or taken back and not to come again in time."""
        return self.late is None and not self.mending(at)

    @property
    def last_day(self) -> date:
        """The last day that is on time."""
        return (self.due - timedelta(days=1)).date()

    @property
    def on_time(self) -> bool:
        """Whether it lies with the office, and came in time."""
        return self.late is False and self.state in ("waiting", "approved")

    def at_fault(self, at: datetime) -> bool:
        """Whether, once it is due, its unit is named."""
        if self.late is None or self.state == "back":
            return not self.mending(at)
        return self.late

    def word(self, at: datetime, judged: bool) -> str:
        """How it was reported, whatever the office did with it since."""
        if self.late is None:
            return "撤回待改" if self.mending(at) else "未报" if judged else "待报"
        if self.state == "back":
            return "退回"
        return "补报" if self.late else "已报" if self.lines else "零报告"

    def cell(self, at: datetime, judged: bool) -> str:
        """Its word in the unit's strip of months."""
        if not judged:
            return "已报" if self.state in ("waiting", "approved") else "待报"
        if self.state == "back" or self.mending(at):
            return "待改"
        return "未报" if self.late is None else "迟报" if self.late else "按时"


def told_of_a_row(line: dict) -> dict | None:
    """The row, the cause and the day of what a line says of public piles; None of all else."""
    if line["kind"] == "corrected":
        fact = line["of"]
        if fact.measure not in ("public_dc_pile", "public_ac_pile"):
            return None
        return {"row": fact.row, "cause": fact.cause, "on": fact.on}
    if line["kind"] == "opened" or line["kind"] == "added" and line["nature"] == "public":
        cause = "added" if line["kind"] == "added" else "converted"
        return {"row": line.get("row"), "cause": cause, "on": line["on"]}
    return None


@dataclass
class Desk:
    """The returns of all units."""

    first: Month  # the first month that is asked for
    returns: dict[tuple[str, Month], Return] = field(default_factory=dict)
    waits: list[dict[Any, list[dict]]] = field(default_factory=list)  # what is with the office
    opened_counts: Callable[[Month], bool] = lambda month: False  # 新增, as ruled by a month's end
    extended: dict[Month, datetime] = field(default_factory=dict)

    def of(self, unit: str, month: Month) -> Return:
        """A unit's return for a month."""
        return self.returns.setdefault((unit, month), Return(self.due(month)))

    def due(self, month: Month) -> datetime:
        """The first moment that is late: by the calendar, or as the office extended it."""
        return self.extended.get(month, due_at(*month))

    def extend(self, month: Month, due: datetime) -> list[str]:
        """The office gives everybody more time; who was late and is not by the new moment."""
        self.extended[month] = due
        found = []
        for (unit, of), one in self.returns.items():
            if of == month:
                late = one.late
                one.extend(due)
                found += [unit] * (late is True and one.late is False)
        return found

    def period_name(self, month: Month) -> str:
        """What a return is of: a month, or what came before the first one in a year."""
        if month >= self.first:
            return f"{month[0]}年{month[1]}月月报"
        if month[0] < self.first[0]:
            return f"{month[0]}年年度结账"
        until = f"1—{self.first[1] - 1}" if self.first[1] > 2 else "1"
        return f"{month[0]}年{until}月结账"

    def is_judged(self, month: Month, at: datetime) -> bool:
        """Whether a month is due, and of the plan."""
        return self.first <= month <= (plan.YEARS[-1], 12) and at >= self.due(month)

    def punctual(self, month: Month, at: datetime) -> tuple[int, set[str]] | None:
        """(units on time, who is at fault) of a month; None while it may not be judged."""
        if not self.is_judged(month, at):
            return None
        told = {unit: self.of(unit, month) for unit in plan.MEMBERS}
        named = {unit for unit, one in told.items() if one.at_fault(at)}
        return sum(one.on_time for one in told.values()), named

    def unsettled(self, row: str, until: Month, at: datetime) -> str:
        """Why a row's number of a year cannot be held against it; empty where it can."""
        mine = [
            one
            for (who, month), one in self.returns.items()
            if who == REPORTED_BY[row] and (until[0], 1) <= month <= until
        ]
        if any(one.state == "waiting" for one in mine) or self.would_change(row, until):
            return "待审核"
        return "待改" if any(one.mending(at) for one in mine) else ""

    def would_change(self, row: str, until: Month) -> bool:
        """Whether something that lies with the office would change a row's number of a year."""
        first, last = date(until[0], 1, 1), month_end(*until)
        causes = ("added", "converted") if self.opened_counts(until) else ("added",)
        lines = [line for held in self.waits for lines in held.values() for line in lines]
        return any(
            one["row"] == row and one["cause"] in causes and first <= one["on"] <= last
            for one in filter(None, map(told_of_a_row, lines))
        )

    def light(self, row: str, value: int, month: Month, at: datetime, heard: set[str]) -> str:
        """The word beside a row's number: by the calendar, unless it is not judged. `heard` are the
        units of whom something of the year was approved."""
        goal = plan.QUOTAS[row].get(month[0])
        if not goal:
            return "无计划"
        if not self.is_judged(month, at):
            return self.unjudged(month, at)
        if why := self.unsettled(row, month, at):
            return why
        if value == 0 and REPORTED_BY[row] not in heard:
            return "未报"
        expected = Fraction(goal * month[1], 12)
        if month[1] == 12:
            return "完成" if value >= goal else "未完成"
        if value - ceil(expected) > -LEAST_GAP:
            return "正常"
        return "偏慢" if (expected - value) / goal * 100 <= SLOW_WITHIN else "滞后"

    def unjudged(self, month: Month, at: datetime) -> str:
        """What stands in a light's place."""
        opens = date(*month, 25)
        if month < self.first:
            return "不评价" if at.date() >= opens else "未开"
        return "报送中" if at.date() >= opens else "未开"
