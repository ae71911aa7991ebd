"""Places of the register with their spaces, pilots with their stages, self-assessed distances."""

from collections.abc import Mapping
from typing import Any

from django import forms

from ledger.lines.fields import Choices, CountField, DayField, MeasuredField, PickField
from ledger.lines.scope import Scope
from ledger.models import LineKind

from .base import LineForm, NewSiteForm, SitedForm

STAGES = Choices(
    [("selected", "已选定"), ("laid_out", "已布局（备案或开工）"), ("built", "已建成")]
)
WHOLE = Choices([("1", "已报全"), ("0", "还没有报全")])


class SiteForm(NewSiteForm):
    """A place that belongs in the register, with its spaces; what is left empty stays as it was."""

    on = DayField(label="数据日期")
    parking_space = CountField(label="车位", unit="个", most=100_000, empty=None)
    car_space = CountField(label="其中小客车停车位", unit="个", most=100_000, empty=None)
    charging_space = CountField(label="其中充电车位", unit="个", most=100_000, empty=None)

    field_order = [
        "site",
        "site_name",
        "site_kind",
        "village",
        "at_seat",
        "parking_space",
        "car_space",
        "charging_space",
        "on",
    ]

    def sites(self) -> Choices:
        """The places in the unit's register."""
        return self.scope.register_sites

    def site_kinds(self) -> list[str]:
        """The kinds of places that the unit keeps."""
        return list(self.scope.owed.site_kinds)

    def clean(self) -> dict[str, Any]:
        """No part of the spaces is more than the whole."""
        cleaned = super().clean()
        whole = cleaned.get("parking_space")
        for name in ("car_space", "charging_space"):
            if whole is not None and cleaned.get(name) is not None and cleaned[name] > whole:
                self.add_error(name, f"{self.fields[name].label}不能多于车位（{whole}个）")
        return cleaned


class LeftForm(SitedForm):
    """A place that no longer belongs in the register."""

    on = DayField(label="移出日期")
    reason = forms.CharField(
        label="移出原因", max_length=200, error_messages={"required": "请写明为什么移出登记册"}
    )

    field_order = ["site", "on", "reason"]

    def sites(self) -> Choices:
        """The places in the unit's register."""
        return self.scope.register_sites


class WholeForm(LineForm):
    """Whether the unit's register of a sort of place is whole: how many there are is then what it
    lists."""

    on = DayField(label="截至日期")
    site_kind = PickField(
        label="场所类别",
        invalid="请选本单位负责登记的场所类别",
        error_messages={"required": "请选择场所类别"},
    )
    whole = PickField(
        label="登记册是否报全",
        invalid="请选“已报全”或“还没有报全”",
        error_messages={"required": "请选择登记册是否报全"},
    )

    field_order = ["site_kind", "whole", "on"]

    def __init__(self, scope: Scope, data: Mapping[str, str] | None = None) -> None:
        super().__init__(scope, data)
        kinds = [(code, scope.kinds[code].name) for code in scope.owed.register_kinds]
        self.offer("site_kind", Choices(kinds))
        self.offer("whole", WHOLE)

    def clean(self) -> dict[str, Any]:
        """A whole register holds a place, in the ledger or in the same return."""
        cleaned = super().clean()
        if cleaned.get("whole") == "1" and not self.errors and not self.holds(cleaned["site_kind"]):
            self.add_error("whole", "登记册里还没有这类场所，请先登记，再报已报全")
        return cleaned

    def holds(self, kind: str) -> bool:
        """Whether the unit has a place of the kind."""
        if any(site.kind == kind for site in self.scope.sites.values()):
            return True
        current = self.submission.current if self.submission.pk else None
        lines = current.lines.filter(kind=LineKind.SITE) if current else []
        return any(line.typed.get("site_kind") == kind for line in lines)

    def values(self) -> dict[str, Any]:
        """As of every line; `whole` is true or false."""
        values = super().values()
        return {**values, "whole": values["whole"] == "1"}


class PilotForm(NewSiteForm):
    """A pilot project and the stage it reached."""

    may_be_admitted = True
    on = DayField(label="达到日期")
    stage = PickField(label="达到的阶段", error_messages={"required": "请选择阶段"})
    new_site = "新项目（在下面填写）"

    field_order = ["site", "site_name", "site_kind", "village", "at_seat", "stage", "on"]

    def __init__(self, scope: Scope, data: Mapping[str, str] | None = None) -> None:
        super().__init__(scope, data)
        self.offer("stage", STAGES)
        for name, label in {
            "site": "试点项目",
            "site_name": "新项目名称",
            "site_kind": "试点类别",
            "village": "所在村（社区）",
        }.items():
            self.fields[name].label = label

    def sites(self) -> Choices:
        """The unit's pilots."""
        return self.scope.pilot_sites

    def site_kinds(self) -> list[str]:
        """The kinds of pilots that the unit reports."""
        return list(self.scope.owed.pilot_kinds)


class DistanceForm(LineForm):
    """The farthest way to a public pile, as the unit assesses it itself."""

    on = DayField(label="自评日期")
    place = PickField(
        label="范围",
        invalid="请选择本单位自评的范围；已按坐标量算的不用自评，请删去这一行",
        error_messages={"required": "请选择范围"},
    )
    distance = MeasuredField(label="最远充电距离", unit="公里", most=200, places=2)

    field_order = ["place", "distance", "on"]

    def __init__(self, scope: Scope, data: Mapping[str, str] | None = None) -> None:
        super().__init__(scope, data)
        self.offer("place", scope.distance_places)

    def clean_distance(self) -> int:
        """The distance in hundredths of a kilometre, not 0."""
        if not self.cleaned_data["distance"]:
            raise forms.ValidationError("请填最远充电距离，单位公里")
        return self.cleaned_data["distance"]
