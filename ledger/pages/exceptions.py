"""Exceptions that the office makes: a later due day, leave to write a locked month, a return from
paper."""

from collections.abc import Callable
from datetime import date, datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_date

from ledger import deadlines
from ledger.models import Kind, Period, Submission
from ledger.pages.board import back_to_board
from ledger.pages.forms import ExceptionForm
from ledger.returns import more_time, paper
from shanyin_charging import clock
from shanyin_charging.accounts.requests import Request
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Unit


def grant(request: Request, period_id: int, unit_code: str) -> HttpResponse:
    """准予补报: the office opens one locked period to one unit."""
    period = get_object_or_404(Period.objects.served(), pk=period_id)
    unit = get_object_or_404(Unit.objects.served(), code=unit_code)
    return exception(
        request,
        period,
        f"准予{unit}补报{period}",
        "准予后，这个单位在有效期内可以补报这一期；迟报记录不变，原因留存。",
        lambda reason, until: more_time.grant(
            request.user, period, unit, reason, until, request.POST.get("seen", "")
        ),
    )


def extend(request: Request, period_id: int) -> HttpResponse:
    """The office moves a period's due moment later for all units."""
    period = get_object_or_404(Period.objects.served(), pk=period_id)
    return exception(
        request,
        period,
        f"延长{period}期限",
        "对所有单位生效；新期限以内已经上报、记了迟报的，改记按时，逐份记入日志；已印发的通报不变。",
        lambda reason, until: more_time.extend(
            request.user, period, until, reason, request.POST.get("seen", "")
        ),
    )


def enter(request: Request, period_id: int, unit_code: str) -> HttpResponse:
    """代录: the office begins to enter a unit's paper return for it."""
    period = get_object_or_404(Period.objects.served(), pk=period_id)
    unit = get_object_or_404(Unit.objects.served(), code=unit_code)
    if not request.user.reviews:
        raise Http404
    if request.method == "POST":
        reason, seen = request.POST.get("reason", ""), request.POST.get("seen", "")
        try:
            if not (received_on := day_in(request.POST.get("received_on", ""))):
                raise Refused("请填收到纸质材料的日期，如 2025-04-05")
            paper.enter(request.user, period, unit, reason, seen, received_on)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            return redirect("fill_return", period.pk, unit.code)
    found = Submission.objects.filter(period=period, unit=unit, kind=Kind.RETURN).first()
    context = {
        "period": period,
        "unit": unit,
        "seen": paper.entering(found),
        "opened_on": paper.opened_on(period),
        "today": clock.today(),
    }
    return render(request, "ledger/enter.html", context)


def day_in(text: str) -> date | None:
    """The day that was typed; None for none or for what is not one."""
    try:
        return parse_date(text.strip())
    except ValueError:
        return None


def exception(
    request: Request,
    period: Period,
    title: str,
    meaning: str,
    act: Callable[[str, datetime], object],
) -> HttpResponse:
    """The page of an exception that the office makes: its reason, its last day, and back to the
    board."""
    if not request.user.reviews:
        raise Http404
    form = ExceptionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data["reason"], deadlines.midnight_after(form.cleaned_data["until"]))
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"已{title}，到{form.cleaned_data['until']}24时为止")
        return back_to_board(period)
    return render(
        request,
        "ledger/exception.html",
        {
            "period": period,
            "title": title,
            "meaning": meaning,
            "form": form,
            "seen": more_time.seen_of(period),
        },
    )
