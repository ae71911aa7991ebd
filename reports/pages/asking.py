"""What a page is asked for: the month it is about, and the day whose knowledge it shows."""

from datetime import date

from django.http import Http404

from ledger.deadlines import midnight_after
from ledger.periods.now import Calendar
from reports.figures.reading import read
from shanyin_charging.accounts.requests import Request
from targets.models import Plan
from targets.months import Month
from targets.plan import queries


def asked(request: Request, plan: Plan | None = None) -> dict:
    """The reading that a page is asked for, with what its time machine shows: reading, month,
    months, those of them that are being reported, known; of a plan's page the months that the plan
    judges, and the nearest of them to another that is asked for."""
    calendar = Calendar()
    month, months = asked_month(request, calendar), calendar.so_far()
    if plan:
        months = [m for m in months if queries.plan_for(m, calendar.plans) == plan]
        if queries.plan_for(month, calendar.plans) != plan:
            nearest = months or [Month.of(plan.holds_from)]
            month = min(max(month, min(nearest)), max(nearest))
    reading = read(month, **asked_past(request), calendar=calendar)
    return {
        "reading": reading,
        "month": month,
        "months": months,
        "running": [period.month for period in calendar.running()],
        "known": reading.known,
    }


def asked_month(request: Request, calendar: Calendar) -> Month:
    """The month in the address, or the last that may be judged; raises Http404 for what is none."""
    try:
        asked = request.GET.get("month")
        return calendar.shown_month() if asked is None else Month.parse(asked)
    except ValueError:
        raise Http404("月份要写成 2025-11 这样") from None


def asked_past(request: Request) -> dict:
    """Up to which entry, or by the end of which day, the past is to be known: `known` and `day` for
    a reading."""
    known, day = request.GET.get("known", ""), request.GET.get("known_on", "")
    if known.isascii() and known.isdigit() and len(known) < 9:
        return {"known": int(known)}
    try:
        found = date.fromisoformat(day) if day else None
        return {"day": found} if found and midnight_after(found) else {}
    except (ValueError, OverflowError):
        raise Http404("日期要写成 2025-09-30 这样") from None
