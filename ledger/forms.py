"""One form for each kind of line: what may be typed, and what it is read as."""
from django import forms

from shanyin_charging import clock
from targets.models import Area, AreaKind, Unit

from .fields import CountField, DayField, TenthsField
from .models import Cause, Entry, LineKind, Site, SiteKind

UNCREDITED = "none"
NEW_SITE = "new"


class LineForm(forms.Form):
    """What all kinds share: the submission they stand in, and the day on which it happened."""

    on = DayField(label="投运日期")

    def __init__(self, submission, data=None):
        super().__init__(data=data)
        self.submission = submission
        self.use_required_attribute = False
        for name, field in self.fields.items():
            field.widget.attrs["aria-describedby"] = f"hint_{name}"

    def clean_on(self):
        day, period = self.cleaned_data["on"], self.submission.period
        label = self.fields["on"].label
        if day > clock.today():
            raise forms.ValidationError(f"{label}不能晚于今天（{clock.today()}）；还没有投运的请等投运后再报")
        if day > period.ends_on:
            raise forms.ValidationError(f"{label}在本期之后（本期到{period.ends_on}为止），请在下一期填报")
        if day <= period.county.ledger.opened_on:
            raise forms.ValidationError(f"{label}早于或等于建账日{period.county.ledger.opened_on}，已含在基数里，不用再报")
        return day

    def values(self) -> dict:
        """The valid form as plain JSON: integers of the smallest unit, codes, dates in ISO form."""
        cleaned = dict(self.cleaned_data)
        return {**cleaned, "on": cleaned["on"].isoformat()}

    @property
    def is_backdated(self) -> bool:
        """Whether it happened before this period: a late entry (补录)."""
        return self.is_valid() and self.cleaned_data["on"] < self.submission.period.starts_on


class PilesForm(LineForm):
    """Piles that came to, or went from, a site that the ledger already has."""

    site = forms.ChoiceField(label="站点", error_messages={
        "required": "请选择站点", "invalid_choice": "这个站点不在您单位可以填报的范围内，请重新选择"})
    public = forms.TypedChoiceField(label="桩的性质", choices=[("1", "公共（对社会开放）"), ("0", "专用（单位内部）")],
                                    coerce=lambda value: value == "1", initial="1",
                                    error_messages={"required": "请选择公共还是专用"})
    dc = CountField(label="直流桩（快充）", unit="台", most=500)
    ac = CountField(label="交流桩（慢充）", unit="台", most=500)
    connectors = CountField(label="充电枪", unit="个", most=2000)
    power = TenthsField(label="总功率", unit="千瓦", most=100_000)
    credited_to = forms.ChoiceField(label="计入附件2哪一行", error_messages={
        "required": "请选择计入哪一行", "invalid_choice": "只能计入本单位或本单位代报的行"})

    field_order = ["site", "public", "dc", "ac", "connectors", "power", "on", "credited_to"]

    def __init__(self, submission, data=None):
        super().__init__(submission, data)
        self.fields["site"].choices = [(site.pk, f"{site.area.full_name} {site.name}") for site in sites_of(submission)]
        self.fields["credited_to"].choices = rows_of(submission.unit)
        self.fields["credited_to"].initial = self.fields["credited_to"].choices[0][0]

    def clean(self):
        cleaned = super().clean()
        if {"dc", "ac", "connectors"} <= cleaned.keys():
            piles = cleaned["dc"] + cleaned["ac"]
            if piles == 0:
                self.add_error("dc", "直流桩和交流桩至少填一项，都没有就不用加这一条")
            elif cleaned["connectors"] < piles:
                self.add_error("connectors", f"充电枪不能少于桩数：{piles}台桩至少{piles}个枪")
        return cleaned

    def values(self):
        values = super().values()
        return {**values, "site": int(values["site"]) if values["site"] else None,
                "credited_to": "" if values["credited_to"] == UNCREDITED else values["credited_to"]}


class AddedForm(PilesForm):
    """New piles, at a site the ledger has or at a new one."""

    site_name = forms.CharField(label="新站点名称", max_length=60, required=False)
    site_kind = forms.ChoiceField(label="新站点类别", choices=[("", "请选择"), *SiteKind.choices], required=False)
    village = forms.CharField(label="新站点所在村（社区）", required=False, widget=forms.Select)
    at_seat = forms.BooleanField(label="在乡（镇）所在地", required=False)

    field_order = ["site", "site_name", "site_kind", "village", "at_seat", "public", "dc", "ac", "connectors", "power",
                   "on", "credited_to"]

    def __init__(self, submission, data=None):
        super().__init__(submission, data)
        self.fields["site"].choices = [(NEW_SITE, "新站点（在下面填写）"), *self.fields["site"].choices]
        self.fields["village"].widget.choices = [("", "请选择"), *villages_of(submission)]

    def clean_village(self):
        code = self.cleaned_data["village"].strip()
        if not code or self.cleaned_data.get("site") != NEW_SITE:
            return ""
        area = Area.objects.filter(code=code, kind=AreaKind.VILLAGE).select_related("parent").first()
        if area is None:
            raise forms.ValidationError(f"没有代码为“{code}”的行政村（社区），请从列表中选择")
        home = self.submission.unit.area
        if home and not area.code.startswith(home.code):
            raise forms.ValidationError(f"{area.full_name}不在{home}，请选择{home}的行政村（社区）")
        return code

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("site") == NEW_SITE:
            for name, sentence in (("site_name", "新站点要有名称，如“文化广场充电站”"), ("site_kind", "请选择新站点的类别"),
                                   ("village", "请选择新站点所在的行政村（社区）")):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return cleaned

    def values(self):
        if self.cleaned_data["site"] != NEW_SITE:
            return super().values()
        self.cleaned_data["site"] = ""
        return super().values()


class RemovedForm(PilesForm):
    on = DayField(label="拆除日期")


class OpenedForm(PilesForm):
    on = DayField(label="对外开放日期")
    public = None


class VehiclesForm(LineForm):
    """Vehicles in use on a day, as registered."""

    on = DayField(label="数据截止日期")
    bev = CountField(label="纯电动汽车", unit="辆", most=1_000_000)
    phev = CountField(label="插电式混合动力汽车", unit="辆", most=1_000_000)

    field_order = ["bev", "phev", "on"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("bev") == 0 and cleaned.get("phev") == 0:
            self.add_error("bev", "两项都是0，请填截至当日的保有量；没有新数据就不用加这一条")
        return cleaned


class CorrectedForm(forms.Form):
    """Another value for one entry of the ledger."""

    entry = CountField(label="台账号", unit="号")
    value = CountField(label="应为", unit="台")
    reason = forms.CharField(label="更正原因", max_length=200, error_messages={"required": "请写明更正的原因"})

    def __init__(self, submission, data=None):
        super().__init__(data=data)
        self.submission = submission

    def clean_entry(self):
        number = self.cleaned_data["entry"]
        old = Entry.objects.filter(county=self.submission.period.county, number=number).counting().first()
        if old is None or old.line is None or old.line.version.submission.unit_id != self.submission.unit_id:
            raise forms.ValidationError(f"第{number}号不是本单位可以更正的台账记录")
        if old.cause == Cause.REMOVED:
            raise forms.ValidationError("拆除记录不能改数，请先联系专班办公室")
        return number

    def values(self):
        return dict(self.cleaned_data)

    is_backdated = False


class GrantForm(forms.Form):
    """Why a unit may still write a locked period, and until when."""

    reason = forms.CharField(label="准予补报的原因", max_length=200, error_messages={"required": "请写明准予补报的原因"})
    expires_on = DayField(label="有效期至")

    def clean_expires_on(self):
        if self.cleaned_data["expires_on"] < clock.today():
            raise forms.ValidationError("有效期要在今天或以后")
        return self.cleaned_data["expires_on"]


FORMS = {
    LineKind.ADDED: AddedForm,
    LineKind.REMOVED: RemovedForm,
    LineKind.OPENED: OpenedForm,
    LineKind.VEHICLES: VehiclesForm,
    LineKind.CORRECTED: CorrectedForm,
}


def line_form(kind, submission, typed=None):
    """The form of a line's kind, filled with what was typed (empty when None)."""
    return FORMS[LineKind(kind)](submission, typed)


def typed_fields(kind, data) -> dict:
    """What was typed into the fields of this kind of line, as text."""
    return {name: data[name] for name in FORMS[LineKind(kind)].base_fields if name in data}


def sites_of(submission):
    return Site.objects.reported_by(submission.unit).select_related("area__parent")


def rows_of(unit):
    """The rows of 附件2 that the unit's piles may count for: its own, those it reports for, or none."""
    rows = Unit.objects.filter(targets__isnull=False).distinct()
    own = [row for row in rows if row == unit or row.proposed_supervisor_id == unit.pk]
    return [*((row.code, f"{row.name}") for row in own), (UNCREDITED, "未归入附件2")]


def villages_of(submission):
    """The villages a unit may name: its own township's, or all, grouped by township."""
    areas = Area.objects.filter(kind=AreaKind.VILLAGE).select_related("parent")
    if submission.unit.area_id:
        areas = areas.filter(parent=submission.unit.area)
        return [(area.code, f"{area.name}（{area.code}）") for area in areas]
    groups = {}
    for area in areas:
        groups.setdefault(area.parent.name, []).append((area.code, f"{area.name}（{area.code}）"))
    return list(groups.items())
