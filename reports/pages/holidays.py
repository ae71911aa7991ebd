"""放假安排 of a year: what the State Council's notice says, entered by the head of the office; and
the periods that were opened before, put off in one act."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from ledger.holidays import Calendar, Holiday, Notice, from_value
from ledger.pages import calendar
from ledger.periods import holidays as entering
from ledger.periods import rulings, working_days
from ledger.reminding import last_day_of
from ledger.returns import redating
from reports.announcing import put_off
from reports.pages.forms import HolidaysForm
from shanyin_charging import dates
from shanyin_charging.accounts.requests import Request
from shanyin_charging.asking import ask, goes_back, is_sure
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Ruling
from targets.plan import queries
from targets.rulings import effects

ENTERED = (
    "以后新开的期照这份安排定截止日；工作日、催报、督办的天数也照它算。",
    "已经开出的期不变；截止日落在休息日上的，登记以后在这一页改期，只往后改。",
    "登记错了可以再登记一次，以最后一次为准。",
)
REDATED = (
    "新期限以内已经上报、记了迟报的，改记按时，逐份记入日志；已印发的通报不变。",
    "同时给全部成员单位发一份通知；改期不能撤回。",
)


@dataclass(frozen=True)
class Stands:
    """What is known of a year: the notice, and the ruling by which it was entered (None: it came
    with the program)."""

    notice: Notice
    ruling: Ruling | None


def holidays(request: Request, year: int) -> HttpResponse:
    """What is known of the year; the form for its notice, and the periods that are to be put
    off."""
    if year not in calendar.YEARS:
        raise Http404("没有这一年的日历")
    form = HolidaysForm(year, request.POST if request.POST.get("what") == "enter" else None)
    if request.method == "POST" and (done := press(request, year, form)):
        return done
    moves = redating.moves() if request.user.reviews else []
    context = {
        "year": year,
        "stands": standing(year),
        "known": working_days.calendar().knows(year),
        "form": form,
        "may_rule": rulings.may_rule(request.user),
        "seen": entering.seen_of(year),
        "moves": moves,
        "seen_moves": redating.seen_of(moves),
        "terms": [term for term in calendar.terms(year) if term.moved],
    }
    return render(request, "reports/holidays.html", context)


def standing(year: int) -> Stands | None:
    """The notice as it was entered; None where nobody has, whether or not one came along."""
    ruling = working_days.entered(queries.served()).get(year)
    return Stands(from_value(year, ruling.value), ruling) if ruling else None


def press(request: Request, year: int, form: HolidaysForm) -> HttpResponse | None:
    """Do what was pressed; None when the form is to be shown again."""
    asked = request.POST.get("what", "")
    if asked == "enter" and rulings.may_rule(request.user):
        return enter(request, year, form)
    if asked == "redate" and request.user.reviews:
        return redate(request, year)
    raise Http404


def enter(request: Request, year: int, form: HolidaysForm) -> HttpResponse | None:
    """Enter the notice, once it was read back; None where the form says what is wrong."""
    if not form.is_valid() or goes_back(request):
        return None
    notice, seen = form.notice(), request.POST.get("seen", "")
    number = form.cleaned_data["document_no"]
    try:
        if not is_sure(request):
            effects.of(lambda: entering.enter(request.user, notice, number, seen))
            working_days.forget()
            says = [*ENTERED, *(f"没有采用这一句：{words}。" for words in form.read.aside)]
            facts = [("依据", number), *read_back(notice)]
            changes = moved(year, notice)
            title = f"登记{year}年放假安排"
            how: Any = {"facts": facts, "changes": changes, "seen": seen, "what": "截止日"}
            return ask(request, title, says, "登记", **how)
        entering.enter(request.user, notice, number, seen)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, f"已登记{year}年放假安排")
    return redirect("holidays", year)


def read_back(notice: Notice) -> list[tuple[str, str]]:
    """The days as they were understood: each holiday, and the weekend days that are worked."""
    off = [(one.name, span(one)) for one in notice.off]
    worked = "、".join(map(short, notice.worked))
    return [*off, ("周末上班", worked or "没有")]


def span(one: Holiday) -> str:
    """2月5日（周五）至2月11日（周四），7天"""
    days = f"{short(one.first)}至{short(one.last)}" if one.last > one.first else short(one.first)
    return f"{days}，{len(one.days)}天"


def short(day: date) -> str:
    """2月5日（周五）, of the year that the page is about."""
    return f"{day.month}月{day.day}日（周{dates.WEEKDAYS[day.weekday()]}）"


def moved(year: int, notice: Notice) -> list[tuple[str, str, str]]:
    """(month, due now, due by the notice) of those that it moves and that are not open yet."""
    county = queries.served()
    known = {one.year: one for one in working_days.notices(county)} | {year: notice}
    by_it, found = Calendar(known.values()), []
    for term in calendar.terms(year):
        due_at = calendar.due_by(county, term.month, by_it)
        if not term.settled and due_at != term.due_at:
            found.append((f"{term.month.label}月报", last_day(term.due_at), last_day(due_at)))
    return found


def last_day(due_at: datetime) -> str:
    """The last day that is on time; its hour stays."""
    return short(last_day_of(due_at))


def redate(request: Request, year: int) -> HttpResponse:
    """Put the open periods off whose last day is one of rest, once the office was asked."""
    seen, moves = request.POST.get("seen", ""), redating.moves()
    try:
        if not is_sure(request):
            effects.of(lambda: put_off.put_off(request.user, seen))
            changes = [
                (str(move.period), last_day(move.period.moments[0]), last_day(move.due_at))
                for move in moves
            ]
            how: Any = {"changes": changes, "back": reverse("holidays", args=[year])}
            return ask(request, "按放假安排改期", REDATED, "改期", seen=seen, what="截止日", **how)
        put_off.put_off(request.user, seen)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已改期，并已通知全部成员单位")
    return redirect("holidays", year)
