"""The page on which the head of the office ends a plan whose term is over."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from ledger.pages.forms import EndingForm
from ledger.periods import ending
from shanyin_charging import clock
from shanyin_charging.accounts.requests import Request
from shanyin_charging.asking import ask, facts_of, goes_back, is_sure
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Plan
from targets.pages.plan import plan_called
from targets.rulings import effects

ENDED = (
    "各指标停在期末状态，不再评价、不点名、不建议督办；保有量、覆盖、桩车比照常计算。",
    "方案期内各月的数字、通报不变，以后还可以更正、补登。下一份方案启用以后，各月照新方案开报和评价。",
    "收官不能撤回。",
)
MONTHS = {
    True: "方案期以后的月份照常开报，只列数、不评价。",
    False: "方案期以后没有开报的月份不再开报；已经开了的照常收、照常审。",
}


def end(request: Request, plan: str) -> HttpResponse:
    """What ending the plan needs and does, and the press that ends it."""
    if not request.user.can_rule:
        raise Http404
    found = plan_called(plan)
    form = EndingForm(request.POST or None, initial={"in_force_on": clock.today()})
    if request.method == "POST" and (done := ended(request, found, form)):
        return done
    context = {
        "plan": found,
        "form": form,
        "why_not": ending.is_over(found).reason,
        "seen": ending.seen_of(found),
    }
    return render(request, "ledger/end_plan.html", context)


def ended(request: Request, plan: Plan, form: EndingForm) -> HttpResponse | None:
    """End it, once the head of the office was asked; None where the form is shown again and says
    why."""
    if not form.is_valid() or goes_back(request):
        return None
    seen, said = request.POST.get("seen", ""), form.cleaned_data
    terms = said["in_force_on"], said["document_no"], said["months_go_on"]
    try:
        if not is_sure(request):
            effects.of(lambda: ending.end_plan(request.user, plan, *terms, seen))
            says = [MONTHS[said["months_go_on"]], *ENDED]
            facts = [("方案", str(plan)), *facts_of(form)]
            return ask(request, "方案收官", says, "收官", seen=seen, facts=facts)
        ending.end_plan(request.user, plan, *terms, seen)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, "方案已收官；可以起草方案总结通报")
    return redirect("plan", plan.code)
