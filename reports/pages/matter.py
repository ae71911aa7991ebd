"""One 需协调事项: what is asked, its course, what the person may do now."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from ledger.models import Site
from ledger.periods import working_days
from ledger.reminders import arrival
from reports.coordination import course
from reports.models import Instruction, Matter
from reports.pages.notice import day_in
from reports.supervision import subjects
from shanyin_charging import clock
from shanyin_charging.accounts.requests import Request
from shanyin_charging.lifecycle.transitions import Refused

DAYS, DAYS_MORE = 10, 3  # working days to answer in, at first and once urged, as the form suggests


def matter(request: Request, pk: int) -> HttpResponse:
    """The page of a matter."""
    return show(request, visible(request, pk))


def visible(request: Request, pk: int) -> Matter:
    """The matter, else 404."""
    found = Matter.objects.visible_to(request.user, clock.today())
    return get_object_or_404(found.select_related("raiser", "solver", "site"), pk=pk)


def show(
    request: Request,
    found: Matter,
    refusal: str = "",
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; `typed` is what was refused, and stands in its fields again."""
    actions = course.TRANSITIONS.available(request.user, found)
    hands = any(action.verb == "hand" for action in actions)
    has_field = typed and typed["verb"] in [action.verb for action in actions]
    today = clock.today()
    context: dict[str, Any] = {
        "matter": found,
        "open_sites": Site.objects.open_to(request.user),
        "seen": found.stamp,
        "steps": found.steps.select_related("solver"),
        "labels": course.LABELS,
        "actions": actions,
        "solvers": course.solvers(found) if hands else [],
        "day": working_days.after(today, DAYS if hands else DAYS_MORE),
        "longest": course.LONGEST,
        "days": found.days_open(today),
        "overdue": found.is_overdue(today),
        "reminded": arrival.about(found),
        "words": Instruction.objects.visible_to(request.user).filter(about=f"matter:{found.pk}"),
        "refusal": refusal,
        "typed": typed,
        "lost": typed["text"] if typed and not has_field else "",
        **subjects.offered(request.user, subjects.of_matter, found),
    }
    return render(request, "reports/matter.html", context, status=status)


@require_POST
def act(request: Request, pk: int, verb: str) -> HttpResponse:
    """One verb, pressed by a person."""
    found, data = visible(request, pk), request.POST
    if verb not in {transition.verb for transition in course.TRANSITIONS}:
        raise Http404
    typed = {name: data.get(name, "") for name in ("text", "solver", "answer_by")}
    try:
        units = {unit.code: unit for unit in course.solvers(found)}
        course.move(
            request.user,
            verb,
            found,
            typed["text"],
            data.get("seen", ""),
            units.get(typed["solver"]),
            day_in(data, "answer_by"),
        )
    except Refused as refusal:
        again = visible(request, pk)
        return show(request, again, str(refusal), {"verb": verb, **typed}, status=409)
    messages.success(request, course.TRANSITIONS.done(verb))
    return redirect("matter", pk)
