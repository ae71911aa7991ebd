"""任务: the figures of a numbered task, its lead unit, and what the units told of it."""

from typing import Any

from django.db.models import Max, QuerySet

from ledger.models import Line, LineKind, Submission
from reports.figures.progress import Light, Standing
from reports.figures.reading import Reading
from targets.models import Clause, Unit
from targets.months import Month

LEAD = "lead:"  # a ruling's subject, before the clause's code
WORST_FIRST = ("behind", "slow", "unmet", "met", "normal")  # codes of lights that judge


def lead(reading: Reading, clause: Clause) -> Unit | None:
    """The lead unit that the office has ruled; the plan names none."""
    code = reading.basis.answer(f"{LEAD}{clause.code}")
    return Unit.objects.served().filter(code=code).first() if code else None


def standings_of(reading: Reading, clause: Clause) -> list[Standing]:
    """The standings of all the clause's indicators."""
    codes = sorted(indicator.code for indicator in clause.indicators.all())
    return [standing for code in codes for standing in reading.standings(code)]


def at_a_glance(standings: list[Standing]) -> Light:
    """One light for a task: the worst of its figures, and how many of those with a goal are where
    they should be."""
    aimed = [s for s in standings if s.goal]
    if not aimed:
        return Light("no_plan", "无目标")
    judged = [s.state.code for s in aimed if s.is_judged]
    worst = min(judged, key=WORST_FIRST.index, default="no_plan")
    return Light(worst, f"{sum(s.is_good for s in aimed)}/{len(aimed)}")


def read_as(line: Line) -> dict[str, Any]:
    """What a line that was handed in was read as."""
    assert line.values is not None  # the database freezes no line that was not read
    values: dict[str, Any] = line.values
    return values


def last_told(reading: Reading) -> dict[str, Month]:
    """Clause code to the newest month, up to the reading's, in which a unit told of work."""
    lines = Line.objects.approved().filter(
        kind=LineKind.WORK,
        version__submission__period__county=reading.county,
        version__submission__period__starts_on__lte=reading.month.first_day,
    )
    newest = lines.values_list("values__clause").annotate(
        Max("version__submission__period__starts_on")
    )
    return {clause: Month.of(day) for clause, day in newest}


def told_of(reading: Reading, submissions: QuerySet[Submission]) -> dict[str, list[Line]]:
    """Clause code to the approved lines of work of the reading's month."""
    lines = Line.objects.approved().filter(
        kind=LineKind.WORK,
        version__submission__in=submissions.filter(
            period__county=reading.county,
            period__starts_on=reading.month.first_day,
        ),
    )
    found: dict[str, list[Line]] = {}
    for line in lines.select_related(
        "version__submission__unit", "version__submission__period"
    ).order_by("pk"):
        found.setdefault(read_as(line)["clause"], []).append(line)
    return found
