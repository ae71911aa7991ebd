"""意见建议: anybody says something about the page before them; the office answers."""

import re

from django.contrib import messages
from django.db.models import Case, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from reports import rules
from reports.models import Suggestion
from reports.pages.tables import SuggestionFilter, SuggestionTable
from reports.suggesting import reply, suggest
from shanyin_charging import listing
from shanyin_charging.accounts.requests import Request
from shanyin_charging.lifecycle.transitions import Refused

OWN = re.compile(
    r"/(?![/\\])[^\x00-\x20]*"
)  # browsers leave tabs out, and read a backslash as a slash


def suggestions(request: Request) -> HttpResponse:
    """One's own with their answers and a form; who sees all units reads everybody's, unanswered
    first."""
    page = own_path(request.POST.get("page") or request.GET.get("from", ""))
    refusal, typed = "", request.POST.get("text", "")
    if request.method == "POST":
        try:
            suggest(request.user, page, typed)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, "已收到，答复会显示在这一页")
            return redirect("suggestions")
    found = Suggestion.objects.visible_to(request.user).select_related("by")
    waiting = Case(When(answered_at=None, then=0), default=1)
    chosen = SuggestionFilter(request.GET, found.order_by(waiting, "-at"))
    context = {
        "page": page,
        "typed": typed,
        "refusal": refusal,
        "may_answer": bool(rules.can_reply(request.user)),
    }
    table = SuggestionTable(chosen.qs)
    shown = listing.answer(request, "reports/suggestions.html", "意见建议", table, chosen, context)
    shown.status_code = 422 if refusal else 200
    return shown


@require_POST
def answer(request: Request, pk: int) -> HttpResponse:
    """The office's answer to one."""
    found = get_object_or_404(Suggestion.objects.visible_to(request.user), pk=pk)
    try:
        reply(request.user, found, request.POST.get("text", ""))
        messages.success(request, "已答复")
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("suggestions")


def own_path(path: str) -> str:
    """A path of this portal; empty for anything else."""
    return path[:200] if OWN.fullmatch(path) else ""
