"""The page on which the head of the office rules how months fall due, who reports a row, and closes
a year."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from ledger import deadlines
from ledger.deadlines import DueRule
from ledger.lines.fields import DayField
from ledger.models import Ledger
from ledger.periods import rulings
from shanyin_charging import clock
from targets.models import Ruling, Unit
from targets.months import Month
from targets.plan import queries

ROLLS = [("next", "顺延到下一个工作日"), ("previous", "提前到上一个工作日"), ("stay", "不变")]
HOURS = [(24, "24:00"), (18, "18:00"), (17, "17:00"), (12, "12:00")]


class RulingForm(forms.Form):
    """What every ruling carries: from when, on which document."""

    in_force_on = DayField(label="生效日期")
    document_no = forms.CharField(
        label="依据文号或会议", max_length=60, error_messages={"required": "请填依据的文号或会议"}
    )


class DeadlineForm(RulingForm):
    day = forms.IntegerField(label="截止日（次月几日）", min_value=1, max_value=28)
    roll = forms.ChoiceField(label="遇休息日", choices=ROLLS)
    weekends = forms.BooleanField(label="周末算休息日", required=False)
    cut_off = forms.TypedChoiceField(label="当日几点为止", choices=HOURS, coerce=int)
    grace = forms.IntegerField(label="退回后几个工作日内改好不算迟报", min_value=0, max_value=20)
    lock_after = forms.IntegerField(label="几个月后的月底锁定", min_value=1, max_value=12)

    field_order = [
        "day",
        "roll",
        "weekends",
        "cut_off",
        "grace",
        "lock_after",
        "in_force_on",
        "document_no",
    ]

    def rule(self) -> DueRule:
        return DueRule(**{name: self.cleaned_data[name] for name in DueRule.__dataclass_fields__})


class SupervisorForm(RulingForm):
    row = forms.ModelChoiceField(
        Unit.objects.none(),
        label="附件2的行",
        to_field_name="code",
        error_messages={"required": "请选择附件2的行"},
    )
    unit = forms.ModelChoiceField(
        Unit.objects.filter(memberships__isnull=False),
        label="由哪个成员单位报送",
        to_field_name="code",
        error_messages={"required": "请选择成员单位"},
    )

    field_order = ["row", "unit", "in_force_on", "document_no"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["row"].queryset = Unit.objects.filter(targets__isnull=False).distinct()


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


def supervised(on) -> list[tuple[Unit, Unit]]:
    """(row of 附件2, the unit that reports it) where the two differ."""
    rows = {row.code: row for row in Unit.objects.filter(targets__isnull=False).distinct()}
    return [
        (rows[code], unit) for code, unit in queries.supervisors(on).items() if rows[code] != unit
    ]


def closable(ledger) -> list[tuple[int, str]]:
    """(year, why it cannot be closed) of each year of the ledger so far that is not closed."""
    first = (ledger.closed_through or ledger.opened_on).year + 1
    return [
        (year, rulings.may_close(ledger, year)) for year in range(first, clock.today().year + 1)
    ]


def close(request, ledger):
    try:
        year = int(request.POST.get("year", "0")[:4])
        rulings.close_year(request.user, ledger, year)
    except ValueError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{year}年已结账，此后只能更正")
    return redirect("rules")
