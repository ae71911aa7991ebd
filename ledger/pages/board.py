"""报送情况: who has reported and who has not, and reminding those who owe."""

import re
from collections.abc import Iterable
from datetime import date

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from ledger.models import Period, Reminder
from ledger.periods import working_days
from ledger.reminders import arrival, gateways, sending
from ledger.returns import rules, standings
from ledger.returns.standings import ReturnStanding
from shanyin_charging import clock, dates, spreadsheet
from shanyin_charging.accounts.requests import Request
from shanyin_charging.jobs.lengthy import lengthy, pressed
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Post, Unit


def board(request: Request) -> HttpResponse:
    """报送情况: whose return is still open first; leaders see it, the office works from it."""
    if not request.user.sees_all_units:
        raise Http404
    periods = Period.objects.served().select_related("county")
    period = asked_for(request, periods)
    if period is None:
        return render(request, "ledger/board.html", {"period": None})
    everyone = standings.standings(period.plan, period)
    state = request.GET.get("state", "")
    order = list(standings.REPORTED)
    shown = sorted(
        (s for s in everyone if state in ("", s.state, s.reported)),
        key=lambda s: (not is_open(s), order.index(s.reported)),
    )
    phones = phones_of([s.unit for s in shown], clock.today())
    if kind := spreadsheet.asked(request):
        return exported(kind, period, shown, phones)
    told = {a.reminder.unit_id: a for a in reversed(arrival.about(period))}
    strips = standings.calendar(period.plan, period.county, months=standings.LATELY)
    live = period.grants.filter(expires_at__gt=clock.now())
    context = {
        "period": period,
        "periods": periods,
        "state": state,
        "locked": period.is_locked(clock.now()),
        "granted": set(live.values_list("unit_id", flat=True)),
        "counts": standings.counts(everyone),
        "total": len(everyone),
        "open": sum(map(is_open, shown)),
        "owing": len(sending.by_hand(period).texts) if rules.can_urge(request.user, period) else 0,
        "shown": [
            (s, reviewed(s), phones[s.unit.pk], strips[s.unit.pk], told.get(s.unit.pk))
            for s in shown
        ],
    }
    return render(request, "ledger/board.html", context)


def asked_for(request: Request, periods: QuerySet[Period]) -> Period | None:
    """The period that the address names, or the newest; None before there is any."""
    asked = request.GET.get("period", "")
    if re.fullmatch("[0-9]{1,9}", asked):
        return get_object_or_404(periods, pk=asked)
    return periods.first()


def exported(
    kind: str, period: Period, shown: list[ReturnStanding], phones: dict[int, str]
) -> HttpResponse:
    """The board as a file."""
    rows = [
        [
            s.unit.name,
            s.reported_word,
            reviewed(s),
            dates.moment(s.first_at) if s.first_at else "",
            phones[s.unit.pk],
        ]
        for s in shown
    ]
    heads = ["单位", "报送", "审核", "首次上报时间", "联系人"]
    return spreadsheet.response(kind, f"{period}报送情况", heads, rows)


@lengthy(pressed)
def urge(request: Request, period_id: int) -> HttpResponse:
    """催报: who gets which words; then the office reminds every unit that still owes the period, in
    the portal and by the gateways that are on."""
    period = get_object_or_404(Period.objects.served(), pk=period_id)
    if not rules.can_urge(request.user, period):
        raise Http404
    if request.method == "POST":
        try:
            made = sending.urge(request.user, period, request.POST.get("seen", ""))
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("urge", period_id)
        messages.success(request, said_of(made))
        return back_to_board(period)
    batch = sending.by_hand(period)
    told = set(sending.told(batch).values_list("unit_id", flat=True))
    phones = phones_of([unit for unit, _ in batch.texts], clock.today())
    context = {
        "period": period,
        "texts": [(u, phones[u.pk], text, u.pk in told) for u, text in batch.texts],
        "new": len(batch.texts) - len(told),
        "gateways": [gateway.name for gateway in gateways.for_people()],
        "group_text": batch.group,
        "seen": sending.seen_of(batch),
    }
    return render(request, "ledger/urge.html", context)


def said_of(made: list[Reminder]) -> str:
    """Who was reminded just now."""
    if not made:
        return "今天已经催过，同一天不重复提醒；没有新的未报单位"
    return f"已提醒{len(made)}家未报单位：{'、'.join(reminder.unit.name for reminder in made)}"


def is_open(standing: ReturnStanding) -> bool:
    """Whether something is still to be done about a unit's return."""
    return standing.state in ("missing", "sent_back", "pending")


def reviewed(standing: ReturnStanding) -> str:
    """待审核 or 已通过 for what is in the office's hands, else nothing."""
    if standing.state in ("missing", "sent_back"):
        return ""
    if standing.state != "pending" or standing.first_at is None:
        return standings.WORDS["pending" if standing.state == "pending" else "approved"]
    handed_in_on = standing.first_at.astimezone(clock.ZONE).date()
    days = working_days.between(handed_in_on, clock.today())
    return standings.WORDS["pending"] + (f"（专班已收到{days}个工作日）" if days else "")


def back_to_board(period: Period) -> HttpResponse:
    """Back to the period's board."""
    back = redirect("board")
    back["Location"] += f"?period={period.pk}"
    return back


def phones_of(units: Iterable[Unit], on: date) -> dict[int, str]:
    """Unit id to the names and office phones of those who hold a post of it on a day."""
    found: dict[int, list[str]] = {unit.pk: [] for unit in units}
    for post in Post.objects.held_on(on).filter(unit__in=units).select_related("user"):
        found[post.unit_id].append(f"{post.user.name} {post.user.phone}".strip())
    return {pk: "、".join(names) for pk, names in found.items()}
