"""The page on which the head of the office rules how months fall due, who reports a row, and closes
a year."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from ledger import deadlines
from ledger.models import Ledger
from ledger.pages.forms import ROLLS, DeadlineForm, SupervisorForm
from ledger.periods import closing, rulings
from ledger.periods.closing import closable
from ledger.periods.rulings import supervised
from shanyin_charging import clock
from targets.models import Ruling
from targets.months import Month
from targets.plan import queries


def rules(request):
    """What is in force, the rulings so far, the due days they make; the forms for new ones."""
    if not request.user.sees_all_units:
        raise Http404
    now, ledger = clock.today(), Ledger.objects.filter(county__code=settings.COUNTY).first()
    present = rulings.due_rule(now)
    asked = request.POST.get("what", "")
    if request.method == "POST" and (
        not rulings.may_rule(request.user) or asked not in ("deadline", "supervisor", "close")
    ):
        raise Http404
    if asked == "close":
        return close(request, get_object_or_404(Ledger, pk=ledger.pk if ledger else 0))
    deadline = DeadlineForm(
        request.POST if asked == "deadline" else None, initial=vars(present) | {"in_force_on": now}
    )
    supervisor = SupervisorForm(
        request.POST if asked == "supervisor" else None, initial={"in_force_on": now}
    )
    if asked == "deadline" and deadline.is_valid():
        rulings.rule_deadline(request.user, deadline.rule(), *kept(deadline))
        messages.success(request, "已登记；以后新开的期按新规则，已开的期不变")
        return redirect("rules")
    if asked == "supervisor" and supervisor.is_valid():
        row, unit = supervisor.cleaned_data["row"], supervisor.cleaned_data["unit"]
        rulings.rule_supervisor(request.user, row, unit, *kept(supervisor))
        messages.success(request, "已登记；从生效日期起由该单位报送")
        return redirect("rules")
    coming = [Month.of(now) + n for n in range(12)]
    return render(
        request,
        "ledger/rules.html",
        {
            "rule": present,
            "roll": dict(ROLLS)[present.roll],
            "deadline": deadline,
            "supervisor": supervisor,
            "may_rule": rulings.may_rule(request.user),
            "ledger": ledger,
            "closable": closable(ledger) if ledger else [],
            "coming": [
                (
                    m,
                    deadlines.due_at(m, present),
                    deadlines.calendar_knows(m.last_day.year)
                    and deadlines.calendar_knows((m + 1).first_day.year),
                )
                for m in coming
            ],
            "rulings": Ruling.objects.filter(subject=rulings.DEADLINE)
            | Ruling.objects.filter(subject__startswith=queries.SUPERVISOR),
            "rows": [(row, unit) for row, unit in supervised(now)],
        },
    )


def kept(form):
    return form.cleaned_data["in_force_on"], form.cleaned_data["document_no"]


def close(request, ledger):
    try:
        year = int(request.POST.get("year", "0")[:4])
        closing.close_year(request.user, ledger, year)
    except ValueError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{year}年已结账，此后只能更正")
    return redirect("rules")
