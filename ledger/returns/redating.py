"""改期: months that were opened before their year's holidays were known fall due on a working day
again; only ever later, and none that is locked."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from ledger import deadlines
from ledger.models import Period, PeriodKind
from ledger.periods import rulings, working_days
from ledger.reminding import last_day_of
from ledger.returns import rules
from ledger.returns.locking import locked_periods
from ledger.returns.more_time import put_off
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.lifecycle.seen import require_seen, stamp
from shanyin_charging.lifecycle.transitions import Refused, require
from targets.models import Ruling

NONE = "开着的期都不落在休息日上，没有要改的"


@dataclass(frozen=True)
class Move:
    """A period, and the later moment at which it is to fall due."""

    period: Period
    due_at: datetime


def moves() -> list[Move]:
    """The open months of the county that is served whose last day is one of rest by now, the
    oldest first."""
    asked = ((p, later(p)) for p in open_now().select_related("county").order_by("starts_on"))
    return [Move(period, due_at) for period, due_at in asked if due_at]


def open_now() -> QuerySet[Period]:
    """The months of the county that is served that are not locked."""
    return Period.objects.served().filter(kind=PeriodKind.MONTH, lock_at__gt=clock.now())


def perhaps() -> QuerySet[Period]:
    """The open months since whose beginning a notice was entered: it may have made a day of rest of
    their last day. Reads no notice, so that it can be asked together with others."""
    entered = Ruling.objects.of_each().filter(subject__startswith=working_days.HOLIDAYS)
    return open_now().filter(Exists(entered.filter(recorded_at__gte=OuterRef("starts_on"))))


def later(period: Period) -> datetime | None:
    """When a month is to fall due whose last day is one of rest by now: at the same hour of the
    next working day. None where that day is worked, or the rule lets it stay or moves it
    earlier."""
    rule = rulings.due_rule(period.county, period.month.last_day)
    rests = working_days.calendar().rests
    due_at, day = period.moments[0], last_day_of(period.moments[0])
    last = day
    while rule.roll == deadlines.NEXT and rests(day, rule.weekends):
        day += timedelta(days=1)
    return due_at + (day - last) if day > last else None


def seen_of(found: list[Move]) -> str:
    """The stamp of what is to be moved, and to when."""
    return stamp([(move.period.pk, move.period.due_at, move.due_at) for move in found])


def redate(user: User, reason: str, seen: str | None = None) -> list[Move]:
    """Move all of them in one act; returns them as they were. Who was late and came by the new
    moment is on time. Raises Refused where there is none or the person may not."""
    with locked_periods([move.period for move in moves()]):
        found = moves()
        require_seen(seen, seen_of(found))
        if not found:
            raise Refused(NONE)
        for move in found:
            require(rules.can_extend(user, move.period))
        told = [Move(Period.objects.get(pk=move.period.pk), move.due_at) for move in found]
        for move in told:
            put_off(user, move.period, move.due_at, "redate", reason)
        return found
