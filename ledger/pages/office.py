"""Pages of the office: who has reported, approving together, exceptions, the ledger."""

import re

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST
from django_tables2 import RequestConfig

from ledger import deadlines
from ledger.models import Entry, Period, State, Submission
from ledger.pages.forms import ExceptionForm
from ledger.pages.tables import EntryFilter, EntryTable
from ledger.reminders import sending
from ledger.returns import more_time, paper, standings, workflow
from shanyin_charging import clock, dates, spreadsheet
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Area, Post, Unit
from targets.plan import queries


def board(request):
    """报送情况: who has not reported first; leaders see it, the office works from it."""
    if not request.user.sees_all_units:
        raise Http404
    periods = Period.objects.select_related("county")
    asked = request.GET.get("period", "")
    period = (
        get_object_or_404(periods, pk=asked)
        if re.fullmatch("[0-9]{1,9}", asked)
        else periods.first()
    )
    if period is None:
        return render(request, "ledger/board.html", {"period": None})
    everyone = standings.standings(queries.plan_for(period.month), period)
    order = list(standings.REPORTED)
    counts = [
        (code, word, sum(s.reported == code for s in everyone))
        for code, word in standings.REPORTED.items()
    ]
    counts.append(
        ("pending", standings.WORDS["pending"], sum(s.state == "pending" for s in everyone))
    )
    state = request.GET.get("state", "")
    shown = sorted(
        (s for s in everyone if state in ("", s.state, s.reported)),
        key=lambda s: order.index(s.reported),
    )
    phones = phones_of([s.unit for s in shown])
    told = sending.last_told(period)
    strips = standings.calendar(queries.plan_for(period.month), period.county)
    if kind := spreadsheet.asked(request):
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
        return spreadsheet.response(
            kind, f"{period}报送情况", ["单位", "报送", "审核", "首次上报时间", "联系人"], rows
        )
    context = {
        "period": period,
        "periods": periods,
        "state": state,
        "locked": period.is_locked(clock.now()),
        "granted": set(
            period.grants.filter(expires_at__gt=clock.now()).values_list("unit_id", flat=True)
        ),
        "counts": counts,
        "total": len(everyone),
        "group_text": sending.group_text(period, everyone) if request.user.reviews else "",
        "shown": [
            (s, reviewed(s), phones[s.unit.pk], strips[s.unit.pk], told.get(s.unit.pk))
            for s in shown
        ],
    }
    return render(request, "ledger/board.html", context)


@require_POST
def urge(request, period_id):
    """催报: the office reminds every unit that still owes the period, in the portal and by the
    gateways that are on."""
    period = get_object_or_404(Period, pk=period_id, due_at__isnull=False)
    if not request.user.reviews:
        raise Http404
    made = sending.send(sending.by_hand(period), request.user)
    messages.success(
        request,
        f"已提醒{len(made)}家未报单位"
        if made
        else "今天已经催过，同一天不重复提醒；没有新的未报单位",
    )
    return back_to_board(period)


def reviewed(standing) -> str:
    """待审核 or 已通过 for what is in the office's hands, else nothing."""
    if standing.state in ("missing", "sent_back"):
        return ""
    return standings.WORDS["pending" if standing.state == "pending" else "approved"]


@require_POST
def approve_clean(request):
    """Approve together what was shown as clean: nothing odd in it, and each judged by the same
    rules as alone."""
    done, refused = 0, []
    queue = (
        Submission.objects.visible_to(request.user)
        .pending()
        .filter(pk__in=request.POST.getlist("clean"))
    )
    for submission in queue.select_related("period", "unit"):
        if standings.doubts_in(submission):
            continue
        try:
            if submission.state == State.SUBMITTED:
                workflow.begin_review(request.user, submission)
                submission.refresh_from_db()
            workflow.approve(request.user, submission)
            done += 1
        except Refused as refusal:
            refused.append(f"{submission}：{refusal}")
    messages.success(request, f"已通过{done}份")
    for reason in refused:
        messages.error(request, reason)
    return redirect("home")


def grant(request, period_id, unit_code):
    """准予补报: the office opens one locked period to one unit."""
    period, unit = get_object_or_404(Period, pk=period_id), get_object_or_404(Unit, code=unit_code)
    return exception(
        request,
        period,
        f"准予{unit}补报{period}",
        "准予后，这个单位在有效期内可以补报这一期；迟报记录不变，原因留存。",
        lambda reason, until: more_time.grant(request.user, period, unit, reason, until),
    )


def extend(request, period_id):
    """The office moves a period's due moment later for all units."""
    period = get_object_or_404(Period, pk=period_id)
    return exception(
        request,
        period,
        f"延长{period}期限",
        "对所有单位生效；已经记为迟报的不改。",
        lambda reason, until: more_time.extend(request.user, period, until, reason),
    )


def enter(request, period_id, unit_code):
    """代录: the office begins to enter a unit's paper return for it."""
    period, unit = get_object_or_404(Period, pk=period_id), get_object_or_404(Unit, code=unit_code)
    if not request.user.reviews:
        raise Http404
    if request.method == "POST":
        try:
            paper.enter(request.user, period, unit, request.POST.get("reason", ""))
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            return redirect("report", period.pk, unit.code)
    return render(request, "ledger/enter.html", {"period": period, "unit": unit})


def exception(request, period, title, meaning, act):
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
        {"period": period, "title": title, "meaning": meaning, "form": form},
    )


def back_to_board(period):
    back = redirect("board")
    back["Location"] += f"?period={period.pk}"
    return back


def phones_of(units) -> dict:
    """Unit id to the names and office phones of those who speak for it today."""
    found = {unit.pk: [] for unit in units}
    for post in Post.objects.filter(unit__in=units).select_related("user"):
        if post.ends_on is None or post.ends_on >= clock.today():
            found[post.unit_id].append(f"{post.user.name} {post.user.phone}".strip())
    return {pk: "、".join(names) for pk, names in found.items()}


def entries(request):
    """台账: every entry that stands, filtered, sorted, paged, exported."""
    if not request.user.sees_all_units:
        raise Http404
    own = Entry.objects.filter(county=Area.objects.get(code=settings.COUNTY)).counting()
    chosen = EntryFilter(
        request.GET,
        own.select_related(
            "area__parent",
            "site",
            "credited_to",
            "line__version__submission__unit",
            "line__version__submission__period",
        ),
    )
    table = EntryTable(chosen.qs)
    if kind := spreadsheet.asked(request):
        heads, *rows = table.as_values()
        return spreadsheet.response(kind, "充电设施台账", heads, rows)
    RequestConfig(request, paginate={"per_page": 50, "paginator_class": Paginator}).configure(table)
    return render(request, "ledger/entries.html", {"table": table, "filter": chosen})
