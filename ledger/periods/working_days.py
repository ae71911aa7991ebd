"""The days of rest of the county that is served, and what is counted by them: by the notices that
its office has entered, for other years by those that came with the program."""

from datetime import date, datetime
from typing import cast

from ledger import deadlines
from ledger.deadlines import DueRule
from ledger.holidays import Calendar, Notice, from_value
from shanyin_charging import serving
from targets.models import Area, Ruling
from targets.months import Month
from targets.plan import queries

HOLIDAYS = "holidays:"  # a ruling's subject, before the year


def entered(county: Area) -> dict[int, Ruling]:
    """Year to the ruling by which the office entered its notice last."""
    ruled = Ruling.objects.of(county).filter(subject__startswith=HOLIDAYS).order_by("recorded_at")
    return {int(one.subject.removeprefix(HOLIDAYS)): one for one in ruled}


def notices(county: Area) -> list[Notice]:
    """What was entered, of each year."""
    return [from_value(year, ruling.value) for year, ruling in entered(county).items()]


def calendar() -> Calendar:
    """The days of rest, asked once for as long as the county is served."""
    kept = serving.kept()
    if HOLIDAYS not in kept:
        kept[HOLIDAYS] = Calendar(notices(queries.served()))
    return cast(Calendar, kept[HOLIDAYS])


def forget() -> None:
    """Ask again: another notice was entered."""
    serving.kept().pop(HOLIDAYS, None)


def after(day: date, number: int) -> date:
    """The day that many working days after another."""
    return deadlines.working_days_after(day, number, calendar().rests)


def before(day: date, number: int) -> date:
    """The working day that many working days before another day."""
    return deadlines.working_days_before(day, number, calendar().rests)


def between(day: date, today: date) -> int:
    """How many working days have passed since a day, today among them."""
    return deadlines.working_days_between(day, today, calendar().rests)


def due_at(month: Month, rule: DueRule) -> datetime:
    """The first instant that is late."""
    return deadlines.due_at(month, rule, calendar().rests)


def lock_at(month: Month, rule: DueRule) -> datetime:
    """The instant at which the month's return is locked."""
    return deadlines.lock_at(month, rule, calendar().rests)
