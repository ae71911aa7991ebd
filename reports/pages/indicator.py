"""One indicator: what it means, what it rests on, its targets, its places and its past."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from reports.figures import charts, exports, formats
from reports.figures.indicators import doubts
from reports.figures.over_time import history, outlook, over_time
from reports.figures.tracing import parts_of
from reports.pages.asking import asked
from reports.supervision import subjects
from shanyin_charging import spreadsheet
from shanyin_charging.accounts.requests import Request
from targets.pages.plan import plan_called


def indicator(request: Request, code: str, plan: str = "") -> HttpResponse:
    """One indicator: what it means, what it rests on, its targets, its past months and each
    township's part."""
    about = asked(request, plan_called(plan))
    reading = about["reading"]
    found = reading.indicators.get(code)
    if found is None:
        raise Http404
    figure, standings = reading.figure(code), reading.standings(code)
    past, places = history(reading, figure), parts_of(reading, figure)
    if kind := spreadsheet.asked(request):
        rows = [
            [
                figure.month.label,
                figure.where.name,
                figure,
                figure.unit,
                figure.why or formats.text(figure),
            ]
            for figure in [*past, *places]
        ]
        heads = ["月份", "范围", "数值", "单位", "说明"]
        return exports.answer(
            kind, reading, f"{found.name}_{about['month'].label}", heads, rows, found.definition
        )
    return render(
        request,
        "reports/indicator.html",
        {
            **about,
            "indicator": found,
            "standings": standings,
            "basis": reading.basis.of(code),
            "doubts": doubts(reading, found),
            "figure": figure,
            "places": places,
            "over": over_time(reading, code),
            "forecast": outlook(reading, standings[0]),
            "chart": charts.columns(past) if past else None,
            "targets": [
                target
                for target in reading.targets
                if target.indicator.code == code and target.area_id
            ],
            **subjects.offered(request.user, subjects.of_figure, reading, reading.figure(code)),
        },
    )
