"""What is typed into the pages: forms."""

from typing import Any

from django import forms

from ledger.models import Point
from ledger.periods.now import Calendar
from reports.documents.kinds import CORRECTION, KINDS, ROAD
from reports.figures.reading import read
from reports.figures.roads import milestones
from reports.models import SupervisionNotice
from shanyin_charging import clock
from targets.models import Unit
from targets.months import Month
from targets.plan import queries


class DraftForm(forms.Form):
    """What is to be drafted: a kind, a month, and what a special one is about."""

    kind = forms.ChoiceField(label="种类")
    month = forms.ChoiceField(label="月份")
    unit = forms.ModelChoiceField(
        label="单位（单位专项用）",
        queryset=Unit.objects.none(),
        to_field_name="code",
        required=False,
        empty_label="—",
    )
    task = forms.ChoiceField(label="任务（任务专项用）", required=False)
    road = forms.ChoiceField(label="公路（公路专项用）", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = self.fields["unit"]
        assert isinstance(units, forms.ModelChoiceField)  # as declared above
        units.queryset = Unit.objects.served()
        calendar = Calendar()
        reading = read(calendar.shown_month())
        tasks = reading.plan.clauses.filter(task__isnull=False).values_list("task", "title")
        self.fields["month"].initial = str(reading.month)
        self.offer("month", [(str(m), m.label) for m in calendar.so_far() or [reading.month]])
        of_tasks = [(str(number), f"{number} {title}") for number, title in tasks]
        self.offer("task", [("", "—"), *of_tasks])
        roads = [road for road, *_ in milestones(reading)]
        self.offer("road", [("", "—"), *((road, road) for road in roads)])
        kinds = [k for k in KINDS.values() if k is not CORRECTION and (roads or k is not ROAD)]
        self.offer("kind", [(kind.code, kind.label) for kind in kinds])
        if not roads:
            del self.fields["road"]

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """What one of the fields may be."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # as declared above
        field.choices = choices

    def subject(self) -> str:
        """What a special bulletin is about: a unit's code, a task's number, a road; else empty."""
        kind, chosen = KINDS[self.cleaned_data["kind"]], self.cleaned_data
        about = chosen.get(kind.subject) if kind.subject else ""
        return about.code if isinstance(about, Unit) else about or ""


class NoticeForm(forms.ModelForm):
    """What a notice of supervision says."""

    class Meta:
        model = SupervisionNotice
        fields = ("level", "lead", "supports", "matter", "requirements", "source", "due_on")
        widgets = {
            "requirements": forms.Textarea({"rows": 4}),
            "supports": forms.CheckboxSelectMultiple(),
            "due_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        }
        error_messages = {name: {"required": "请填写"} for name in fields}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = clock.today()
        for name in ("lead", "supports"):  # only who reports can sign for a notice and answer it
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # so is the field of a relation
            field.queryset = Unit.objects.members(queries.plan_for(Month.of(today)), today)


class PointsForm(forms.Form):
    """Lines of a village with its longitude and latitude, all from one map service."""

    datum = forms.ChoiceField(label="坐标从哪里来", choices=Point.DATUMS)
    block = forms.CharField(
        label="村和位置",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "请填写，一行一个村"},
        help_text="一行一个：村名或区划代码，空一格，经度,纬度。如：北周庄村 112.822840,39.598040",
    )
