"""Pages of fair naming: what is going to be said of a unit, and what it says to that."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from reports import rules
from reports.bulletins import fair_naming
from reports.models import Naming
from shanyin_charging import clock
from shanyin_charging.accounts.requests import Request
from shanyin_charging.lifecycle.transitions import Refused


def naming(request: Request, pk: int) -> HttpResponse:
    """拟通报内容 of one unit: its own people write to it, who sees all units reads."""
    found = get_object_or_404(
        Naming.objects.visible_to(request.user, clock.today()).select_related("bulletin", "unit"),
        pk=pk,
    )
    refusal, typed = "", request.POST.get("statement", "")
    if request.method == "POST":
        try:
            fair_naming.state(request.user, found, typed, request.POST.get("seen", ""))
        except Refused as refused:
            refusal = str(refused)
            found.refresh_from_db()
        else:
            messages.success(request, "已提交说明，领导审阅通报时会看到")
            return redirect("naming", pk)
    return render(
        request,
        "bulletins/naming.html",
        {
            "naming": found,
            "refusal": refusal,
            "typed": typed,
            "may_state": bool(rules.can_state(request.user, found)),
            "stands": rules.stands(found),
        },
        status=409 if refusal else 200,
    )
