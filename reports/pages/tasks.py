"""任务: the plan's numbered tasks, each with its figures and how many units told of work."""

from django.http import HttpResponse
from django.shortcuts import render

from ledger.models import Submission
from reports.figures import exports
from reports.figures.tasks import at_a_glance, last_told, lead, standings_of, told_of
from reports.pages.asking import asked
from shanyin_charging import spreadsheet
from shanyin_charging.accounts.requests import Request


def tasks(request: Request) -> HttpResponse:
    """All numbered tasks with the state of their figures and how many units told of work this
    month."""
    about = asked(request)
    reading = about["reading"]
    told = told_of(reading, Submission.objects.served())
    rows = [
        (
            clause,
            lead(reading, clause),
            standings_of(reading, clause),
            len({line.version.submission.unit_id for line in told.get(clause.code, ())}),
        )
        for clause in reading.plan.clauses.filter(task__isnull=False).prefetch_related("indicators")
    ]
    latest = last_told(reading)
    if kind := spreadsheet.asked(request):
        lines = [
            [clause.task, clause.title, str(lead_ or "未定"), *exports.standing(s)]
            for clause, lead_, standings, _ in rows
            for s in standings
        ]
        heads = ["任务", "内容", "牵头单位", *exports.STANDING]
        label = about["month"].label
        return exports.answer(kind, reading, f"{label}任务进展", heads, lines, f"截至{label}底")
    shown = [(*row, at_a_glance(row[2]), latest.get(row[0].code)) for row in rows]
    return render(request, "reports/tasks.html", {**about, "rows": shown})
