"""The forms of the pages that are not about lines: exceptions, corrections, rulings."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from ledger.deadlines import DueRule
from ledger.lines.fields import DayField
from ledger.models import Entry, Submission
from ledger.returns import corrections
from shanyin_charging import clock
from targets.measures import MEASURES
from targets.models import Plan, Unit


class ExceptionForm(forms.Form):
    """Why an exception is made, and until the end of which day it holds."""

    reason = forms.CharField(
        label="原因", max_length=200, error_messages={"required": "请写明原因"}
    )
    until = DayField(label="延到哪天（含当天）")

    def clean_until(self) -> date:
        """The last day, today or later."""
        if self.cleaned_data["until"] < clock.today():
            raise forms.ValidationError("日期要在今天或以后")
        return self.cleaned_data["until"]


class CorrectedField(forms.CharField):
    """The number that an entry should have had, as typed in its measure's own unit."""

    def __init__(self, entry: Entry, initial: str | None) -> None:
        measure = MEASURES[entry.measure]
        super().__init__(
            label=f"{'减少的' * entry.takes_away}{measure.name}",
            max_length=20,
            initial=measure.in_units(abs(entry.value)) if initial is None else initial,
            widget=forms.TextInput(
                attrs={"class": "number", "inputmode": "decimal", "autocomplete": "off"}
            ),
            error_messages={"required": "请填更正后的数；没有这回事填0"},
        )
        self.unit = measure.unit


class CorrectionForm(forms.Form):
    """One field for each number of a line, filled with what stands or was typed; and the reason."""

    reason = forms.CharField(
        label="更正原因", max_length=200, error_messages={"required": "请写明更正的原因"}
    )

    def __init__(
        self,
        original: Submission,
        entries: list[Entry],
        data: QueryDict | None = None,
        typed: dict[str, str] | None = None,
    ) -> None:
        super().__init__(data=data, initial=typed)
        self.original, self.entries = original, entries
        self.changed: list[dict[str, str]] = []
        self.use_required_attribute = False
        for entry in entries:
            before = (typed or {}).get(str(entry.number))
            self.fields[f"value_{entry.number}"] = CorrectedField(entry, before)
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    def clean(self) -> dict[str, Any]:
        """What was typed for each entry whose number changes is kept in `changed`."""
        super().clean()
        cleaned = self.cleaned_data
        if self.errors:
            return cleaned
        for entry in self.entries:
            name = f"value_{entry.number}"
            read = corrections.read(self.original, entry, cleaned[name], cleaned["reason"])
            if not read.is_valid():
                for texts in read.errors.values():
                    self.add_error(name, texts)
            elif read.cleaned_data["value"] != entry.value:
                self.changed.append(dict(read.data))
        return cleaned


ROLLS = [("next", "顺延到下一个工作日"), ("previous", "提前到上一个工作日"), ("stay", "不变")]


HOURS = [(24, "24:00"), (18, "18:00"), (17, "17:00"), (12, "12:00")]


class GroundedForm(forms.Form):
    """What every ruling carries: from when, on which document."""

    in_force_on = DayField(label="生效日期")
    document_no = forms.CharField(
        label="依据文号或会议", max_length=60, error_messages={"required": "请填依据的文号或会议"}
    )


class DeadlineForm(GroundedForm):
    """How months fall due from a day on."""

    day = forms.IntegerField(label="截止日（次月几日）", min_value=1, max_value=28)
    roll = forms.ChoiceField(label="遇休息日", choices=ROLLS)
    weekends = forms.BooleanField(label="周末算休息日", required=False)
    cut_off = forms.TypedChoiceField(label="当日几点为止", choices=HOURS, coerce=int)
    grace = forms.IntegerField(label="退回后几个工作日内改好不算迟报", min_value=0, max_value=20)
    lock_after = forms.IntegerField(label="几个月后的月底锁定", min_value=1, max_value=12)

    field_order = [*DueRule.__dataclass_fields__, *GroundedForm.base_fields]

    def rule(self) -> DueRule:
        """The rule as the valid form says it."""
        return DueRule(**{name: self.cleaned_data[name] for name in DueRule.__dataclass_fields__})


class EndingForm(GroundedForm):
    """On which day and by which document a plan is ended, and whether months go on."""

    months_go_on = forms.BooleanField(
        label="收官后各单位仍按月报送",
        required=False,
        help_text="不勾的，方案期以后的月份不再开报，已经开了的照常收；新方案启用以后照新方案开报",
    )

    field_order = ["in_force_on", "document_no", "months_go_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["in_force_on"].label = "收官日"


class SupervisorForm(GroundedForm):
    """Which member unit reports a row of the quotas."""

    row = forms.ModelChoiceField(
        Unit.objects.none(),
        label="哪一行",
        to_field_name="code",
        error_messages={"required": "请选择是哪一行"},
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label="由哪个成员单位报送",
        to_field_name="code",
        error_messages={"required": "请选择成员单位"},
    )

    field_order = ["row", "unit", "in_force_on", "document_no"]

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = {"row": Unit.objects.rows_of(plan), "unit": Unit.objects.members(plan)}
        for name, offered in units.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = offered
        self.fields["row"].label = f"{plan.quota_name}的行"
