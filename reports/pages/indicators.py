"""指标总览 and the page of one indicator: every figure the plan asks for, with its targets, its
places and its past."""

from django.http import Http404
from django.shortcuts import render

from reports.figures import charts, exports, formats
from reports.figures.reading import QUOTA, Reading
from reports.pages.asking import asked
from shanyin_charging import spreadsheet
from targets.models import Form, Window


def overview(request):
    """All indicators of the plan at the end of a month, on screen or as Excel."""
    about = asked(request)
    reading, month = about["reading"], about["month"]
    rows = [
        (indicator, reading.standings(code), reading.basis.open(code), doubts(reading, indicator))
        for code, indicator in sorted(reading.indicators.items())
        if code != QUOTA
    ]
    if kind := spreadsheet.asked(request):
        lines = [exports.standing(standing) for _, standings, *_ in rows for standing in standings]
        return exports.answer(
            kind, reading, f"{month.label}指标总览", exports.STANDING, lines, f"截至{month.label}底"
        )
    return render(
        request, "reports/indicators.html", {**about, "rows": rows, "year": reading.plan_year}
    )


def doubts(reading, indicator) -> list:
    """The discrepancies of the indicator's clauses that the office has not ruled on."""
    found = {
        d.code: d for clause in reading.clauses[indicator.code] for d in clause.discrepancies.all()
    }
    return [d for _, d in sorted(found.items()) if d.subject not in reading.basis.rulings]


def indicator(request, code):
    """One indicator: what it means, what it rests on, its targets, its past months and each
    township's part."""
    about = asked(request)
    reading = about["reading"]
    found = reading.indicators.get(code)
    if found is None:
        raise Http404
    flows = found.form == Form.TOTAL and found.window == Window.YEAR
    past, places = (
        reading.series(code) if flows else past_of(reading, found),
        places_of(reading, found),
    )
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
            "standings": reading.standings(code),
            "basis": reading.basis.of(code),
            "doubts": doubts(reading, found),
            "figure": reading.figure(code),
            "places": places,
            "past": [] if flows else past,
            "chart": charts.columns(past) if flows else None,
            "targets": [
                target
                for target in reading.targets
                if target.indicator.code == code and target.area_id
            ],
        },
    )


def past_of(reading: Reading, indicator) -> list:
    """The indicator at the end of each month since last year began, the newest first; returns are
    counted elsewhere."""
    if indicator.form == Form.TIMELINESS:
        return []
    return [reading.figure(indicator.code, month=month) for month in reversed(reading.months)]


def places_of(reading: Reading, indicator) -> list:
    """Each township's part, where the indicator is one that a township has."""
    divides = indicator.form in (Form.TOTAL, Form.COVERAGE) and not indicator.only.startswith(
        "site:"
    )
    if (
        not divides
        or indicator.across not in ("", "village", "township")
        or indicator.window == Window.LATEST
    ):
        return []
    return [reading.figure(indicator.code, place) for place in reading.places["township"]]
