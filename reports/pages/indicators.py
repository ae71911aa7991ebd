"""指标总览: every figure the plan asks for."""

from django.http import HttpResponse
from django.shortcuts import render

from reports.figures import exports
from reports.figures.indicators import doubts
from reports.pages.asking import asked
from shanyin_charging import spreadsheet
from shanyin_charging.accounts.requests import Request
from targets.models import Part


def overview(request: Request) -> HttpResponse:
    """All indicators of the plan at the end of a month, on screen or as Excel."""
    about = asked(request)
    reading, month = about["reading"], about["month"]
    rows = [
        (indicator, reading.standings(code), reading.basis.open(code), doubts(reading, indicator))
        for code, indicator in sorted(reading.indicators.items())
        if code != reading.playing(Part.QUOTA)
    ]
    if kind := spreadsheet.asked(request):
        lines = [exports.standing(standing) for _, standings, *_ in rows for standing in standings]
        return exports.answer(
            kind, reading, f"{month.label}指标总览", exports.STANDING, lines, f"截至{month.label}底"
        )
    return render(
        request, "reports/indicators.html", {**about, "rows": rows, "year": reading.plan_year}
    )
