"""Which months are open and which have fallen due, by the clock."""

from ledger.models import Period, PeriodKind
from shanyin_charging import clock
from targets.months import Month
from targets.plan import queries


def latest_month() -> Month:
    """The month that is being reported, or the present one before any is open; the plan's last once
    it has ended."""
    period = Period.objects.filter(kind=PeriodKind.MONTH).order_by("-starts_on").first()
    month = period.month if period else Month.of(clock.today())
    return min(month, Month.of(queries.plan_for(month).ends_on))


def months_so_far() -> list[Month]:
    """The months of all periods, newest first."""
    return [period.month for period in Period.objects.order_by("-starts_on")]


def judged_month() -> Month | None:
    """The last month whose returns have fallen due: an open one is not held against anybody."""
    last = (
        Period.objects.filter(kind=PeriodKind.MONTH, due_at__lte=clock.now())
        .order_by("-starts_on")
        .first()
    )
    return min(last.month, latest_month()) if last else None
