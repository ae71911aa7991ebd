"""Safety inspections of task 17: what was looked at, what was found, and when it was put right."""

from collections.abc import Mapping
from typing import Any

from django import forms

from ledger.lines.fields import Choices, DayField, PickField
from ledger.lines.scope import Scope

from .base import LineForm

GRADES = Choices([("none", "没有发现隐患"), ("general", "一般隐患"), ("grave", "重大安全隐患")])


class InspectedForm(LineForm):
    """One inspection of one place."""

    may_be_admitted = True
    on = DayField(label="检查日期")
    site = PickField(
        label="检查的站点",
        invalid="没有这个站点，请从列表中选择，或在右边填场所名称",
        required=False,
    )
    facility = forms.CharField(label="其他场所（列表里没有的）", max_length=60, required=False)
    random = forms.BooleanField(label="双随机抽查", required=False)
    inspectors = forms.CharField(
        label="检查单位和人数",
        max_length=60,
        error_messages={"required": "请写由谁检查，如“本局2人”"},
    )
    grade = PickField(label="检查结果", error_messages={"required": "请选择检查结果"})
    finding = forms.CharField(
        label="发现的问题", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    stopped = forms.BooleanField(label="已责令停用", required=False)
    mend_by = DayField(label="整改期限", required=False)

    field_order = [
        "site",
        "facility",
        "on",
        "inspectors",
        "random",
        "grade",
        "finding",
        "stopped",
        "mend_by",
    ]

    def __init__(self, scope: Scope, data: Mapping[str, str] | None = None) -> None:
        super().__init__(scope, data)
        self.offer("site", scope.county_sites.with_first("", "（不在列表里）"))
        self.offer("grade", GRADES)

    def clean(self) -> dict[str, Any]:
        """A place is named; a hazard has its finding and its term."""
        cleaned = super().clean()
        if "site" in cleaned and not cleaned["site"] and not cleaned.get("facility"):
            self.add_error("facility", "请选择检查的站点，或填场所名称")
        if cleaned.get("grade") in ("general", "grave"):
            if not cleaned.get("finding"):
                self.add_error("finding", "发现隐患的，请写明是什么问题")
            if not cleaned.get("mend_by") and "mend_by" not in self.errors:
                self.add_error("mend_by", "发现隐患的，请填整改期限")
        if cleaned.get("mend_by") and cleaned.get("on") and cleaned["mend_by"] < cleaned["on"]:
            self.add_error("mend_by", "整改期限不能早于检查日期")
        return cleaned

    def values(self) -> dict[str, Any]:
        """As of every line, with the site's id and the term in ISO form."""
        values = super().values()
        mend_by = values["mend_by"].isoformat() if values["mend_by"] else ""
        return {
            **values,
            "site": int(values["site"]) if values["site"] else None,
            "mend_by": mend_by,
        }


class ClearedForm(LineForm):
    """A hazard that was put right, after looking again."""

    may_be_admitted = True
    on = DayField(label="复查日期")
    hazard = PickField(
        label="哪一处隐患",
        invalid="这处隐患不在本单位未销号的隐患里，请重新选择",
        error_messages={"required": "请选择销号的是哪一处隐患"},
    )
    result = forms.CharField(
        label="整改情况", max_length=200, error_messages={"required": "请写明怎样整改的"}
    )

    field_order = ["hazard", "on", "result"]

    def __init__(self, scope: Scope, data: Mapping[str, str] | None = None) -> None:
        super().__init__(scope, data)
        self.offer("hazard", scope.open_hazards)

    def clean(self) -> dict[str, Any]:
        """Not before the day on which it was found."""
        cleaned = super().clean()
        found = {str(e.number): e.on for e in self.scope.own_hazards}.get(cleaned.get("hazard", ""))
        if found and cleaned.get("on") and cleaned["on"] < found:
            self.add_error("on", f"这处隐患{found}才发现，复查日期不能早于那一天")
        return cleaned

    def values(self) -> dict[str, Any]:
        """As of every line, with the number of the hazard's entry."""
        values = super().values()
        return {**values, "hazard": int(values["hazard"])}
