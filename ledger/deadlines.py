"""Due moments: the 5th, moved to a working day; late or not (pure)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from targets.months import Month

ZONE = ZoneInfo("Asia/Shanghai")
Rests = Callable[[date, bool], bool]  # whether a day is one of rest, weekends among them or not
NEXT = "next"
REPORTING_OPENS = 25  # a month can be reported from its 25th on


@dataclass(frozen=True)
class DueRule:
    """How a month falls due; every part may be ruled otherwise by the office, for the periods that
    are made after."""

    day: int = 5  # 四（三）: 每月5日前; whether the 5th counts is left open: it does
    roll: str = NEXT  # when that day is one of rest: next, previous (working day) or stay
    weekends: bool = True  # whether weekends are days of rest
    cut_off: int = 24  # the hour at which the last day ends
    # working days to mend what was sent back; handed in again by then, the return stays on time
    grace: int = 3
    lock_after: int = 1  # months after the reported one at whose end it is locked


def due_day(month: Month, rule: DueRule, rests: Rests) -> date:
    """The last day on which the month's return is on time: the rule's day of the next month, or the
    nearest working day on the side the rule says."""
    day = (month + 1).first_day.replace(day=rule.day)
    step = {NEXT: 1, "previous": -1, "stay": 0}[rule.roll]
    while step and rests(day, rule.weekends):
        day += timedelta(days=step)
    return day


def due_at(month: Month, rule: DueRule, rests: Rests) -> datetime:
    """The first instant that is late."""
    return midnight_after(due_day(month, rule, rests)) - timedelta(hours=24 - rule.cut_off)


def lock_at(month: Month, rule: DueRule, rests: Rests) -> datetime:
    """The instant at which the month's return is locked, never before it is due."""
    return max(midnight_after((month + rule.lock_after).last_day), due_at(month, rule, rests))


def in_text(moment: datetime | None) -> str | None:
    """An instant in ISO form by the county's time, as the journal keeps it; None for none."""
    return moment.astimezone(ZONE).isoformat() if moment else None


def midnight_after(day: date) -> datetime:
    """24:00 of a day: the first instant that is no longer on it."""
    return datetime.combine(day + timedelta(days=1), time(0), ZONE)


def opens_on(month: Month) -> date:
    """The first day on which a month can be reported: its 25th."""
    return month.first_day.replace(day=REPORTING_OPENS)


def working_days_after(day: date, number: int, rests: Callable[[date], bool]) -> date:
    """The day that many working days after another."""
    while number:
        day += timedelta(days=1)
        number -= not rests(day)
    return day


def working_days_before(day: date, number: int, rests: Callable[[date], bool]) -> date:
    """The working day that many working days before another day."""
    while number:
        day -= timedelta(days=1)
        number -= not rests(day)
    return day


def working_days_between(day: date, today: date, rests: Callable[[date], bool]) -> int:
    """How many working days have passed since a day, today among them; 0 on the day itself and
    before it."""
    return sum(not rests(day + timedelta(days=n)) for n in range(1, (today - day).days + 1))


def stamp(
    was_late: bool | None, submitted_at: datetime, due_at: datetime | None, mend_by: datetime | None
) -> bool:
    """Whether a return counts as late when it is handed in: by its due moment or, of what was taken
    back, by the time that it still had; after a send-back by what it was before and the time given
    to mend it. `was_late` is None when nothing is handed in."""
    if was_late is None:
        late = is_late(submitted_at, due_at)
        return late and (mend_by is None or is_late(submitted_at, mend_by))
    return was_late or is_late(submitted_at, mend_by)


def is_late(submitted_at: datetime, due_at: datetime | None) -> bool:
    """Whether a return came after its due moment; a period without one (a closing account) knows no
    lateness."""
    return due_at is not None and submitted_at >= due_at
