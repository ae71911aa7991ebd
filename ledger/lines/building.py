"""What is being built: a project's place, piles, stage and expected day, told anew only where
something changes."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms import BoundField

from ledger import checks
from ledger.entries.construction import UnderWay
from ledger.lines.fields import Choices, CountField, DayField, MeasuredField, PickField
from ledger.lines.scope import Scope
from ledger.models import End, Obstacle, Stage
from shanyin_charging import clock

from .base import NEW_SITE, NewSiteForm, ReadForm
from .projects import told_already
from .scope import UNCREDITED

PLACE = ("site", "site_name", "site_kind", "village", "at_seat")
ONLY_ONE_THAT_IS_THERE = ("construction", "end", "reason")
NATURE = Choices([("1", "公共（对社会开放）"), ("0", "专用（单位内部）")])
ENDS = Choices([("", "还在建"), (End.GIVEN_UP.value, End.GIVEN_UP.label)])
OBSTACLES = Choices([("", "没有卡点"), *Obstacle.choices])
HINTS = {
    "construction": "这个项目的地点不用再填",
    "site": "在已有站点上加建的从列表里选，还没有站点的选“新站点”",
    "site_name": "选“新站点”时必填；投运以后就是站点的名称",
    "site_kind": "选“新站点”时必填；按桩所在的场所选",
    "at_seat": "桩在乡（镇）政府所在地的，打勾",
    "village": "选“新站点”时必填；选桩要建在哪个行政村（社区）",
    "public": "对社会开放的选公共，只供本单位的选专用",
    "dc": "与交流桩至少填一项；没有的空着",
    "ac": "与直流桩至少填一项；没有的空着",
    "power": "这几台桩额定功率之和；还没有定的空着",
    "credited_to": "投运以后计入哪一行；现在不计",
    "stage": "现在走到哪一步",
    "expected_on": "可以是以后的日期；变了下月再改",
    "obstacle_kind": "有需要专班协调的就选",
    "obstacle": "卡在哪里、要谁协调，一句话写清",
    "reason": "选“不再建”时必填",
}


class BuildingForm(NewSiteForm):
    """A project that is under way: a new one, or one of the unit's of which something changed."""

    on = None  # type: ignore[assignment]  # it is told as of the period's end
    construction = PickField(
        label="哪个在建项目", invalid="这个项目不在本单位在建的项目里，请重新选择", required=False
    )
    site = PickField(
        label="站点", invalid="这个站点不在您单位可以填报的范围内，请重新选择", required=False
    )
    public = PickField(label="桩的性质", initial="1", required=False)
    dc = CountField(label="直流桩（快充）", unit="台", most=500)
    ac = CountField(label="交流桩（慢充）", unit="台", most=500)
    power = MeasuredField(label="总功率", unit="千瓦", most=100_000)
    credited_to = PickField(
        label="计入哪一行",
        invalid="只能计入本单位或本单位代报的行",
        error_messages={"required": "请选择计入哪一行"},
    )
    stage = PickField(label="进度", error_messages={"required": "请选择走到了哪一步"})
    expected_on = DayField(label="预计投运日期")
    obstacle_kind = PickField(label="卡点", required=False)
    obstacle = forms.CharField(
        label="卡点说明", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    end = PickField(label="还建不建", required=False)
    reason = forms.CharField(label="不再建的原因", max_length=200, required=False)
    explanation = forms.CharField(
        label="情况说明", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    field_order = [
        "construction",
        *PLACE,
        "public",
        "dc",
        "ac",
        "power",
        "credited_to",
        "stage",
        "expected_on",
        "obstacle_kind",
        "obstacle",
        "end",
        "reason",
        "explanation",
    ]

    def __init__(self, scope: Scope, data: Mapping[str, str] | None = None) -> None:
        super().__init__(scope, data)
        for name, hint in HINTS.items():
            self.fields[name].help_text = hint
        own = [(pk, one.place) for pk, one in scope.projects.items()]
        self.offer("construction", Choices([("", "新项目"), *own]))
        self.offer("public", NATURE)
        self.offer("credited_to", scope.rows)
        self.fields["credited_to"].label = f"计入{scope.plan.quota_name}哪一行"
        self.fields["credited_to"].initial = next(iter(scope.rows))[0]
        self.offer("stage", Choices([("", "请选择"), *Stage.choices]))
        self.offer("obstacle_kind", OBSTACLES)
        self.offer("end", ENDS)

    def __iter__(self) -> Iterator[BoundField]:
        """The fields to be filled: one that is there has its place, and only that one can end."""
        left_out = PLACE if self.project else ONLY_ONE_THAT_IS_THERE
        return (self[name] for name in self.fields if name not in left_out)

    def site_kinds(self) -> list[str]:
        """The kinds that carry piles of their own."""
        return [code for code in self.scope.offered if not self.scope.kinds[code].pilot]

    def clean_site(self) -> str:
        """The site, or a new one; nothing for a project that is there."""
        if self.cleaned_data.get("construction"):
            return ""
        return self.cleaned_data["site"] or NEW_SITE

    def clean(self) -> dict[str, Any]:
        """Some piles; an end has its reason; each oddity wants an explanation."""
        cleaned = super().clean()
        if cleaned.get("construction"):
            cleaned.update(site_name="", site_kind="", village="", at_seat=False)
        else:
            cleaned.update(end="", reason="")
        if cleaned.get("dc") == 0 and cleaned.get("ac") == 0:
            self.add_error("dc", "直流桩和交流桩至少填一项，台数还没有定的填计划的台数")
        if cleaned.get("end") and not cleaned.get("reason"):
            self.add_error("reason", "不再建的，请写明原因")
        if not cleaned.get("end"):
            cleaned["reason"] = ""
        if cleaned.get("obstacle") and not cleaned.get("obstacle_kind"):
            self.add_error("obstacle_kind", "写了卡点说明，请选卡点是哪一类")
        if cleaned.get("obstacle_kind") == Obstacle.OTHER and not cleaned.get("obstacle"):
            self.add_error("obstacle", "卡点选“其他”的，请写明卡在哪里")
        self.doubts = [] if self.errors else list(self.odd(cleaned))
        if not cleaned.get("explanation"):
            for sentence in self.doubts:
                self.add_error("explanation", f"{sentence}。情况属实的，请在这里写明")
        return cleaned

    def odd(self, cleaned: dict[str, Any]) -> Iterator[str]:
        """A sentence for each oddity."""
        project, piles = (
            self.scope.projects.get(cleaned["construction"]),
            cleaned["dc"] + cleaned["ac"],
        )
        if not project and (twice := self.twice(cleaned)):
            yield twice
        if cleaned["power"] and (strange := checks.power({**cleaned, "connectors": piles}, piles)):
            yield strange
        day, before = cleaned["expected_on"], project.expected_on if project else None
        if day < clock.today() and day != before and not cleaned["end"]:
            yield f"预计投运日期{day}已经过了；已经投运的请报新增，没有投运的请填以后的日期"

    def twice(self, cleaned: dict[str, Any]) -> str:
        """Why a new project may be one that is told of already, or a site that is there."""
        if other := told_already(self.scope, cleaned):
            place = other.construction
            return (
                f"{place.unit}在这里已经报过在建项目“{place}”；如是同一个，"
                "请在上面“在建项目”里按“有变化”"
            )
        in_village, in_township = self.scope.names_at(cleaned["village"])
        known = checks.Background(
            self.scope.period.starts_on,
            sites_in_village=in_village,
            sites_in_township=in_township,
        )
        return checks.same_site(cleaned["site_name"], known)

    @property
    def project(self) -> UnderWay | None:
        """The project that it is about, where that is there already."""
        return self.scope.projects.get(str(self["construction"].value() or ""))

    def values(self) -> dict[str, Any]:
        """The valid form as plain JSON: integers of the smallest unit, codes, the day in ISO form,
        the oddities in words."""
        values = ReadForm.values(self)
        row, site, number = values["credited_to"], values["site"], values["construction"]
        return {
            **values,
            "construction": int(number) if number else None,
            "site": int(site) if site not in ("", NEW_SITE) else None,
            "public": values["public"] != "0",
            "power": values["power"] or None,
            "credited_to": "" if row == UNCREDITED else row,
            "expected_on": values["expected_on"].isoformat(),
            "doubts": self.doubts,
        }

    is_backdated = False
