"""Days of work and of rest, due moments and locks, from the State Council's notices."""

from datetime import date, datetime, time, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
REST = {  # 国务院办公厅 on the holidays of each year: first and last day off
    2024: [(1, 1, 1, 1), (2, 10, 2, 17), (4, 4, 4, 6), (5, 1, 5, 5), (6, 10, 6, 10)]
    + [(9, 15, 9, 17), (10, 1, 10, 7)],
    2025: [(1, 1, 1, 1), (1, 28, 2, 4), (4, 4, 4, 6), (5, 1, 5, 5), (5, 31, 6, 2)]
    + [(10, 1, 10, 8)],
    2026: [(1, 1, 1, 3), (2, 15, 2, 23), (4, 4, 4, 6), (5, 1, 5, 5), (6, 19, 6, 21)]
    + [(9, 25, 9, 27), (10, 1, 10, 7)],
}
WORK = {  # weekends that are worked (调休)
    2024: [(2, 4), (2, 18), (4, 7), (4, 28), (5, 11), (9, 14), (9, 29), (10, 12)],
    2025: [(1, 26), (2, 8), (4, 27), (9, 28), (10, 11)],
    2026: [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)],
}
DUE, GRACE = 5, 3  # the day of the next month; working days to mend


def rests(day: date) -> bool:
    """Whether nobody works on a day; a year without a notice has its weekends."""
    if (day.month, day.day) in WORK.get(day.year, ()):
        return False
    of_year = REST.get(day.year, ())
    return day.weekday() > 4 or any(
        date(day.year, m, d) <= day <= date(day.year, n, e) for m, d, n, e in of_year
    )


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def midnight_after(day: date) -> datetime:
    """24:00 of a day."""
    return datetime.combine(day + timedelta(days=1), time(0), CHINA)


def due_at(year: int, month: int) -> datetime:
    """When a month is due: 24:00 of the 5th of the next, or of the next day of work."""
    day = month_end(year, month) + timedelta(days=DUE)
    while rests(day):
        day += timedelta(days=1)
    return midnight_after(day)


def lock_at(year: int, month: int) -> datetime:
    """When a month is locked: at the end of the next."""
    following = month_end(year, month) + timedelta(days=1)
    return midnight_after(month_end(following.year, following.month))


def working_days_after(day: date, number: int) -> date:
    """The day that many days of work later."""
    while number:
        day += timedelta(days=1)
        number -= not rests(day)
    return day


def working_days_before(day: date, number: int) -> date:
    """The day that many days of work earlier."""
    while number:
        day -= timedelta(days=1)
        number -= not rests(day)
    return day


def mend_by(day: date) -> datetime:
    """Until when what was sent back on a day may be mended and stays what it was."""
    return midnight_after(working_days_after(day, GRACE))


def working_days_between(day: date, until: date) -> int:
    """The days of work after a day, up to another and with it."""
    days = (day + timedelta(days=n) for n in range(1, (until - day).days + 1))
    return sum(not rests(one) for one in days)
