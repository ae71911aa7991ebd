"""Questions about the plan that several pages ask."""
from django.db.models import Sum

from . import arithmetic
from .models import Plan, Target

ADDED, IN_PLACE, QUOTA = "I01", "I02", "I33"
STOCK_DISCREPANCY = "D01"


def plan_for(month) -> Plan:
    """The plan that a month is judged by: the one in force, or the last that ended before it."""
    return Plan.objects.filter(starts_on__lte=month.last_day).order_by("starts_on").last() or Plan.objects.get()


def yearly_values(plan, code) -> dict[int, int]:
    """Year to printed value, summed over places and rows, of one indicator."""
    rows = Target.objects.filter(indicator__plan=plan, indicator__code=code).values_list("year")
    return dict(rows.annotate(Sum("value")).order_by("year"))


def sums(plan) -> list[arithmetic.Check]:
    """The plan's own sums, with the one that is known not to hold declared."""
    return arithmetic.checks(yearly_values(plan, QUOTA), yearly_values(plan, ADDED),
                             yearly_values(plan, IN_PLACE), STOCK_DISCREPANCY)


def baseline(plan) -> int:
    """The implied number of public piles before the plan, 321 − 133 for this one (discrepancy D02)."""
    return arithmetic.implied_baseline(yearly_values(plan, ADDED), yearly_values(plan, IN_PLACE))
