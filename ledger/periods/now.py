"""Which month is shown, which may be judged and which are open, by the clock."""

from datetime import date, datetime
from functools import cached_property

from ledger.judging import MonthState, state_of
from ledger.models import Period, PeriodKind
from shanyin_charging import clock, serving
from targets.models import Area, Plan, plans_served
from targets.months import Month
from targets.plan import queries
from targets.plan.fixed import Fixed


def state_in(
    plan: Plan, month: Month, period: Period | None, moment: datetime | None = None
) -> MonthState:
    """How far a month of a plan had come at a moment (None: now), by its period (None: it has none
    of its own)."""
    due_at = period.due_at if period else None
    return state_of(month, due_at, Month.of(plan.ends_on), moment or clock.now())


def is_judged(period: Period) -> bool:
    """Whether what is missing in a period may be held against anybody now."""
    return period.due_at is not None and state_in(period.plan, period.month, period).is_judged


class Calendar:
    """The periods as they are when first asked for, read once for a page, and what the clock makes
    of them."""

    @cached_property
    def periods(self) -> list[Period]:
        """All of them, the newest first."""
        asked = Period.objects.served().order_by("-starts_on")
        return serving.once("periods", lambda: list(asked))

    @cached_property
    def plans(self) -> list[Plan]:
        """All plans."""
        return plans_served()

    @property
    def months(self) -> list[Period]:
        """The months that are reported one by one, the newest first."""
        return [period for period in self.periods if period.kind == PeriodKind.MONTH]

    def of(self, county: Area, month: Month) -> Period | None:
        """The period in which a county reports a month; None before the first month, when only
        closing accounts run."""
        first = month.first_day
        of_day = (period for period in self.months if period.starts_on == first)
        return next((period for period in of_day if period.county_id == county.pk), None)

    def told(self, county: Area) -> set[Month]:
        """The months that a county reports one by one, and in no closing account."""
        return {period.month for period in self.months if period.county_id == county.pk}

    def so_far(self) -> list[Month]:
        """The months of all periods, the newest first."""
        return [period.month for period in self.periods]

    def running(self) -> list[Period]:
        """The months whose returns are being handed in and not yet due, the newest first."""
        now = clock.now()
        return [period for period in self.months if period.due_at and period.due_at > now]

    def living(self) -> Period | None:
        """The month that returns come in for now: the oldest that is not due yet, else the
        newest."""
        return next(iter([*self.running()[-1:], *self.months]), None)

    def judged_month(self) -> Month | None:
        """The last month that may be judged: due, and of a plan; None before there is one."""
        now = clock.now()
        due = (period for period in self.months if period.due_at and period.due_at <= now)
        return next((period.month for period in due if self.is_planned(period)), None)

    def is_planned(self, period: Period) -> bool:
        """Whether a period lies in the term of a plan, or touches it."""
        return any(
            plan.starts_on <= period.ends_on and plan.ends_on >= period.starts_on
            for plan in self.plans
        )

    def shown_month(self) -> Month:
        """The month that a page shows unless another is asked for: the last that may be judged.
        Before there is one the newest that is open, or the present one; the plan's last once it has
        ended."""
        if judged := self.judged_month():
            return judged
        month = next((period.month for period in self.months), Month.of(clock.today()))
        return min(month, Month.of(queries.plan_for(month, self.plans).ends_on))

    def past(self) -> Plan | None:
        """The plan whose last day is past; None while today is of a plan's term."""
        today = clock.today()
        plan = queries.plan_for(Month.of(today), self.plans)
        return plan if today > plan.ends_on else None

    def over(self) -> Plan | None:
        """The plan by which nothing is judged any more: the office has ended it, or its term has
        ended and its last month is locked; None while there is one to follow."""
        if (plan := self.past()) is None:
            return None
        last = next((period for period in self.months if period.ends_on == plan.ends_on), None)
        settled = plan.ended_on or last is None or last.is_locked(clock.now())
        return plan if settled else None

    def over_since(self) -> date | None:
        """The last day of the plan that is over; None while there is one to follow."""
        plan = self.over()
        return plan.ends_on if plan else None


def judged() -> Fixed | None:
    """The last month that was judged, which keeps its plan."""
    month = Calendar().judged_month()
    return Fixed(month, "已经按原方案评价过") if month else None
