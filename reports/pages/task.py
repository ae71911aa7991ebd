"""One task of the plan: its figures, who works on it, what was done."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from ledger.models import Line, Site, Submission
from reports.checking.panels import of_task
from reports.figures.hazards import open_hazards
from reports.figures.tasks import lead, standings_of, told_of
from reports.pages.asking import asked
from reports.supervision import subjects
from shanyin_charging.accounts.requests import Request
from targets.models import Clause
from targets.pages.plan import plan_called


def is_about_hazards(clause: Clause) -> bool:
    """Whether hazards are counted under the clause."""
    return clause.indicators.filter(counts="hazard").exists()


def task(request: Request, number: int, plan: str = "") -> HttpResponse:
    """One task: its words, its figures, the units that it names, and what each of them told of it
    this month."""
    about = asked(request, plan_called(plan))
    reading = about["reading"]
    clause = reading.plan.clauses.filter(task=number).first()
    if clause is None:
        raise Http404
    told = told_of(reading, Submission.objects.visible_to(request.user)).get(clause.code, [])
    by_unit: dict[int, list[Line]] = {}
    for line in told:
        by_unit.setdefault(line.version.submission.unit_id, []).append(line)
    duties = list(clause.duties.select_related("unit").order_by("position"))
    return render(
        request,
        "reports/task.html",
        {
            **about,
            "clause": clause,
            "lead": lead(reading, clause),
            "standings": standings_of(reading, clause),
            "hazards": open_hazards(reading) if is_about_hazards(clause) else None,
            "checked": of_task(request.user, reading.county, reading.month)
            if is_about_hazards(clause)
            else None,
            "open_sites": Site.objects.open_to(request.user),
            "told": [(d, by_unit[d.unit_id]) for d in duties if d.unit_id in by_unit],
            "silent": [duty for duty in duties if duty.unit_id not in by_unit],
            "before": reading.plan.clauses.filter(task=number - 1).first(),
            "after": reading.plan.clauses.filter(task=number + 1).first(),
            **subjects.offered(request.user, subjects.of_task, clause),
        },
    )
