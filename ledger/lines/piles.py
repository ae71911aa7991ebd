"""Piles that came, went, or were opened to all."""
from django import forms
from django.db.models import Sum

from targets.models import Target, Unit

from .. import checks
from ..fields import CountField, DayField, MeasuredField
from ..models import Cause, Entry, Site, SiteKind
from ..posting import PUBLIC_PILES
from .base import NewSiteForm, SitedForm

UNCREDITED = "none"
TOWNSHIP_DIGITS = 9  # of a village's twelve-digit code


class PilesForm(SitedForm):
    """Piles at a site: how many of which kind, and whose row of 附件2 they count for."""

    public = forms.TypedChoiceField(label="桩的性质", choices=[("1", "公共（对社会开放）"), ("0", "专用（单位内部）")],
                                    coerce=lambda value: value == "1", initial="1",
                                    error_messages={"required": "请选择公共还是专用"})
    dc = CountField(label="直流桩（快充）", unit="台", most=500)
    ac = CountField(label="交流桩（慢充）", unit="台", most=500)
    connectors = CountField(label="充电枪", unit="个", most=2000)
    power = MeasuredField(label="总功率", unit="千瓦", most=100_000)
    credited_to = forms.ChoiceField(label="计入附件2哪一行", error_messages={
        "required": "请选择计入哪一行", "invalid_choice": "只能计入本单位或本单位代报的行"})

    field_order = ["site", "public", "dc", "ac", "connectors", "power", "on", "credited_to"]

    def __init__(self, submission, data=None):
        super().__init__(submission, data)
        self.fields["credited_to"].choices = rows_of(submission.unit)
        self.fields["credited_to"].initial = self.fields["credited_to"].choices[0][0]

    def sites(self):
        return super().sites().exclude(kind__startswith="pilot_")

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
        return {**values, "credited_to": "" if values["credited_to"] == UNCREDITED else values["credited_to"]}


class AddedForm(NewSiteForm, PilesForm):
    """New piles, at a site the ledger has or at a new one; what is odd about them wants an explanation."""

    explanation = forms.CharField(label="情况说明", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    field_order = ["site", "site_name", "site_kind", "village", "at_seat", "public", "dc", "ac", "connectors", "power",
                   "on", "credited_to", "explanation"]

    def site_kinds(self):
        return [kind for kind in SiteKind if not kind.startswith("pilot_")]

    def clean(self):
        cleaned = super().clean()
        self.doubts = [] if self.errors else checks.doubts(super().values(), background(self.submission, cleaned))
        if not cleaned.get("explanation"):
            for sentence in self.doubts:
                self.add_error("explanation", f"{sentence}。情况属实的，请在这里写明")
        return cleaned

    def values(self):
        return {**super().values(), "doubts": self.doubts}


class RemovedForm(PilesForm):
    on = DayField(label="拆除日期")


class OpenedForm(PilesForm):
    on = DayField(label="对外开放日期")
    public = None


def background(submission, cleaned) -> checks.Background:
    """What the ledger knows that a line of new piles is compared with."""
    period, row = submission.period, cleaned["credited_to"]
    year = cleaned["on"].year
    added = Entry.objects.filter(county=period.county, cause=Cause.ADDED, measure__in=PUBLIC_PILES).counting()
    before = period.__class__.objects.filter(county=period.county, ends_on__lt=period.starts_on).first()
    last = added.filter(line__version__submission__unit=submission.unit, line__version__submission__period=before)
    quota = Target.objects.filter(unit__code=row, year=year).values_list("value", flat=True).first()
    village = cleaned.get("village", "")
    names = dict(Site.objects.filter(area__code__startswith=village[:TOWNSHIP_DIGITS]).values_list("name", "area__code"))
    return checks.Background(
        starts_on=period.starts_on, last_month=last.aggregate(n=Sum("value"))["n"], quota=quota,
        so_far=added.filter(credited_to__code=row, on__year=year).aggregate(n=Sum("value"))["n"] or 0,
        sites_in_village=tuple(name for name, code in names.items() if village and code == village),
        sites_in_township=tuple(names) if village else ())


def rows_of(unit):
    """The rows of 附件2 that the unit's piles may count for: its own, those it reports for, or none."""
    rows = Unit.objects.filter(targets__isnull=False).distinct()
    own = [row for row in rows if row == unit or row.proposed_supervisor_id == unit.pk]
    return [*((row.code, f"{row.name}") for row in own), (UNCREDITED, "未归入附件2")]
