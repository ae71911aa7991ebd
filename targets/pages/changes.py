"""Official names and mergers: what has been recorded, and the form for one more."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render

from targets.models import Area, Ruling, Unit
from targets.pages.forms import ChangeForm
from targets.plan.queries import NAME


def changes(request):
    """更名与合并: what has been changed so far; the head of the office records a change."""
    if not request.user.sees_all_units:
        raise Http404
    may = request.user.can_rule
    form = ChangeForm(request.POST or None)
    if request.method == "POST":
        if not may:
            raise Http404
        if form.is_valid():
            try:
                form.carry_out(request.user)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, "已登记；以前报的、印发的都不变")
                return redirect("changes")
    return render(
        request,
        "targets/changes.html",
        {
            "form": form,
            "may": may,
            "names": Ruling.objects.filter(subject__startswith=NAME),
            "units": Unit.objects.exclude(merged_into=None).select_related("merged_into"),
            "areas": Area.objects.exclude(merged_into=None).select_related(
                "merged_into__parent", "parent"
            ),
        },
    )
