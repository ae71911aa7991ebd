"""Which month is shown, which may be judged and which are open, by the clock."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef

from ledger.judging import MonthState, state_of
from ledger.models import Period, PeriodKind
from shanyin_charging import clock
from targets.models import Plan
from targets.months import Month
from targets.plan import queries


def state_in(
    plan: Plan, month: Month, period: Period | None, moment: datetime | None = None
) -> MonthState:
    """How far a month of a plan had come at a moment (None: now), by its period (None: it has none
    of its own)."""
    due_at = period.due_at if period else None
    return state_of(month, due_at, Month.of(plan.ends_on), moment or clock.now())


def is_judged(period: Period) -> bool:
    """Whether what is missing in a period may be held against anybody now."""
    plan = queries.plan_for(period.month)
    return period.due_at is not None and state_in(plan, period.month, period).is_judged


def judged_month() -> Month | None:
    """The last month that may be judged: due, and of a plan; None before there is one."""
    planned = Plan.objects.filter(
        starts_on__lte=OuterRef("ends_on"), ends_on__gte=OuterRef("starts_on")
    )
    due = Period.objects.filter(Exists(planned), kind=PeriodKind.MONTH, due_at__lte=clock.now())
    last = due.order_by("-starts_on").first()
    return last.month if last else None


def shown_month() -> Month:
    """The month that a page shows unless another is asked for: the last that may be judged. Before
    there is one the newest that is open, or the present one; the plan's last once it has ended."""
    if judged := judged_month():
        return judged
    period = Period.objects.filter(kind=PeriodKind.MONTH).order_by("-starts_on").first()
    month = period.month if period else Month.of(clock.today())
    return min(month, Month.of(queries.plan_for(month).ends_on))


def running() -> list[Period]:
    """The months whose returns are being handed in and not yet due, the newest first."""
    found = Period.objects.filter(kind=PeriodKind.MONTH, due_at__gt=clock.now())
    return list(found.order_by("-starts_on"))


def living() -> Period | None:
    """The month that returns come in for now: the oldest that is not due yet, else the newest."""
    months = Period.objects.filter(kind=PeriodKind.MONTH).order_by("-starts_on")
    open_now = running()
    return open_now[-1] if open_now else months.first()


def months_so_far() -> list[Month]:
    """The months of all periods, newest first."""
    return [period.month for period in Period.objects.order_by("-starts_on")]


def over_since() -> date | None:
    """The last day of the plan, once its term is over and its last month locked; None while there
    is a plan to follow."""
    today = clock.today()
    ends_on = queries.plan_for(Month.of(today)).ends_on
    last = Period.objects.filter(kind=PeriodKind.MONTH, ends_on=ends_on).first()
    settled = last.is_locked(clock.now()) if last else today > ends_on
    return ends_on if settled else None
