"""The page on which the head of the office rules how months fall due, who reports a row, and closes
a year."""

import re
from datetime import date, datetime

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from ledger.deadlines import DueRule
from ledger.models import Ledger
from ledger.pages.forms import ROLLS, DeadlineForm, GroundedForm, SupervisorForm
from ledger.periods import closing, rulings, working_days
from shanyin_charging import clock, serving
from shanyin_charging.accounts.requests import Request
from shanyin_charging.asking import ask, facts_of, goes_back, is_sure
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Ruling
from targets.months import Month
from targets.plan import queries
from targets.rulings import effects
from targets.rulings.record import seen_of

AHEAD = {  # what each ruling will change
    "deadline": ["以后新开的期按新规则；已经开出的期、已经记的迟报都不变。", "登记以后不能撤回。"],
    "supervisor": ["从生效日期起，这一行由该单位报送；此前报的不变。", "登记以后不能撤回。"],
}

CLOSED = (
    "{year}年及以前的数从此只能更正，更正要写原因、留前后两个数；各单位的月报里不再收这些日期的变动。",
    "以后发现的漏报，由主任批准作结账后补登，单独列示。",
    "结账不能撤回。已印发的通报不变。",
)
DONE = {
    "deadline": "已登记；以后新开的期按新规则，已开的期不变",
    "supervisor": "已登记；从生效日期起由该单位报送",
}


def rules(request: Request) -> HttpResponse:
    """What is in force, the rulings so far, the due days they make; the forms for new ones."""
    if not request.user.sees_all_units:
        raise Http404
    now, ledger = clock.today(), Ledger.objects.filter(county__code=serving.county()).first()
    present = rulings.due_rule(queries.served(), now)
    asked = request.POST.get("what", "")
    deadline = DeadlineForm(
        request.POST if asked == "deadline" else None, initial=vars(present) | {"in_force_on": now}
    )
    plan = queries.plan_of_today()
    supervisor = SupervisorForm(
        plan, request.POST if asked == "supervisor" else None, initial={"in_force_on": now}
    )
    if request.method == "POST" and (done := press(request, asked, ledger, deadline, supervisor)):
        return done
    context = {
        "rule": present,
        "roll": dict(ROLLS)[present.roll],
        "deadline": deadline,
        "supervisor": supervisor,
        "may_rule": rulings.may_rule(request.user),
        "ledger": ledger,
        "seen": {
            "deadline": seen_of(plan, rulings.DEADLINE),
            "supervisor": seen_of(plan, queries.SUPERVISOR),
            "close": closing.seen_of(ledger) if ledger else "",
        },
        "closable": closing.closable(ledger) if ledger else [],
        "coming": coming(now, present),
        "rulings": Ruling.objects.of(plan).filter(
            Q(subject=rulings.DEADLINE) | Q(subject__startswith=queries.SUPERVISOR)
        ),
        "plan": plan,
        "rows": rulings.supervised(plan, now),
    }
    return render(request, "ledger/rules.html", context)


def press(
    request: Request,
    asked: str,
    ledger: Ledger | None,
    deadline: DeadlineForm,
    supervisor: SupervisorForm,
) -> HttpResponse | None:
    """Do what was pressed; None when its form is to be shown again."""
    if not rulings.may_rule(request.user):
        raise Http404
    if asked == "close" and ledger:
        return close(request, ledger)
    forms: dict[str, DeadlineForm | SupervisorForm]
    forms = {"deadline": deadline, "supervisor": supervisor}
    form = forms.get(asked)
    if form is None:
        raise Http404
    if not form.is_valid() or goes_back(request):
        return None
    try:
        if not is_sure(request):
            effects.of(lambda: rule(request, form))
            seen = request.POST.get("seen", "")
            return ask(request, "登记核定", AHEAD[asked], "登记", facts=facts_of(form), seen=seen)
        rule(request, form)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, DONE[asked])
    return redirect("rules")


def rule(request: Request, form: DeadlineForm | SupervisorForm) -> None:
    """The ruling as typed, upon what was seen; raises Refused."""
    seen, plan = request.POST.get("seen", ""), queries.plan_of_today()
    if isinstance(form, DeadlineForm):
        rulings.rule_deadline(request.user, plan, form.rule(), *kept(form), seen)
    else:
        row, unit = form.cleaned_data["row"], form.cleaned_data["unit"]
        rulings.rule_supervisor(request.user, plan, row, unit, *kept(form), seen)


def coming(now: date, rule: DueRule) -> list[tuple[Month, datetime, bool]]:
    """(month, its due moment by the rule, whether the holidays that it falls among are known) of a
    year of months."""
    return [
        (
            month,
            working_days.due_at(month, rule),
            working_days.calendar().knows(month.last_day.year)
            and working_days.calendar().knows((month + 1).first_day.year),
        )
        for month in (Month.of(now) + n for n in range(12))
    ]


def kept(form: GroundedForm) -> tuple[date, str]:
    """From when the ruling holds, and on which document."""
    return form.cleaned_data["in_force_on"], form.cleaned_data["document_no"]


def close(request: Request, ledger: Ledger) -> HttpResponse:
    """Close the year that was pressed, once the head of the office was asked."""
    year = request.POST.get("year", "")
    try:
        if not re.fullmatch("[0-9]{4}", year):
            raise Refused("请选择要结账的年份")
        seen = request.POST.get("seen", "")
        if not is_sure(request):
            effects.of(lambda: closing.close_year(request.user, ledger, int(year), seen))
            says = [words.format(year=year) for words in CLOSED]
            back = reverse("rules")
            return ask(request, f"{year}年结账", says, "结账", seen=seen, back=back)
        closing.close_year(request.user, ledger, int(year), seen)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{year}年已结账，此后只能更正")
    return redirect("rules")
