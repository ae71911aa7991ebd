"""Statements: vehicles in use, the work done under a clause, the correction of an entry."""

from collections.abc import Mapping
from typing import Any

from django import forms

from ledger.lines.fields import Choices, CountField, DayField, MeasuredField, PickField
from ledger.lines.scope import Scope
from ledger.models import Entry, Obstacle
from targets.measures import MEASURES

from .base import LineForm, ReadForm

MOST = 1_000_000  # of any measure with decimals


class VehiclesForm(LineForm):
    """Vehicles in use on a day, as registered."""

    on = DayField(label="数据截止日期")
    bev = CountField(label="纯电动汽车", unit="辆", most=1_000_000)
    phev = CountField(label="插电式混合动力汽车", unit="辆", most=1_000_000)

    field_order = ["bev", "phev", "on"]

    def clean(self) -> dict[str, Any]:
        """Not both numbers 0."""
        cleaned = super().clean()
        if cleaned.get("bev") == 0 and cleaned.get("phev") == 0:
            self.add_error("bev", "两项都是0，请填截至当日的保有量；没有新数据就不用加这一条")
        return cleaned


class WorkForm(ReadForm):
    """What was done under a clause, what hinders, what comes next, what others are to solve; it
    posts nothing."""

    clause = PickField(
        label="任务条款",
        invalid="请选择与本单位有关的条款",
        error_messages={"required": "请选择任务条款"},
    )
    done = forms.CharField(
        label="本月工作",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写本月做了什么"},
    )
    problems = forms.CharField(
        label="存在问题", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    following = forms.CharField(
        label="下月计划", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    matter_kind = PickField(
        label="需协调事项的类别",
        invalid="没有这一类需协调事项，请从列表中选择",
        required=False,
    )
    matter = forms.CharField(
        label="需协调事项",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="自己解决不了、要请专班协调的，写一件；上报后专班转给能解决的单位",
    )

    lately = ("matter_kind", "matter")

    def __init__(self, scope: Scope, data: Mapping[str, str] | None = None) -> None:
        super().__init__(scope, data)
        self.use_required_attribute = False
        self.offer("clause", scope.clauses)
        self.offer("matter_kind", Choices([("", "没有"), *Obstacle.choices]))

    def clean(self) -> dict[str, Any]:
        """What is to be coordinated is said whole: its kind and its words."""
        cleaned = super().clean()
        kind, words = cleaned.get("matter_kind", ""), cleaned.get("matter", "")
        if words and not kind and "matter_kind" not in self.errors:
            self.add_error("matter_kind", "写了需协调事项，请选择是哪一类")
        if kind and not words and "matter" not in self.errors:
            self.add_error("matter", "选了需协调事项的类别，请写明要协调什么；没有的选“没有”")
        return cleaned


class CorrectedForm(ReadForm):
    """Another value for one entry of the ledger."""

    entry = CountField(label="台账号", unit="号")
    value = forms.CharField(
        label="应为", max_length=20, error_messages={"required": "请填更正后的数；没有这回事填0"}
    )
    reason = forms.CharField(
        label="更正原因", max_length=200, error_messages={"required": "请写明更正的原因"}
    )

    def clean_entry(self) -> int:
        """The number of an entry that stands and that the unit may correct."""
        number = self.cleaned_data["entry"]
        old = (
            Entry.objects.filter(county=self.submission.period.county, number=number)
            .counting()
            .first()
        )
        if (
            old is None
            or old.line is None
            or old.line.version.submission.unit_id != self.submission.unit_id
        ):
            raise forms.ValidationError(f"第{number}号不是本单位可以更正的台账记录")
        return number

    def clean(self) -> dict[str, Any]:
        """The value in the measure's own unit, read as its smallest one."""
        cleaned = super().clean()
        if {"entry", "value"} <= cleaned.keys():
            entry = Entry.objects.get(county=self.submission.period.county, number=cleaned["entry"])
            measure = MEASURES[entry.measure]
            field = (
                CountField(label=measure.name, unit=measure.unit)
                if measure.scale == 1
                else MeasuredField(
                    label=measure.name,
                    unit=measure.unit,
                    most=MOST,
                    places=len(str(measure.scale)) - 1,
                )
            )
            try:
                number = field.clean(cleaned["value"])
                if measure.one_by_one and number > 1:
                    raise forms.ValidationError(
                        f"{measure.name}一笔只记1{measure.unit}，没有这回事填0；"
                        "还有别的请在月报里另报"
                    )
                cleaned["value"] = -number if entry.takes_away else number
            except forms.ValidationError as error:
                self.add_error("value", error)
        return cleaned
