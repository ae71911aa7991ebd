"""现场核查: what was found, as a list; the rounds, one round, the list that it was drawn from, and
the form by which one is drawn."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render

from ledger.models import Site
from ledger.periods import working_days
from reports.checking import differences, drawing, lot, rules
from reports.checking.hazards import all_of
from reports.models import Finding, FindingState, Round
from reports.models.checks import OVER
from reports.pages.check_forms import DrawForm
from reports.pages.check_tables import (
    DrawnTable,
    FindingFilter,
    FindingTable,
    HazardFilter,
    HazardTable,
    PoolTable,
    RoundTable,
)
from reports.verbs import CHECK
from shanyin_charging import clock, listing
from shanyin_charging.accounts.requests import Request
from shanyin_charging.lifecycle.transitions import Refused

SOME, AHEAD = 5, 1  # sites and working days that the form suggests
DONE = {verb.name: verb.done for verb in CHECK}


def findings(request: Request) -> HttpResponse:
    """核查事项, what is open or what is over; a unit sees its own."""
    found = Finding.objects.visible_to(request.user, clock.today())
    over = found.filter(state__in=OVER).count()
    asked = QueryDict(mutable=True)
    asked.update({"which": "open"} | request.GET.dict())
    which = "over" if asked["which"] == "over" else "open"
    chosen = FindingFilter(asked, found.select_related("visit__site", "unit"))
    context = {
        "which": which,
        "open": found.count() - over,
        "over": over,
        "may_draw": bool(rules.can_draw(request.user)),
    }
    title = "已销号和撤回的核查事项" if which == "over" else "未销号的核查事项"
    table = FindingTable(chosen.qs)
    return listing.answer(request, "reports/findings.html", title, table, chosen, context)


def hazards(request: Request) -> HttpResponse:
    """安全隐患, of checks and of returns, what is open or what is over."""
    asked = QueryDict(mutable=True)
    asked.update({"which": "open"} | request.GET.dict())
    which = "over" if asked["which"] == "over" else "open"
    found = all_of(request.user)
    over = sum(bool(one.ended_on) for one in found)
    chosen = HazardFilter(asked, Finding.objects.none())
    table = HazardTable([one for one in found if chosen.keeps(one)])
    context = {"which": which, "open": len(found) - over, "over": over}
    title = "已销号的安全隐患" if which == "over" else "未销号的安全隐患"
    return listing.answer(request, "reports/hazards.html", title, table, chosen, context)


def rounds(request: Request) -> HttpResponse:
    """Every draw, the newest first."""
    if not request.user.sees_all_units:
        raise Http404
    gone = Q(visits__findings__state=FindingState.WITHDRAWN)
    left = ~Q(visits__findings__state__in=OVER)
    found = Round.objects.visible_to(request.user).annotate(
        drawn=Count("visits", distinct=True),
        seen=Count("visits", filter=~Q(visits__done_at=None), distinct=True),
        found=Count("visits__findings", filter=~gone, distinct=True),
        left=Count("visits__findings", filter=left, distinct=True),
    )
    table = RoundTable(found.order_by("-held_on", "-pk"))
    context = {"may_draw": bool(rules.can_draw(request.user))}
    return listing.answer(request, "reports/rounds.html", "现场核查抽查", table, None, context)


def visible(request: Request, pk: int) -> Round:
    """The round, else 404."""
    return get_object_or_404(Round.objects.visible_to(request.user), pk=pk)


def round_(request: Request, pk: int) -> HttpResponse:
    """One round: what was drawn, and what was found; printed, the sheet that is taken along."""
    found = visible(request, pk)
    visits = found.visits.select_related("site__area__parent", "unit")
    visits = visits.prefetch_related("findings", "corrections")
    waiting = [visit.site for visit in visits if visit.ledger is None]
    table = DrawnTable(visits, differences.all_expected(waiting), orderable=False)
    context = {"round": found, "of": len(found.pool), "drawn": len(visits)}
    title = f"{found.held_on:%Y-%m-%d}抽查名单"
    note = f"种子{found.seed}，从{len(found.pool)}处中抽出"
    return listing.answer(request, "reports/round.html", title, table, None, context, note)


def pool(request: Request, pk: int) -> HttpResponse:
    """The list that a round was drawn from, with each one's lot: who draws again gets the same."""
    found = visible(request, pk)
    names = dict(Site.objects.served().filter(pk__in=found.pool).values_list("pk", "name"))
    drawn = set(found.visits.values_list("site", flat=True))
    rows = [
        {
            "number": number,
            "name": names.get(number, ""),
            "digest": lot.digest(found.seed, number),
            "drawn": number in drawn,
        }
        for number in lot.in_order(found.seed, found.pool)
    ]
    title = f"{found.held_on:%Y-%m-%d}抽查候选名单"
    context = {"round": found, "of": len(rows)}
    return listing.answer(
        request, "reports/pool.html", title, PoolTable(rows), None, context, f"种子{found.seed}"
    )


def draw(request: Request) -> HttpResponse:
    """抽取: when, how many, of which, by which seed."""
    if not rules.can_draw(request.user):
        raise Http404
    form = DrawForm(request.POST or None, initial=proposed())
    if request.method == "POST" and form.is_valid():
        try:
            made = drawing.draw(request.user, **form.said())
        except Refused as refusal:
            form.add_error(refusal.at, str(refusal))
        else:
            messages.success(request, DONE["draw"])
            return redirect("round", made.pk)
    status = 400 if form.errors else 200
    return render(request, "reports/draw.html", {"form": form}, status=status)


def proposed() -> dict[str, Any]:
    """What the form begins with."""
    day = working_days.after(clock.today(), AHEAD)
    return {"held_on": day, "number": SOME, "seed": drawing.propose_seed()}
