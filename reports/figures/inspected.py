"""Safety checks that one unit told of in a year: how many, what they found, what of it is gone."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from ledger.entries import inspections
from ledger.models import Cause, Entry
from reports.figures.reading import Reading
from targets.models import Unit

WHO = "line__version__submission__unit__in"


@dataclass(frozen=True)
class Inspected:
    """The checks of a year up to a month's end, the hazards that they found and that were cleared
    in it, and those that are open at its end, whenever they were found."""

    checks: int
    found: int
    cleared: int
    open: int


def inspected(r: Reading, unit: Unit) -> Inspected | None:
    """Those of a unit, with what it took over; None where it told of none and none is open."""
    first, last = date(r.month.year, 1, 1), r.month.last_day
    ours = {WHO: [one.pk for one in unit.with_merged(last)]}
    made = Entry.objects.filter(
        county=r.county, measure="inspection", cause=Cause.ADDED, on__range=(first, last), **ours
    )
    checks = made.counting(r.known).aggregate(n=Sum("value"))["n"] or 0
    told = inspections.found_hazards(r.county, last, r.known).filter(**ours)
    hazards = dict(told.values_list("number", "on"))
    gone = inspections.cleared(r.county, last, r.known) if hazards else {}
    ended = [gone[number] for number in hazards if number in gone]
    cleared, left = sum(day >= first for day in ended), len(hazards) - len(ended)
    found = sum(day >= first for day in hazards.values())
    return Inspected(checks, found, cleared, left) if checks or cleared or left else None
