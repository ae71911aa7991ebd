"""One 核查事项: what was found, how the ledger stands to it now, its course, what may be done."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from ledger.entries import stocks
from ledger.lines.readback import sentence
from ledger.models import Entry, Line, Site
from ledger.periods import working_days
from ledger.reminders import arrival
from ledger.returns import corrections
from reports.checking import course, differences, pictures, rules
from reports.models import Finding
from reports.pages.check_tables import in_words, seen_in_words
from reports.pages.notice import day_in
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.accounts.requests import Request
from shanyin_charging.lifecycle.transitions import Refused

MOST = 6  # lines of the site that a unit is led to
DAYS_MORE = 3  # working days to answer in once urged, as the form suggests


def finding(request: Request, pk: int) -> HttpResponse:
    """The page of a finding."""
    return show(request, visible(request, pk))


def visible(request: Request, pk: int) -> Finding:
    """The finding, else 404."""
    found = Finding.objects.visible_to(request.user, clock.today())
    about = ("visit__round", "visit__site__area__parent", "visit__done_by", "unit")
    return get_object_or_404(found.select_related(*about), pk=pk)


def show(
    request: Request,
    found: Finding,
    refusal: str = "",
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; `typed` is what was refused, and stands in its field again."""
    actions = course.TRANSITIONS.available(request.user, found)
    today, visit = clock.today(), found.visit
    has_field = typed and any(action.verb == typed["verb"] for action in actions)
    now = differences.expected(visit.site)
    answers = any(action.verb == "respond" for action in actions)
    steps = list(found.steps.prefetch_related("pictures"))
    for step in steps:
        pictures.measured(visit, step.pictures.all())
    context: dict[str, Any] = {
        "finding": found,
        "open_sites": Site.objects.open_to(request.user),
        "visit": visit,
        "seen": found.stamp,
        "told": in_words(visit.ledger) if visit.ledger else "",
        "stood": seen_in_words(visit.result),
        "now": in_words(now),
        "differs": differences.still_differs(visit, found.kind, now),
        "pictures": pictures.measured(visit, visit.pictures.filter(step=None)),
        "steps": steps,
        "labels": course.LABELS,
        "actions": actions,
        "corrections": to_correct(request.user, found) if answers and not found.is_danger else [],
        "longest": course.LONGEST,
        "days": found.days_open(today),
        "lasted": "历时" if found.ended_on else "已有",
        "overdue": found.is_overdue(today),
        "refusal": refusal,
        "typed": typed,
        "lost": typed["text"] if typed and not has_field else "",
        "day": working_days.after(today, DAYS_MORE),
        "amends": bool(rules.can_amend(request.user, visit)),
        "reminded": arrival.about(found),
    }
    return render(request, "reports/finding.html", context, status=status)


def to_correct(user: User, found: Finding) -> list[tuple[int, str]]:
    """The lines of the site that the person may correct, each with what it says; newest first."""
    posted = Entry.objects.filter(site__in=stocks.homes([found.visit.site_id]), line__isnull=False)
    lines = Line.objects.filter(pk__in=posted.counting().values("line"))
    of = {line.pk: line for line in lines.select_related("version__submission__period")}
    submissions = {line.version.submission for line in of.values()}
    may = {pk for one in submissions for pk in corrections.correctable(user, one)}
    return [(pk, sentence(of[pk])) for pk in sorted(of, reverse=True) if pk in may][:MOST]


@require_POST
def act(request: Request, pk: int, verb: str) -> HttpResponse:
    """One verb, pressed by a person."""
    found, text = visible(request, pk), request.POST.get("text", "")
    if verb not in {transition.verb for transition in course.TRANSITIONS}:
        raise Http404
    files = request.FILES.getlist("file") if verb == "respond" else []
    seen, day = request.POST.get("seen", ""), day_in(request.POST, "reply_by")
    try:
        course.move(request.user, verb, found, text, seen, files, day)
    except Refused as refusal:
        typed = {"verb": verb, "text": text, "reply_by": request.POST.get("reply_by", "")}
        return show(request, visible(request, pk), str(refusal), typed, status=409)
    messages.success(request, course.TRANSITIONS.done(verb))
    return redirect("finding", pk)
