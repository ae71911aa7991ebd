"""What was issued and no longer agrees with the ledger, with the way to a correction of each."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from reports import rules
from reports.bulletins.restated import restated
from shanyin_charging.accounts.requests import Request
from targets.pages.plan import current_plan


def differing(request: Request) -> HttpResponse:
    """Every issued number that is another one now, by bulletin; the office drafts 更正通报 here."""
    if not request.user.sees_all_units:
        raise Http404
    context = {
        "found": restated(),
        "may_draft": bool(rules.can_draft(request.user)),
        "plan": current_plan(),
    }
    return render(request, "bulletins/differing.html", context)
