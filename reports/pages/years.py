"""年度结账: what a year of the plan came to, target by target and row by row."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from ledger.entries import amendments
from ledger.judging import MonthState
from ledger.models import Ledger, Period
from ledger.periods.now import Calendar
from reports.figures import exports
from reports.figures.groups import groups
from reports.figures.reading import read
from reports.figures.years import yearly
from reports.pages.asking import asked_past
from shanyin_charging import spreadsheet
from shanyin_charging.accounts.requests import Request
from targets.models import Part
from targets.months import Month
from targets.plan import queries


def year(request: Request, year: int) -> HttpResponse:
    """The closing account of a year, as known now or on a day; the targets that the plan sets for
    that year."""
    calendar = Calendar()
    latest = calendar.shown_month()
    plan = queries.plan_for(latest, calendar.plans)
    if year not in plan.years or Month(year, 1) > latest:
        raise Http404
    month = min(Month(year, 12), latest)
    reading = read(month, **asked_past(request), calendar=calendar)
    known = reading.known
    standings = [(reading.indicators[s.figure.code], s) for s in yearly(reading)]
    if kind := spreadsheet.asked(request):
        return exports.answer(
            kind,
            reading,
            f"{year}年度结账",
            exports.STANDING,
            [exports.standing(standing) for _, standing in standings],
            f"截至{month.label}底",
        )
    ledger = Ledger.objects.get(county=reading.county)
    closed = bool(ledger.closed_through and ledger.closed_through >= Month(year, 12).last_day)
    return render(
        request,
        "reports/year.html",
        {
            "reading": reading,
            "known": known,
            "month": month,
            "year": year,
            "years": [y for y in plan.years if Month(y, 1) <= latest],
            "closed": closed,
            "over": month == Month(year, 12) and reading.state is not MonthState.RUNNING,
            "judged": reading.state.is_judged,
            "december": Period.objects.served().filter(starts_on=Month(year, 12).first_day).first(),
            "standings": standings,
            "county": reading.standing_of(Part.ADDED),
            "uncredited": reading.uncredited(),
            "groups": groups(reading).items(),
            "discrepancy": reading.stock_discrepancy,
            "corrections": amendments.of_year(reading.county, year, known),
            "admitted": amendments.admitted_to(reading.county, year, known),
            "met": sum(s.is_good for _, s in standings),
            "judged_count": sum(s.is_judged for _, s in standings),
        },
    )
