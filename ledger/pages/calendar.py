"""报送日历: when each month of a year opens, falls due and is locked; as a page to print and as a
feed for calendars."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import icalendar
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from ledger import deadlines
from ledger.holidays import Calendar
from ledger.models import Period, PeriodKind
from ledger.periods import rulings, working_days
from shanyin_charging import clock, dates, serving
from shanyin_charging.accounts.requests import Request
from targets.models import Area, AreaKind
from targets.months import Month
from targets.plan import queries

YEARS = range(2020, 2100)


@dataclass(frozen=True)
class Term:
    """The reporting of one month; `settled` says that its moments are stored and no later rule
    changes them."""

    month: Month
    opens_on: date
    due_at: datetime
    lock_at: datetime
    settled: bool
    ruled_day: int

    @property
    def last_day(self) -> date:
        """The last day on which a return is on time."""
        return (self.due_at - timedelta(microseconds=1)).astimezone(clock.ZONE).date()

    @property
    def moved(self) -> bool:
        """Whether a day of rest has moved it from the rule's day."""
        return self.last_day.day != self.ruled_day

    @property
    def is_certain(self) -> bool:
        """Whether the holidays that could still move it are known."""
        return self.settled or working_days.calendar().knows(self.last_day.year)


def terms(year: int) -> list[Term]:
    """The twelve months of a year that fall due in it: December of the year before to November."""
    county, found = queries.served(), []
    rule_of = rulings.due_rules(county)
    months = Period.objects.filter(kind=PeriodKind.MONTH, county=county)
    stored = {period.month: period for period in months}
    for month in (Month(year - 1, 12) + n for n in range(12)):
        period, rule = stored.get(month), rule_of(month.last_day)
        due, lock = (
            period.moments
            if period
            else (working_days.due_at(month, rule), working_days.lock_at(month, rule))
        )
        found.append(Term(month, deadlines.opens_on(month), due, lock, bool(period), rule.day))
    return found


def due_by(county: Area, month: Month, by: Calendar) -> datetime:
    """When a month would fall due by a calendar of days of rest."""
    return deadlines.due_at(month, rulings.due_rule(county, month.last_day), by.rests)


def calendar(request: Request) -> HttpResponse:
    """年度报送日历 of a year."""
    asked = request.GET.get("year", "")
    year = (
        int(asked)
        if asked.isascii() and asked.isdigit() and len(asked) == 4
        else clock.today().year
    )
    if year not in YEARS:
        raise Http404("没有这一年的日历")
    return render(
        request,
        "ledger/calendar.html",
        {"year": year, "terms": terms(year), "today": clock.today(), "county": serving.county()},
    )


@login_not_required
def feed(request: HttpRequest) -> HttpResponse:
    """The due days of this year and the next for a calendar program, which cannot sign in; it holds
    nothing but days. The address says of which county."""
    county = Area.objects.filter(code=request.GET.get("county", ""), kind=AreaKind.COUNTY).first()
    with serving.of(county.code if county else serving.county()):
        return HttpResponse(calendar_of(), content_type="text/calendar; charset=utf-8")


def calendar_of() -> bytes:
    """The calendar of the county that is served."""
    book, year = icalendar.Calendar(), clock.today().year
    book.add("prodid", "-//shanyin charging portal//reporting calendar//ZH")
    book.add("version", "2.0")
    book.add("x-wr-calname", "充（换）电建设月报日历")
    for term in [*terms(year), *terms(year + 1)]:
        event = icalendar.Event()
        event.add("uid", f"due-{term.month}@{serving.county()}")
        event.add("dtstamp", clock.now())
        event.add("dtstart", term.last_day)
        event.add("dtend", term.last_day + timedelta(days=1))
        event.add("summary", f"{term.month.label}充（换）电建设月报截止")
        event.add(
            "description",
            f"{dates.until(term.due_at)}前上报；没有变化报零报告。{dates.moment(term.lock_at)}起锁定。",
        )
        book.add_component(event)
    return bytes(book.to_ical())
