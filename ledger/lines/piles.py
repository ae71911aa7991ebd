"""Piles that came, went, or were opened to all."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from ledger import checks
from ledger.entries.stocks import NATURES
from ledger.lines.fields import Choices, CountField, DayField, MeasuredField, PickField
from ledger.lines.scope import Scope
from targets.measures import MEASURES

from .base import NewSiteForm, SitedForm
from .projects import told_already
from .scope import UNCREDITED

DECLARED = Choices([("", "按台数认定"), ("1", "是，单位认定"), ("0", "不是，分散充电桩")])
OF_NATURE = Choices(
    [("1", "公共（对社会开放）"), ("0", "专用（单位内部）"), ("2", "私人（个人自用）")]
)

HINTS = {  # what stands below each field of a form about piles
    "site": "已登记过的站点从列表里选，没有的选“新站点”",
    "site_name": "选“新站点”时必填；写现场的名称，如“文化广场充电站”",
    "site_kind": "选“新站点”时必填；按桩所在的场所选",
    "village": "选“新站点”时必填；选桩所在的行政村（社区）",
    "at_seat": "桩在乡（镇）政府所在地的，打勾",
    "station": "不清楚就空着，系统按台数认定",
    "public": "对社会开放的选公共，只供本单位的选专用，个人自用的选私人",
    "dc": "与交流桩至少填一项；没有的空着",
    "ac": "与直流桩至少填一项；没有的空着",
    "connectors": "一台桩有几个枪就计几个，不少于桩数",
    "power": "这几台桩额定功率之和，看铭牌，如2台120千瓦填240",
    "on": "填实际发生的那一天，不早于建账日，不晚于今天",
    "credited_to": "一般选本单位；替别的行报的选那一行，哪一行都不算的选未归入",
    "explanation": "数字属实就在这里写明原因",
    "stopped": "清单里写明停用的，不计入保有量",
    "construction": "原来在建、现在投运的是哪个项目",
    "out_of_use": "拆的是报过停用、还没有恢复的桩，打勾；在用的桩空着",
}


class PilesForm(SitedForm):
    """Piles at a site: how many of which kind, and whose row of the quotas they count for."""

    may_be_admitted = True
    public: PickField | None = PickField(  # None in a kind that has no such field
        label="桩的性质", initial="1", error_messages={"required": "请选择公共还是专用"}
    )
    dc = CountField(label="直流桩（快充）", unit="台", most=500)
    ac = CountField(label="交流桩（慢充）", unit="台", most=500)
    connectors = CountField(label="充电枪", unit="个", most=2000)
    power = MeasuredField(label="总功率", unit="千瓦", most=100_000)
    credited_to: PickField | None = PickField(
        label="计入哪一行",
        invalid="只能计入本单位或本单位代报的行",
        error_messages={"required": "请选择计入哪一行"},
    )

    field_order = ["site", "public", "dc", "ac", "connectors", "power", "on", "credited_to"]

    def __init__(self, scope: Scope, data: Mapping[str, str] | None = None) -> None:
        super().__init__(scope, data)
        for name, field in self.fields.items():
            field.help_text = HINTS[name]
        if "credited_to" in self.fields:
            self.offer("credited_to", scope.rows)
            self.fields["credited_to"].label = f"计入{scope.plan.quota_name}哪一行"
            self.fields["credited_to"].initial = next(iter(scope.rows))[0]
        if "public" in self.fields:
            self.offer("public", OF_NATURE)

    def clean(self) -> dict[str, Any]:
        """At least one pile, and a connector for each."""
        cleaned = super().clean()
        if {"dc", "ac", "connectors"} <= cleaned.keys():
            piles = cleaned["dc"] + cleaned["ac"]
            if piles == 0:
                self.add_error("dc", "直流桩和交流桩至少填一项，都没有就不用加这一条")
            elif cleaned["connectors"] < piles:
                self.add_error("connectors", f"充电枪不能少于桩数：{piles}台桩至少{piles}个枪")
        return cleaned

    def values(self) -> dict[str, Any]:
        """As of every line; `public` is true or false, `private` there where it is true; no row
        of the quotas is an empty code."""
        values = super().values()
        if "public" in values:
            values |= {"private": True} if values["public"] == "2" else {}
            values["public"] = values["public"] == "1"
        row = values.get("credited_to", UNCREDITED)
        return {**values, "credited_to": "" if row == UNCREDITED else row}


class AddedForm(NewSiteForm, PilesForm):
    """New piles, at a site the ledger has or at a new one; what is odd about them wants an
    explanation."""

    station = PickField(
        label="新站点是公共充电站", invalid="请选“是”“不是”，或空着", required=False
    )
    explanation = forms.CharField(
        label="情况说明", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    stopped = forms.BooleanField(label="现已停用", required=False, widget=forms.HiddenInput)
    construction = forms.CharField(label="在建项目", required=False, widget=forms.HiddenInput)

    field_order = [
        "site",
        "site_name",
        "site_kind",
        "village",
        "at_seat",
        "station",
        "public",
        "dc",
        "ac",
        "connectors",
        "power",
        "on",
        "credited_to",
        "explanation",
    ]

    lately = ("station",)

    def __init__(self, scope: Scope, data: Mapping[str, str] | None = None) -> None:
        super().__init__(scope, data)
        self.offer("station", DECLARED)
        number = (data or {}).get("construction")
        if number and (project := scope.projects.get(number)):
            said = f"在建的是{project.piles}台，先投运一部分的照实填，其余的仍在建"
            self.fields["dc"].help_text = self.fields["ac"].help_text = said

    def site_kinds(self) -> list[str]:
        """The kinds that carry piles of their own."""
        return [code for code in self.scope.offered if not self.scope.kinds[code].pilot]

    def clean_construction(self) -> str:
        """The project that goes into service with these piles; none, of piles that were none."""
        number: str = self.cleaned_data["construction"]
        if number and number not in self.scope.projects:
            raise forms.ValidationError("这个在建项目已经投运或不再建，请删去这一条，另作新增")
        return number

    def clean(self) -> dict[str, Any]:
        """Each oddity (核实) wants an explanation; `doubts` keeps them."""
        cleaned = super().clean()
        self.doubts = (
            [] if self.errors else checks.doubts(super().values(), background(self.scope, cleaned))
        )
        if not self.errors and not cleaned["construction"]:
            self.doubts += being_built(self.scope, cleaned)
        if not self.errors:
            self.doubts += ordered_out(self.scope, cleaned)
        if not self.errors:
            self.doubts += self.to_be_admitted(cleaned["on"])
        if not cleaned.get("explanation"):
            for sentence in self.doubts:
                self.add_error("explanation", f"{sentence}。情况属实的，请在这里写明")
        return cleaned

    def values(self) -> dict[str, Any]:
        """As of all piles, with the oddities in words, and whether a new site is a station: true,
        false, or None where nobody says; `stopped` is there where a list says that they are out of
        use, `construction` where they were being built."""
        values = super().values()
        if values.pop("stopped"):
            values["stopped"] = True
        if number := values.pop("construction"):
            values["construction"] = int(number)
        station = {"1": True, "0": False}.get(values["station"]) if not values["site"] else None
        return {**values, "station": station, "doubts": self.doubts}


class OpeningForm(AddedForm):
    """Piles that were there when the ledger was opened: they itemise its baseline."""

    may_be_admitted = False

    def clean_on(self) -> date:
        """A day up to the opening of the ledger."""
        day = self.cleaned_data["on"]
        if day > self.scope.opened_on:
            raise forms.ValidationError(
                f"投运日期在建账日{self.scope.opened_on}之后，不是期初已有的桩，请作新增"
            )
        return day

    is_backdated = False


class LessForm(PilesForm):
    """Piles that go from a stock: there must be that many on the day and on every later one."""

    verb = "拆除"

    def nature(self, cleaned: dict) -> dict[str, str]:
        """The measures of the stock that it takes from, by name of field."""
        return NATURES[cleaned.get("public", "0")]

    def clean(self) -> dict[str, Any]:
        """Not more than stands there from the day on."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        for name, measure in self.nature(cleaned).items():
            there = self.there(cleaned, measure)
            if cleaned[name] > there:
                code = MEASURES[measure]
                self.add_error(
                    name,
                    f"这个站点{cleaned['on']}{self.standing}只有{code.name}"
                    f"{code.in_units(there)}{code.unit}，"
                    f"不能{self.verb}{code.in_units(cleaned[name])}{code.unit}"
                    f"{self.elsewhere(cleaned, name, measure)}",
                )
        return cleaned

    @property
    def standing(self) -> str:
        """What of the stock it takes from, in words after a day."""
        return "起"

    def there(self, cleaned: dict, measure: str) -> int:
        """How much of it there is to take, in the measure's smallest unit."""
        return self.scope.least_stock(cleaned["site"], measure, cleaned["on"])

    def elsewhere(self, cleaned: dict, name: str, measure: str) -> str:
        """Where else as much is to be had, in words; empty where nowhere."""
        return ""


class RemovedForm(LessForm):
    """Piles taken down for good: of those in use, or of those that were out of use already."""

    on = DayField(label="拆除日期")
    out_of_use = forms.BooleanField(label="拆的是停用着的", required=False)
    lately = ("out_of_use",)

    @property
    def standing(self) -> str:
        """Of those in use from the day on, or of those out of use on it."""
        return "停用着的" if self.cleaned_data.get("out_of_use") else super().standing

    def there(self, cleaned: dict, measure: str) -> int:
        """What is out of use has not come back since."""
        if not cleaned.get("out_of_use"):
            return super().there(cleaned, measure)
        return self.scope.taken_out(cleaned["site"], measure, cleaned["on"])

    def elsewhere(self, cleaned: dict, name: str, measure: str) -> str:
        """That as many are out of use, where that is what was meant."""
        gone = self.scope.taken_out(cleaned["site"], measure, cleaned["on"])
        if cleaned.get("out_of_use") or name not in ("dc", "ac") or gone < cleaned[name]:
            return ""
        return f"；停用着的有{gone}台，拆的是它们请在“{self.fields['out_of_use'].label}”打勾"

    def values(self) -> dict[str, Any]:
        """As of all piles; lines of old do not say that it is for good. `out_of_use` is there where
        it was of what was out of use."""
        values = super().values()
        if not values.pop("out_of_use"):
            return {**values, "for_good": True}
        return {**values, "for_good": True, "out_of_use": True}


class StoppedForm(LessForm):
    """Piles out of use that may serve again."""

    on = DayField(label="停用日期")
    credited_to = None
    verb = "停用"


class OpenedForm(LessForm):
    """Dedicated piles opened to all."""

    on = DayField(label="对外开放日期")
    public = None
    verb = "对外开放"


class ReopenedForm(PilesForm):
    """Piles that were taken out of use and serve again: a stock, but nothing new under the plan."""

    on = DayField(label="恢复日期")
    credited_to = None

    def clean(self) -> dict[str, Any]:
        """Not more than was out of use on the day, and has not come back since."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        piles = {"dc", "ac"}
        for name, code in NATURES[cleaned["public"]].items():
            gone = self.scope.taken_out(cleaned["site"], code, cleaned["on"])
            if cleaned[name] > gone and (name in piles or not self.errors.keys() & piles):
                measure = MEASURES[code]
                there = f"{measure.name}只有{measure.in_units(gone)}{measure.unit}"
                rest = "多出的请报新增" if name in piles else "换过的请另报设备改造"
                self.add_error(name, f"这个站点{cleaned['on']}停用着的{there}，{rest}")
        return cleaned


class ChangedForm(PilesForm):
    """A site's piles of one nature after a refit; their number stays, what they are changes."""

    on = DayField(label="改造日期")
    credited_to = None

    def __init__(self, scope: Scope, data: Mapping[str, str] | None = None) -> None:
        super().__init__(scope, data)
        for name, label in {
            "dc": "改造后直流桩",
            "ac": "改造后交流桩",
            "connectors": "改造后充电枪",
            "power": "改造后总功率",
        }.items():
            self.fields[name].label = label

    def clean(self) -> dict[str, Any]:
        """The same number of piles, and something else about them."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        measures = NATURES[cleaned["public"]]
        there = {
            name: self.scope.stock_on(cleaned["site"], code, cleaned["on"])
            for name, code in measures.items()
        }
        if cleaned["dc"] + cleaned["ac"] != there["dc"] + there["ac"]:
            self.add_error(
                "dc",
                (
                    f"改造前后台数要一样（现有{there['dc'] + there['ac']}台）；"
                    f"增加的请报新增，减少的请报拆除"
                ),
            )
        elif all(cleaned[name] == number for name, number in there.items()):
            self.add_error("dc", "和现有的完全一样，没有改造就不用加这一条")
        return cleaned


def being_built(scope: Scope, cleaned: dict) -> list[str]:
    """Why new piles may be those of a project that nobody has put in service."""
    if not (project := told_already(scope, cleaned)):
        return []
    return [
        f"{project.construction.unit}在这里报过在建项目“{project.construction}”；"
        "如是它投运了，请不要另填，在“在建项目”里按“投运”"
    ]


def ordered_out(scope: Scope, cleaned: dict) -> list[str]:
    """Why piles that come late may be out of use: the whole site was, on their day or after it."""
    site = cleaned["site"]
    day = scope.ordered_out.get(int(site)) if site.isdecimal() else None
    if day is None or cleaned["on"] > day:
        return []
    return [f"这个站点{day}被责令停用；这些桩那天也停用了的，请另报停用"]


def background(scope: Scope, cleaned: dict) -> checks.Background:
    """What the ledger knows that a line of new piles is compared with."""
    row = cleaned["credited_to"], cleaned["on"].year
    in_village, in_township = scope.names_at(cleaned.get("village", ""))
    before = (
        cleaned["on"] <= scope.opened_on
    )  # what was there from the start has no month and no quota
    return checks.Background(
        starts_on=cleaned["on"] if before else scope.period.starts_on,
        last_month=None if before else scope.last_month,
        quota=None if before else scope.quotas.get(row),
        so_far=scope.so_far.get(row, 0),
        sites_in_village=in_village,
        sites_in_township=in_township,
    )
