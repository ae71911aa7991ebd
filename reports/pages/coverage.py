"""覆盖缺口: every coverage of the plan as n/N with the missing named, where the next station helps
most, and the county as a drawing."""

from django.http import HttpResponse
from django.shortcuts import render

from ledger.models import Site
from reports.figures import exports, under_way
from reports.figures.county_map import drawing, reach_of
from reports.pages.asking import asked
from reports.pages.villages import villages_of
from shanyin_charging import spreadsheet
from shanyin_charging.accounts.requests import Request
from targets.models import Area, Form, Part


def coverage(request: Request) -> HttpResponse:
    """All indicators of the form coverage with each place that is missing."""
    about = asked(request)
    reading = about["reading"]
    found = [
        s
        for code, row in sorted(reading.indicators.items())
        if row.form == Form.COVERAGE
        for s in reading.standings(code)
    ]
    coming = {s.figure.code: under_way.to_be_covered(reading, s.figure.code) for s in found}
    if kind := spreadsheet.asked(request):
        rows = [
            [
                *(s.figure.name, s.figure, s.goal.printed if s.goal else "", s.state.word, name),
                *(["是" if name in coming[s.figure.code] else ""] if any(coming.values()) else []),
            ]
            for s in found
            for name in (s.figure.missing or [""])
        ]
        heads = ["指标", "已覆盖", "目标（原文）", "状态", "还缺"]
        heads += ["年内在建可覆盖"] if any(coming.values()) else []
        return exports.answer(
            kind,
            reading,
            f"{about['month'].label}覆盖缺口",
            heads,
            rows,
            f"截至{about['month'].label}底",
        )
    distances = [
        reading.standing(code)
        for code, row in sorted(reading.indicators.items())
        if row.form == Form.LARGEST
    ]
    reach, ahead = reach_of(reading), under_way.positions(reading)
    return render(
        request,
        "reports/coverage.html",
        {
            **about,
            "standings": [(s, coming[s.figure.code]) for s in found],
            "implied": reading.figure_of(Part.IMPLIED),
            "map": drawing(reading, reach, Site.objects.open_to(request.user))
            if reading.county.outline
            else None,
            "reach": reach,
            "distances": distances,
            "beside": any(reading.indicators[s.figure.code].only for s in distances),
            "gains": reading.geography.gains(reach, ahead) if reach else [],
            "ahead": len(ahead),
            "unplaced": reading.geography.unplaced,
            "may_place": bool(villages_of(request.user)),
            "unsure": Area.objects.within(reading.county.code).exclude(point_note=""),
        },
    )
