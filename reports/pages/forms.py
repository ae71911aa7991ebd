"""What is typed into the pages: forms."""

from typing import Any

from django import forms

from ledger import notice_text
from ledger.holidays import Notice
from ledger.models import Obstacle, Point, Site
from ledger.periods.now import Calendar
from reports.coordination.course import LONGEST
from reports.documents.kinds import CORRECTION, KINDS, ROAD
from reports.figures.reading import read
from reports.figures.roads import milestones
from reports.models import Announcement, Level, SupervisionNotice
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from targets.models import Unit, UnitKind
from targets.months import Month
from targets.plan import queries

CHOOSE = "请选择"
EVERY = "every"  # all members, as a group that an announcement goes to


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


class ForUnits(forms.ModelForm):
    """Whose something is and who helps: only units that report can sign for it and answer it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = clock.today()
        for name in ("lead", "supports"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # so is the field of a relation
            field.queryset = Unit.objects.members(queries.plan_for(Month.of(today)), today)
            field.empty_label = CHOOSE
        for field in self.fields.values():
            field.error_messages["required"] = f"请填{field.label}"


class NoticeForm(ForUnits):
    """What a notice of supervision says."""

    class Meta:
        model = SupervisionNotice
        fields = ("level", "lead", "supports", "matter", "requirements", "source", "due_on")
        widgets = {
            "requirements": forms.Textarea({"rows": 4}),
            "supports": forms.CheckboxSelectMultiple(),
            "due_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_levels()

    def offer_levels(self) -> None:
        """The colours; what a meeting agreed has none, and nothing else is agreed."""
        if self.instance.is_agreed:
            del self.fields["level"]
            return
        field = self.fields["level"]
        assert isinstance(field, forms.ChoiceField)  # of a field with choices
        field.choices = [("", CHOOSE), *Level.choices[1:]]


class MatterForm(forms.Form):
    """What a unit cannot solve alone: whose it is, of which kind, in words, and where."""

    unit = forms.ChoiceField(label="提出单位")
    kind = forms.ChoiceField(
        label="类别",
        choices=[("", CHOOSE), *Obstacle.choices],
        error_messages={"required": "请选择是哪一类"},
    )
    text = forms.CharField(
        label="需要协调什么",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "请写明需要协调什么"},
        help_text="卡在哪里、要谁做什么、什么时候以前；写一件，几件分几次提",
    )
    about = forms.CharField(label="涉及的地方或项目（可不填）", max_length=120, required=False)
    site = forms.ModelChoiceField(
        queryset=Site.objects.none(), required=False, widget=forms.HiddenInput()
    )

    def __init__(self, user: User, units: list[Unit], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {unit.code: unit for unit in units}
        whose, site = self.fields["unit"], self.fields["site"]
        assert isinstance(whose, forms.ChoiceField)  # as declared above
        assert isinstance(site, forms.ModelChoiceField)
        whose.choices = [(unit.code, unit.name) for unit in units]
        if len(units) == 1:
            whose.widget, whose.initial = forms.HiddenInput(), units[0].code
        site.queryset = Site.objects.visible_to(user)

    def said(self) -> dict[str, Any]:
        """What is raised, of whom."""
        said = dict(self.cleaned_data)
        return {"raiser": self.units[said.pop("unit")], **said}


class HolidaysForm(forms.Form):
    """The notice of a year's holidays, pasted or typed; what cannot be meant is told."""

    text = forms.CharField(
        label="通知的正文，或者照样子写",
        max_length=5000,
        widget=forms.Textarea({"rows": 9}),
        help_text="每个节写放假几号到几号、哪天上班；可以把通知整段粘进来",
        error_messages={"required": "请粘贴通知的正文，或者写各节的放假日期"},
    )
    document_no = forms.CharField(
        label="通知的文号", max_length=60, required=False, help_text="正文里有的可以不填"
    )

    def __init__(self, year: int, data: Any = None) -> None:
        super().__init__(data)
        self.year, self.read = year, notice_text.Read()
        self.fields["text"].widget.attrs["placeholder"] = (
            "春节：2月5日至11日放假，共7天。2月14日上班。"
        )

    def clean(self) -> dict[str, Any]:
        """Read the days, and the number where only the text has it."""
        said = self.cleaned_data
        if "text" in said:
            self.read = notice_text.read(said["text"], self.year)
            for fault in self.read.faults:
                self.add_error("text", fault)
        said["document_no"] = said.get("document_no") or self.read.document_no
        if not said["document_no"]:
            self.add_error("document_no", "请填通知的文号，如国办发明电〔2026〕7号")
        return said

    def notice(self) -> Notice:
        """What was read."""
        return self.read.notice(self.year)


class AnnouncementForm(forms.Form):
    """What the office says to which units, with a file."""

    title = forms.CharField(label="标题", max_length=100, error_messages={"required": "请填标题"})
    text = forms.CharField(
        label="正文",
        max_length=5000,
        widget=forms.Textarea({"rows": 8}),
        error_messages={"required": "请填正文"},
    )
    groups = forms.MultipleChoiceField(
        label="发给", required=False, widget=forms.CheckboxSelectMultiple()
    )
    units = forms.ModelMultipleChoiceField(
        label="或者逐家选",
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(),
    )
    file = forms.FileField(
        label="附件（可不附）",
        required=False,
        widget=forms.FileInput(
            {"accept": ".pdf, .ofd, .jpg, .jpeg, .png, .heic, .webp, .xlsx, .docx"}
        ),
        help_text="一个文件，pdf、jpg、png、xlsx、docx，不超过10兆",
    )
    without_file = forms.BooleanField(label="不要原来的附件", required=False)

    def __init__(self, *args: Any, announcement: Announcement | None = None, **kwargs: Any) -> None:
        if announcement:
            kwargs["initial"] = {
                "title": announcement.title,
                "text": announcement.text,
                "units": announcement.units.all(),
            }
        super().__init__(*args, **kwargs)
        units, groups = self.fields["units"], self.fields["groups"]
        assert isinstance(units, forms.ModelMultipleChoiceField)  # as declared above
        assert isinstance(groups, forms.MultipleChoiceField)
        today = clock.today()
        self.members = Unit.objects.members(queries.plan_for(Month.of(today)), today)
        units.queryset = self.members
        there = set(self.members.order_by().values_list("kind", flat=True))
        kinds = [(kind.value, str(kind.label)) for kind in UnitKind if kind in there]
        groups.choices = [(EVERY, "全部成员单位"), *kinds]
        if not announcement or not announcement.file:
            del self.fields["without_file"]

    def clean(self) -> dict[str, Any]:
        """To somebody."""
        cleaned = super().clean() or {}
        chosen = set(cleaned.get("groups", []))
        units = set(cleaned.get("units", []))
        units |= {unit for unit in self.members if EVERY in chosen or unit.kind in chosen}
        if not units:
            self.add_error("groups", "请选择发给哪些单位")
        return {**cleaned, "units": units}

    def said(self) -> dict[str, Any]:
        """What is kept."""
        cleaned = self.cleaned_data
        said = {name: cleaned[name] for name in ("title", "text", "units")}
        without = cleaned.get("without_file", False)
        return {**said, "upload": cleaned["file"], "without_file": without}


class PointsForm(forms.Form):
    """Lines of a village with its longitude and latitude, all from one map service."""

    datum = forms.ChoiceField(label="坐标从哪里来", choices=Point.DATUMS)
    block = forms.CharField(
        label="村和位置",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "请填写，一行一个村"},
        help_text="一行一个：村名或区划代码，空一格，经度,纬度。如：北周庄村 112.822840,39.598040；"
        "也可以下载村名表，填好经度、纬度，把各行复制过来",
    )
