"""减负: what reporting costs the units, month by month, measured by the portal itself; never unit
by unit."""

from django.http import HttpResponse
from django.shortcuts import render

from reports.figures import charts, office_time
from reports.figures.burden import MINUTES, MONTHS, SUBJECT, Cost, asked_for, measured
from reports.pages.asking import asked
from shanyin_charging import clock, spreadsheet
from shanyin_charging.accounts.requests import Request
from targets.models import Ruling
from targets.months import Month


def burden(request: Request) -> HttpResponse:
    """The months that have been reported so far, the newest first, against the office's own
    goal."""
    about = asked(request)
    reading = about["reading"]
    months = measured(reading.plan, reading.county, about["month"])
    if kind := spreadsheet.asked(request):
        return spreadsheet.response(
            kind, f"截至{about['month'].label}减负情况", HEADS, [cells(found) for found in months]
        )
    goal = Ruling.objects.of(reading.county).answer(SUBJECT, clock.today(), MINUTES)
    timed = [
        (found.period.month, found.seconds)
        for found in reversed(months)
        if found.seconds is not None
    ]
    return render(
        request,
        "reports/burden.html",
        {
            **about,
            "months_measured": months,
            "goal": goal,
            "newest": next((m for m in months if m.handed_in), None),
            "within": sum(seconds <= goal * 60 for _, seconds in timed),
            "of": len(timed),
            "asked_for": asked_for(),
            "office_time": office_time.by_month(months_of_arrival(about["month"])),
            "chart": charts.meter(timed, goal * 60) if timed else None,
        },
    )


def months_of_arrival(until: Month) -> list[Month]:
    """The months in which what is read came in, the newest first: a month's returns come in the
    next one."""
    newest = min(until + 1, Month.of(clock.today()))
    return [newest - back for back in range(MONTHS)]


HEADS = [
    "月份",
    "应报（家）",
    "已报（家）",
    "零报告（家）",
    "代录（家）",
    "填写项数（中位）",
    "填写项数（最多）",
    "用时（中位，秒）",
    "零报告用时（中位，秒）",
    "计时（份）",
    "月报（件）",
    "年度结账（件）",
    "退回重报（件）",
    "督办单（件）",
    "每家（件）",
]


def cells(found: Cost) -> list:
    """A month as a row under HEADS."""
    return [
        found.period.month.label,
        found.units,
        found.handed_in,
        found.nil,
        found.paper,
        found.fields,
        found.most,
        found.seconds,
        found.nil_seconds,
        found.timed,
        *found.papers.values(),
        found.each,
    ]
