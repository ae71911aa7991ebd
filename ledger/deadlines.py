"""Due moments: the 5th, moved to a working day; late or not (pure)."""
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar

from targets.months import Month

ZONE = ZoneInfo("Asia/Shanghai")
DUE_DAY = 5  # 四(三): 每月5日前; the 5th itself still counts (discrepancy D18)
GRACE = 3  # working days to mend what was sent back; handed in again by then, the return stays on time
REPORTING_OPENS = 25  # a month can be reported from its 25th on


def calendar_knows(year: int) -> bool:
    """Whether the State Council's holiday notice for the year is in the calendar."""
    try:
        chinese_calendar.is_holiday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


def is_rest_day(day: date) -> bool:
    """Weekends and holidays less the working weekends; only weekends for a year without a notice."""
    return chinese_calendar.is_holiday(day) if calendar_knows(day.year) else day.weekday() >= 5


def due_day(month: Month, rests: Callable[[date], bool] = is_rest_day) -> date:
    """The last day on which the month's return is on time: the 5th of the next month or the next working day."""
    day = (month + 1).first_day.replace(day=DUE_DAY)
    while rests(day):
        day += timedelta(days=1)
    return day


def midnight_after(day: date) -> datetime:
    """24:00 of a day: the first instant that is no longer on it."""
    return datetime.combine(day + timedelta(days=1), time(0), ZONE)


def opens_on(month: Month) -> date:
    return month.first_day.replace(day=REPORTING_OPENS)


def working_days_after(day: date, number: int, rests: Callable[[date], bool] = is_rest_day) -> date:
    """The day that many working days after another."""
    while number:
        day += timedelta(days=1)
        number -= not rests(day)
    return day


def stamp(was_late: bool | None, submitted_at: datetime, due_at: datetime | None, mend_by: datetime | None) -> bool:
    """Whether a return counts as late when it is handed in: at first by its due moment, after a send-back by what it
    was before and the time given to mend it. `was_late` is None when nothing is handed in."""
    if was_late is None:
        return is_late(submitted_at, due_at)
    return was_late or is_late(submitted_at, mend_by)


def is_late(submitted_at: datetime, due_at: datetime | None) -> bool:
    """Whether a return came after its due moment; a period without one (a closing account) knows no lateness."""
    return due_at is not None and submitted_at >= due_at
