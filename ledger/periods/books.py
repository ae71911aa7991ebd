"""Opening the county's ledger and making its periods."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from django.db import transaction

from ledger import deadlines
from ledger.deadlines import DueRule
from ledger.models import Cause, Entry, Ledger, Period, PeriodKind
from ledger.periods import rulings, working_days
from shanyin_charging import clock, dates, serving
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.transitions import Refused
from targets.arithmetic import Implied
from targets.measures import UNSPLIT
from targets.models import Area, Plan, holding
from targets.months import Month
from targets.plan import queries

Asked = tuple[date, date, str, dict[str, datetime]]  # first day, last day, kind, moments
MOST_AT_ONCE = 12  # periods that a ledger which runs gets: more, and the clock is wrong


@transaction.atomic
def open_ledger(
    plan: Plan,
    county: Area,
    first_month: Month,
    actor: User | str,
    live_from: date | None = None,
) -> Ledger:
    """Open the ledger with what the plan implies to have stood before it, if it does, live from a
    day (None: today); a second call returns the ledger as it stands."""
    if found := Ledger.objects.filter(county=county).first():
        return found
    implied = queries.implied(plan)
    ledger = Ledger.objects.create(
        county=county,
        opened_on=plan.starts_on - timedelta(days=1),
        first_month_on=first_month.first_day,
        live_from=live_from or clock.today(),
    )
    if implied:
        post_implied(ledger, plan, implied, str(actor))
    after = {
        "opened_on": ledger.opened_on.isoformat(),
        "first_month": str(first_month),
        "live_from": ledger.live_from.isoformat(),
        "baseline": implied.piles if implied else None,
    }
    journal.record(actor, "open_ledger", ledger, before=None, after=after)
    return ledger


def post_implied(ledger: Ledger, plan: Plan, implied: Implied, approved_by: str) -> None:
    """The first entry: piles that nobody has listed yet."""
    asked = plan.opening_left_open
    why = f"，方案未写明基数（存疑事项{asked.code}）" if asked else ""
    ledger.last_number = 1
    ledger.save(update_fields=["last_number"])
    Entry.objects.create(
        county=ledger.county,
        number=ledger.last_number,
        measure=UNSPLIT,
        cause=Cause.OPENING,
        area=ledger.county,
        value=implied.piles,
        on=ledger.opened_on,
        posted_at=clock.now(),
        approved_by=approved_by,
        note=f"推算值：{implied}{why}",
    )


@transaction.atomic
def open_periods(ledger: Ledger, actor: User | str, however_many: bool = False) -> list[Period]:
    """Make the periods that may be reported by now: months from the first that was not due before
    the ledger was live, but for those after a plan that was ended, and closing accounts before
    it. Raises Refused where a ledger that runs would get more of them than a clock that is right
    asks for, unless they are wanted `however_many` they are."""
    with serving.of(ledger.county.code):  # by whose holidays months fall due
        there = set(ledger.county.periods.values_list("starts_on", flat=True))
        asked = [one for one in asked_by_now(ledger) if one[0] not in there]
        if there and not however_many:
            require_a_right_clock(asked)
        found = [make(ledger, *one) for one in asked]
        new = [period for period, created in found if created]
        for period in new:
            journal.record(actor, "open_period", period, before=None, after=told(period))
    return new


def require_a_right_clock(asked: list[Asked]) -> None:
    """Raise Refused for months of years at once: they would stay, and each be reminded of."""
    if len(asked) > MOST_AT_ONCE:
        first, last = Month.of(asked[0][0]), Month.of(asked[-1][0])
        raise Refused(
            f"这台机器的时钟是{dates.moment(clock.now())}，照它要一次新开{len(asked)}期"
            f"（{first.label}至{last.label}），一期也没有开；请校准时钟。"
            "时钟没有错、平台真的停了这么久的，运行 manage.py open_periods --however-many"
        )


def asked_by_now(ledger: Ledger) -> Iterator[Asked]:
    """(first day, last day, kind, moments) of each period that may be reported by now."""
    today, rule_of = clock.today(), rulings.due_rules(ledger.county)
    month = first_asked(ledger, rule_of)
    for starts_on, ends_on in closing_spans(ledger.opened_on + timedelta(days=1), month.first_day):
        if ends_on <= today:
            yield starts_on, ends_on, PeriodKind.CLOSING, {}
    plans = list(Plan.objects.of(ledger.county))
    while deadlines.opens_on(month) <= today:
        if holding(plans, month).asks_for(month):
            moments = moments_of(month, rule_of(month.last_day))
            yield month.first_day, month.last_day, PeriodKind.MONTH, moments
        month += 1


def first_asked(ledger: Ledger, rule_of: Callable[[date], DueRule]) -> Month:
    """The first month that is asked for by itself: nobody can be late with what was due before the
    portal was there."""
    month = Month.of(ledger.first_month_on)
    while True:
        due = working_days.due_at(month, rule_of(month.last_day))
        if due.astimezone(clock.ZONE).date() > ledger.live_from:
            return month
        month += 1


def told(period: Period) -> dict[str, str | None]:
    """A period as the journal tells it."""
    return {
        "starts_on": period.starts_on.isoformat(),
        "ends_on": period.ends_on.isoformat(),
        "due_at": deadlines.in_text(period.due_at),
        "lock_at": deadlines.in_text(period.lock_at),
    }


def moments_of(month: Month, rule: DueRule) -> dict[str, datetime]:
    """When a month falls due and is locked by a rule."""
    return {
        "due_at": working_days.due_at(month, rule),
        "lock_at": working_days.lock_at(month, rule),
    }


def make(
    ledger: Ledger, starts_on: date, ends_on: date, kind: str, moments: dict[str, datetime]
) -> tuple[Period, bool]:
    """The period that starts on a day, and whether it is new."""
    return Period.objects.get_or_create(
        county=ledger.county,
        starts_on=starts_on,
        defaults={"kind": kind, "ends_on": ends_on, **moments},
    )


def closing_spans(start: date, stop: date) -> Iterator[tuple[date, date]]:
    """One span a calendar year from `start` until the day before `stop`."""
    while start < stop:
        end = min(date(start.year, 12, 31), stop - timedelta(days=1))
        yield start, end
        start = end + timedelta(days=1)
