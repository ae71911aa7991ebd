"""What becomes of units and villages after the plan was printed: official names and mergers, each
with its document.

A name is a ruling, which loading the plan again obeys; the earlier name of a unit goes on as its
alias. A merger has its date; what was reported before it stays as it was.
"""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render

from shanyin_charging import clock
from shanyin_charging.audit import journal
from targets.models import Alias, Area, AreaKind, Ruling, Unit
from targets.plan.queries import NAME


@transaction.atomic
def rename(user, thing, name, on, document_no):
    """Give a unit or a place another official name from a day on."""
    kind = "unit" if isinstance(thing, Unit) else "area"
    if name == thing.name:
        raise ValidationError("新名称和现在的一样")
    if kind == "unit":
        taken = Alias.objects.filter(name__in=(name, thing.name)).exclude(unit=thing).first()
        if Unit.objects.filter(name=name).exists() or taken:
            raise ValidationError(f"“{name}”已经是别的单位的名称或写法")
        Alias.objects.get_or_create(
            name=thing.name, defaults={"unit": thing, "used_in": f"{on}前的名称"}
        )
    elif Area.objects.filter(parent=thing.parent, name=name).exists():
        raise ValidationError(f"{thing.parent}已有叫“{name}”的地方")
    Ruling.objects.create(
        subject=f"{NAME}{kind}:{thing.code}",
        value={"name": name, "before": thing.name},
        in_force_on=on,
        document_no=document_no,
        recorded_at=clock.now(),
        recorded_by=user.name,
    )
    before, thing.name = thing.name, name
    thing.save()
    journal.record(user, "rename", thing, before=before, on=str(on), document_no=document_no)


@transaction.atomic
def merge(user, thing, into, on, document_no):
    """Let a unit or a village go on as another one of its kind from a day on."""
    if thing == into:
        raise ValidationError("不能并入自己")
    locked = (
        thing.__class__.objects.select_for_update(no_key=True)
        .filter(pk__in=(thing.pk, into.pk))
        .order_by("pk")
    )
    both = {row.pk: row for row in locked}
    thing, into = both[thing.pk], both[into.pk]
    if thing.merged_into_id or into.merged_into_id:
        raise ValidationError("其中一个已经并入别处")
    if isinstance(thing, Area) and thing.parent_id != into.parent_id:
        raise ValidationError("村（社区）只能并入同一乡（镇）的村（社区）")
    thing.merged_into, thing.merged_on = into, on
    thing.save()
    journal.record(user, "merge", thing, into=into.code, on=str(on), document_no=document_no)


class ChangeForm(forms.Form):
    """What happens to which unit or village, from when, on which document."""

    what = forms.ChoiceField(label="办理", choices=[("rename", "更名"), ("merge", "并入另一个")])
    thing = forms.ChoiceField(
        label="哪个单位或村（社区）", error_messages={"required": "请选择单位或村（社区）"}
    )
    name = forms.CharField(label="新名称（更名填）", max_length=40, required=False)
    into = forms.ChoiceField(label="并入哪个（合并选）", required=False)
    on = forms.DateField(
        label="从哪天起",
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "请填从哪天起", "invalid": "日期请写成 2025-11-18 这样"},
    )
    document_no = forms.CharField(
        label="依据文号", max_length=60, error_messages={"required": "请填依据的文号"}
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        units = [(f"unit:{unit.code}", unit.name) for unit in Unit.objects.filter(merged_into=None)]
        villages = Area.objects.filter(kind=AreaKind.VILLAGE, merged_into=None).select_related(
            "parent"
        )
        places = [(f"area:{area.code}", area.full_name) for area in villages]
        choices = [("", "请选择"), ("单位", units), ("村（社区）", places)]
        self.fields["thing"].choices = self.fields["into"].choices = choices

    def clean_on(self):
        if self.cleaned_data["on"] > clock.today():
            raise ValidationError("还没到的日期先不登记，到那天再办")
        return self.cleaned_data["on"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("what") == "rename" and not cleaned.get("name", "").strip():
            self.add_error("name", "更名请填新名称")
        if cleaned.get("what") == "merge":
            if not cleaned.get("into"):
                self.add_error("into", "合并请选择并入哪个")
            elif cleaned.get("thing", ":").split(":")[0] != cleaned["into"].split(":")[0]:
                self.add_error("into", "单位只能并入单位，村（社区）只能并入村（社区）")
        return cleaned

    def carry_out(self, user):
        given = self.cleaned_data
        about = (given["on"], given["document_no"].strip())
        if given["what"] == "rename":
            rename(user, found(given["thing"]), given["name"].strip(), *about)
        else:
            merge(user, found(given["thing"]), found(given["into"]), *about)


def found(key) -> Unit | Area:
    kind, code = key.split(":", 1)
    return (Unit if kind == "unit" else Area).objects.get(code=code)


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
