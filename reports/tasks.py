"""任务: the plan's numbered tasks, each with its figures, who works on it, and what was done."""

from django.http import Http404
from django.shortcuts import render

from ledger.models import Line, LineKind, State, Submission
from shanyin_charging import spreadsheet
from targets.models import Unit

from . import exports
from .asking import asked
from .reading import Reading

LEAD = "lead:"  # a ruling's subject, before the clause's code


def tasks(request):
    """All numbered tasks with the state of their figures and how many units told of work this
    month."""
    about = asked(request)
    reading = about["reading"]
    told = told_of(reading, Submission.objects.all())
    rows = [
        (
            clause,
            lead(reading, clause),
            standings_of(reading, clause),
            len({line.version.submission.unit_id for line in told.get(clause.code, ())}),
        )
        for clause in reading.plan.clauses.filter(task__isnull=False).prefetch_related("indicators")
    ]
    if kind := spreadsheet.asked(request):
        lines = [
            [clause.task, clause.title, str(lead_ or "未定"), *exports.standing(s)]
            for clause, lead_, standings, _ in rows
            for s in standings
        ]
        heads = ["任务", "内容", "牵头单位", *exports.STANDING]
        label = about["month"].label
        return exports.answer(kind, reading, f"{label}任务进展", heads, lines, f"截至{label}底")
    return render(request, "reports/tasks.html", {**about, "rows": rows})


def task(request, number):
    """One task: its words, its figures, the units that it names, and what each of them told of it
    this month."""
    about = asked(request)
    reading = about["reading"]
    clause = reading.plan.clauses.filter(task=number).first()
    if clause is None:
        raise Http404
    told = told_of(reading, Submission.objects.visible_to(request.user)).get(clause.code, [])
    by_unit = {}
    for line in told:
        by_unit.setdefault(line.version.submission.unit_id, []).append(line)
    duties = clause.duties.select_related("unit").order_by("position")
    return render(
        request,
        "reports/task.html",
        {
            **about,
            "clause": clause,
            "lead": lead(reading, clause),
            "standings": standings_of(reading, clause),
            "duties": [(duty, by_unit.get(duty.unit_id, [])) for duty in duties],
            "before": reading.plan.clauses.filter(task=number - 1).first(),
            "after": reading.plan.clauses.filter(task=number + 1).first(),
        },
    )


def lead(reading: Reading, clause) -> Unit | None:
    """The lead unit that the office has ruled; the plan names none (D31)."""
    code = reading.basis.answer(f"{LEAD}{clause.code}")
    return Unit.objects.filter(code=code).first() if code else None


def standings_of(reading: Reading, clause) -> list:
    codes = sorted(indicator.code for indicator in clause.indicators.all())
    return [standing for code in codes for standing in reading.standings(code)]


def told_of(reading: Reading, submissions) -> dict[str, list[Line]]:
    """Clause code to the approved lines of work of the reading's month."""
    lines = Line.objects.filter(
        kind=LineKind.WORK,
        frozen=True,
        version__submission__in=submissions.filter(
            state=State.APPROVED,
            period__county=reading.county,
            period__starts_on=reading.month.first_day,
        ),
    )
    found = {}
    for line in lines.select_related(
        "version__submission__unit", "version__submission__period"
    ).order_by("pk"):
        found.setdefault(line.values["clause"], []).append(line)
    return found
