"""Official names and mergers: what has been recorded, and the form for one more."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from shanyin_charging.accounts.requests import Request
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Area, Ruling, Unit
from targets.pages.forms import ChangeForm
from targets.plan.queries import NAME
from targets.rulings import rules
from targets.rulings.changes import seen_of


def changes(request: Request) -> HttpResponse:
    """更名与合并: what has been changed so far; the head of the office records a change."""
    if not request.user.sees_all_units:
        raise Http404
    may = rules.can_change_names(request.user)
    if request.method == "POST" and not may:
        raise Http404
    form = ChangeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            form.carry_out(request.user, request.POST.get("seen", ""))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已登记；以前报的、印发的都不变")
            return redirect("changes")
    areas = Area.objects.exclude(merged_into=None)
    return render(
        request,
        "targets/changes.html",
        {
            "form": form,
            "may": may,
            "seen": seen_of(),
            "names": Ruling.objects.filter(subject__startswith=NAME),
            "units": Unit.objects.exclude(merged_into=None).select_related("merged_into"),
            "areas": areas.select_related("merged_into__parent", "parent"),
        },
    )
