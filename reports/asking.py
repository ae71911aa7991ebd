"""What a page is asked for: the month it is about, and the day whose knowledge it shows."""

from datetime import date

from django.http import Http404

from ledger.deadlines import midnight_after
from ledger.models import Period, PeriodKind
from shanyin_charging import clock
from targets import queries
from targets.months import Month

from .reading import read


def asked(request) -> dict:
    """The reading that a page is asked for, with what its time machine shows: reading, month,
    months, known."""
    month = asked_month(request)
    reading = read(month, **asked_past(request))
    return {"reading": reading, "month": month, "months": months_so_far(), "known": reading.known}


def latest_month() -> Month:
    """The month that is being reported, or the present one before any is open; the plan's last once
    it has ended."""
    period = Period.objects.filter(kind=PeriodKind.MONTH).order_by("-starts_on").first()
    month = period.month if period else Month.of(clock.today())
    return min(month, Month.of(queries.plan_for(month).ends_on))


def asked_month(request) -> Month:
    try:
        return Month.parse(request.GET["month"]) if "month" in request.GET else latest_month()
    except ValueError:
        raise Http404("月份要写成 2025-11 这样") from None


def asked_past(request) -> dict:
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


def months_so_far() -> list[Month]:
    return [period.month for period in Period.objects.order_by("-starts_on")]
