"""任务: the plan's numbered tasks, each with its figures, who works on it, and what was done."""

from django.http import Http404
from django.shortcuts import render

from ledger.models import Submission
from reports.figures import exports
from reports.figures.tasks import lead, standings_of, told_of
from reports.pages.asking import asked
from shanyin_charging import spreadsheet


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
