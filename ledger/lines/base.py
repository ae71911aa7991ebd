"""What several kinds of lines share: the submission, the day, the site and how a new one is
described."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Self

from django import forms

from ledger.lines.fields import Choices, DayField, PickField
from ledger.lines.scope import Scope
from shanyin_charging import clock

NEW_SITE = "new"


class ReadForm(forms.Form):
    """What the form of every kind answers: what a line is read as, and whether it came late."""

    lately: tuple[str, ...] = ()  # fields that sheets downloaded before they were asked for lack

    def __init__(self, scope: Scope, data: Mapping[str, str] | None = None) -> None:
        super().__init__(data=data)
        self.scope, self.submission = scope, scope.submission
        self.rows = False  # whether it goes over the rows of a list
        self.read: dict[tuple[str, str | None], Any] = {}  # what their fields were read as

    def over(self, data: Mapping[str, str]) -> Self:
        """The same form over other data: for lists of thousands of rows, in which all that is
        offered is made once."""
        self.data, self.is_bound, self._errors = data, True, None
        self.rows = True
        return self

    def _clean_fields(self) -> None:
        """As of every form; over rows no widget is asked for its text, and of what thousands of
        them say alike each field reads it once."""
        if not self.rows:
            super()._clean_fields()  # type: ignore[misc]  # the stubs leave it out
            return
        for name, field in self.fields.items():
            said = (name, self.data.get(name))
            try:
                if said not in self.read:
                    self.read[said] = field.clean(said[1])
                self.cleaned_data[name] = self.read[said]
                if clean := getattr(self, f"clean_{name}", None):
                    self.cleaned_data[name] = clean()
            except forms.ValidationError as error:
                self.add_error(name, error)

    def offer(self, name: str, choices: Choices) -> None:
        """Give one of its fields what may be picked there."""
        field = self.fields[name]
        assert isinstance(field, PickField), f"nothing is picked in {name}"
        field.offer(choices)

    def clean(self) -> dict[str, Any]:
        """What the fields have read, for the checks that need several of them."""
        super().clean()
        return self.cleaned_data

    def values(self) -> dict[str, Any]:
        """The valid form as plain JSON."""
        return dict(self.cleaned_data)

    @property
    def is_backdated(self) -> bool:
        """Whether it happened before this period: a late entry (补录)."""
        return False


class LineForm(ReadForm):
    """What most kinds share: the day on which it happened."""

    on = DayField(label="投运日期")
    # By the head of the office, after its year was closed: what happened on a day, and no number
    # as it stood on one.
    may_be_admitted = False
    in_baseline = True  # what was there when the ledger was opened is counted already

    def __init__(self, scope: Scope, data: Mapping[str, str] | None = None) -> None:
        super().__init__(scope, data)
        self.use_required_attribute = False
        for name, field in self.fields.items():
            if field.widget.is_hidden:
                continue
            field.widget.attrs["aria-describedby"] = f"id_{name}_helptext id_{name}_error"
            if field.required:
                field.widget.attrs["aria-required"] = "true"

    def clean_on(self) -> date:
        """The day, in the period or before it, after the opening and after what is closed."""
        day, period = self.cleaned_data["on"], self.submission.period
        label = self.fields["on"].label
        if day > clock.today():
            raise forms.ValidationError(
                f"{label}不能晚于今天（{clock.today()}）；还没有投运的请等投运后再报"
            )
        if day > period.ends_on:
            raise forms.ValidationError(
                f"{label}在本期之后（本期到{period.ends_on}为止），请在下一期填报"
            )
        if day <= self.scope.opened_on and self.in_baseline:
            raise forms.ValidationError(
                f"{label}早于或等于建账日{self.scope.opened_on}，已含在基数里，不用再报"
            )
        closed = self.scope.county.ledger.closed_through
        if closed and day <= closed and not self.may_be_admitted:
            raise forms.ValidationError(f"{closed.year}年已经结账，{closed}及以前的变动只能作更正")
        return day

    def values(self) -> dict[str, Any]:
        """The valid form as plain JSON: integers of the smallest unit, codes, dates in ISO form."""
        cleaned = super().values()
        odd = self.to_be_admitted(cleaned["on"])
        told = {"doubts": odd} if odd else {}
        return {**cleaned, "on": cleaned["on"].isoformat(), **told}

    def to_be_admitted(self, day: date) -> list[str]:
        """Whose word it takes for a day of a year that is closed; nothing for another."""
        closed = self.scope.county.ledger.closed_through
        if not self.may_be_admitted or not closed or day > closed:
            return []
        return [f"{closed.year}年已经结账，这一条要由专班办公室主任批准作结账后补登"]

    @property
    def is_backdated(self) -> bool:
        """Whether it happened before this period: a late entry (补录)."""
        return self.is_valid() and self.cleaned_data["on"] < self.submission.period.starts_on


class SitedForm(LineForm):
    """A line about a site that the ledger already has."""

    site = PickField(
        label="站点",
        invalid="这个站点不在您单位可以填报的范围内，请重新选择",
        error_messages={"required": "请选择站点"},
    )

    def __init__(self, scope: Scope, data: Mapping[str, str] | None = None) -> None:
        super().__init__(scope, data)
        self.offer("site", self.sites())

    def sites(self) -> Choices:
        """The sites that the line may be about."""
        return self.scope.pile_sites

    def values(self) -> dict[str, Any]:
        """As of every line, with the site's id; None for a new one."""
        values = super().values()
        return {**values, "site": None if values["site"] == NEW_SITE else int(values["site"])}


class NewSiteForm(SitedForm):
    """A line about a site that the ledger has or that this line brings in."""

    site_name = forms.CharField(label="新站点名称", max_length=60, required=False)
    site_kind = PickField(
        label="新站点类别", invalid="没有这种站点类别，请从列表中选择", required=False
    )
    village = forms.CharField(label="新站点所在村（社区）", required=False, widget=forms.Select)
    at_seat = forms.BooleanField(label="在乡（镇）所在地", required=False)
    new_site = "新站点（在下面填写）"

    def __init__(self, scope: Scope, data: Mapping[str, str] | None = None) -> None:
        super().__init__(scope, data)
        self.offer("site", self.sites().with_first(NEW_SITE, self.new_site))
        self.offer(
            "site_kind",
            Choices(
                [("", "请选择"), *((code, scope.kinds[code].name) for code in self.site_kinds())]
            ),
        )
        self.fields["village"].widget.choices = scope.village_choices.with_first("", "请选择")

    def site_kinds(self) -> list[str]:
        """The kinds that a new site may be of."""
        return self.scope.offered

    def clean_village(self) -> str:
        """The village's code, of the unit's own township where it has one; only for a new site."""
        code = self.cleaned_data["village"].strip()
        if not code or self.cleaned_data.get("site") != NEW_SITE:
            return ""
        area = self.scope.villages.get(code)
        if area is None:
            raise forms.ValidationError(f"没有代码为“{code}”的行政村（社区），请从列表中选择")
        home = self.submission.unit.area
        if home and not area.code.startswith(home.code):
            raise forms.ValidationError(f"{area.full_name}不在{home}，请选择{home}的行政村（社区）")
        return code

    def clean(self) -> dict[str, Any]:
        """A new site is described whole; what describes one is dropped where the site is known."""
        cleaned = super().clean()
        if cleaned.get("site") == NEW_SITE:
            for name, sentence in (
                ("site_name", "新站点要有名称，如“文化广场充电站”"),
                ("site_kind", "请选择新站点的类别"),
                ("village", "请选择新站点所在的行政村（社区）"),
            ):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        elif cleaned.get("site"):  # what describes a new site says nothing about one that is there
            cleaned.update(site_name="", site_kind="", at_seat=False)
        return cleaned
