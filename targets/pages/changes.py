"""Official names and mergers: what has been recorded, and the form for one more."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from shanyin_charging.accounts.requests import Request
from shanyin_charging.asking import ask, facts_of, goes_back, is_sure
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Area, Ruling, Unit
from targets.pages.forms import ChangeForm
from targets.plan import queries
from targets.plan.queries import NAME
from targets.rulings import effects, rules
from targets.rulings.changes import seen_of


def changes(request: Request) -> HttpResponse:
    """更名与合并: what has been changed so far; the head of the office records a change."""
    if not request.user.sees_all_units:
        raise Http404
    may = rules.can_change_names(request.user)
    if request.method == "POST" and not may:
        raise Http404
    form = ChangeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and not goes_back(request):
        seen = request.POST.get("seen", "")
        try:
            if not is_sure(request):
                effects.of(lambda: form.carry_out(request.user, seen))
                return ask_to_change(request, form)
            form.carry_out(request.user, seen)
        except Refused as refusal:
            form.add_error(refusal.at, str(refusal))
        else:
            messages.success(request, "已登记；以前报的、印发的都不变")
            return redirect("changes")
    areas = Area.objects.served().exclude(merged_into=None)
    return render(
        request,
        "targets/changes.html",
        {
            "form": form,
            "may": may,
            "seen": seen_of(),
            "names": Ruling.objects.of(queries.served()).filter(subject__startswith=NAME),
            "units": Unit.objects.served().exclude(merged_into=None).select_related("merged_into"),
            "areas": areas.select_related("merged_into__parent", "parent"),
        },
    )


def ask_to_change(request: Request, form: ChangeForm) -> HttpResponse:
    """The page that asks before a name or a merger is put on record."""
    given = form.cleaned_data
    if given["what"] == "rename":
        says = [f"从{given['on']}起各页、各表都用新名称，旧名称仍能查到；已报的、已印发的不变。"]
    else:
        says = [
            f"从{given['on']}起不再单独报送、单独列数，以后的数记在并入的那一个名下；此前的不变。",
            "合并登记以后不能撤回。",
        ]
    seen = request.POST.get("seen", "")
    return ask(request, "登记更名与合并", says, "登记", facts=facts_of(form), seen=seen)
