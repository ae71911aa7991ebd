"""在建项目: what is being built and what became of it, as a list; and the page of one."""

from datetime import date

import django_filters
import django_tables2 as tables
from django.db.models import QuerySet, prefetch_related_objects
from django.forms import Field, HiddenInput
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ledger.entries import construction
from ledger.entries.construction import UnderWay
from ledger.lines.projects import days_over, power_of
from ledger.models import Construction, ConstructionWord, End, Entry, Site
from reports.coordination import raising
from shanyin_charging import clock, listing
from shanyin_charging.accounts.models import User
from shanyin_charging.accounts.requests import Request
from shanyin_charging.listing import (
    NAME,
    ListFilter,
    ListTable,
    NumberingColumn,
    ThingsFilter,
    ValuesFilter,
    WordsFilter,
    headed,
)
from targets.measures import MEASURES
from targets.months import Month
from targets.plan import queries


class ConstructionTable(ListTable):
    """Projects as they were told last: where, how many, how far, when, and what holds them up."""

    position = NumberingColumn()
    name = tables.Column("项目", accessor="construction__name", attrs=NAME)
    place = tables.Column(
        "所在村（社区）",
        accessor="construction__area__full_name",
        order_by="construction__area__code",
        attrs=headed("在"),
    )
    unit = tables.Column(
        "报送单位",
        accessor="construction__unit",
        order_by="construction__unit__position",
        attrs=headed("报送"),
    )
    credited_to = tables.Column(
        "计入任务表", default="—", order_by="credited_to__position", attrs=headed("计入")
    )
    nature = tables.Column("性质", accessor="public", attrs=headed("性质"))
    dc = tables.Column("直流（台）", attrs=headed("直流", "number"))
    ac = tables.Column("交流（台）", attrs=headed("交流", "number"))
    power = tables.Column("功率（千瓦）", default="—", attrs=headed("千瓦", "number"))
    stage = tables.Column("进度", attrs=headed("进度"))
    expected_on = tables.Column("预计投运", default="—", attrs=headed("预计投运", "nowrap"))
    over = tables.Column("已过（天）", empty_values=(), orderable=False, visible=False)
    obstacle = tables.Column(
        "卡点", empty_values=(), order_by="obstacle_kind", attrs=headed("卡点")
    )
    end = tables.Column("结果", empty_values=(), attrs=headed("结果"))
    on = tables.DateColumn(verbose_name="截至", format="Y-m-d", attrs=headed("截至", "nowrap"))

    class Meta:
        model = ConstructionWord
        attrs = {"class": "tight cards"}
        fields = ()
        empty_text = "没有符合条件的在建项目"

    total_under = "name"

    def render_name(self, record: ConstructionWord) -> SafeString:
        """The name, linked to its page."""
        address = reverse("construction", args=[record.construction_id])
        return format_html('<a href="{}">{}</a>', address, record.construction)

    def value_name(self, record: ConstructionWord) -> str:
        """The name, for a file."""
        return record.construction.name

    def render_nature(self, value: bool) -> str:
        """公共 or 专用."""
        return "公共" if value else "专用"

    def render_power(self, value: int) -> str:
        """In kilowatts."""
        return power_of(value)

    def value_power(self, value: int) -> float:
        """The same as a number."""
        return value / MEASURES["public_power"].scale

    def render_end(self, record: ConstructionWord) -> str:
        """Whether it goes on, and how it ended."""
        return record.get_end_display()

    def render_expected_on(self, record: ConstructionWord, value: date) -> str:
        """The day, and by how much it is past."""
        days = days_over(record, clock.today())
        return f"{value}（已过{days}天）" if days else str(value)

    def value_expected_on(self, value: date) -> str:
        """The day alone."""
        return str(value or "")

    def render_over(self, record: ConstructionWord) -> int | str:
        """By how many days the expected day is past; only in a file."""
        return days_over(record, clock.today()) or ""

    def render_obstacle(self, record: ConstructionWord) -> str:
        """Of which kind, and in words."""
        said = (record.get_obstacle_kind_display(), record.obstacle)
        return "：".join(filter(None, said)) or "—"

    def value_obstacle(self, record: ConstructionWord) -> str:
        """The same, empty where nothing holds it up."""
        return self.render_obstacle(record).removeprefix("—")


class ExpectedFilter(django_filters.ChoiceFilter):
    """By the month in which it is expected, or what should be in service by now."""

    @property
    def field(self) -> Field:
        """The months in which something is expected."""
        days = self.parent.queryset.order_by().values_list(self.field_name, flat=True)
        months = sorted({Month.of(day) for day in days if day})
        self.extra["choices"] = [
            ("past", "已过预计日期"),
            *((month.key, month.label) for month in months),
        ]
        return super().field

    def filter(self, queryset: QuerySet, value: str) -> QuerySet:
        """The rows of a month, or those whose day is past."""
        if not value:
            return queryset
        if value == "past":
            return queryset.filter(end=End.NONE, expected_on__lt=clock.today())
        month = Month.parse(value)
        span = (month.first_day, month.last_day)
        return queryset.filter(**{f"{self.field_name}__range": span})


class ConstructionFilter(ListFilter):
    """Those under way or those that have ended; by unit, row, stage, when they are expected, and
    what holds them up."""

    which = django_filters.ChoiceFilter(
        choices=[("open", "在建"), ("over", "已投运和不再建")],
        method="of_which",
        widget=HiddenInput,
    )
    unit = ThingsFilter("construction__unit", "报送单位")
    credited_to = ThingsFilter("credited_to", "计入任务表")
    stage = ValuesFilter("stage", "进度")
    expected = ExpectedFilter("expected_on", label="预计投运", empty_label="全部")
    obstacle_kind = ValuesFilter("obstacle_kind", "卡点")
    words = WordsFilter("名称或卡点里的字", "construction__name", "obstacle")

    class Meta:
        model = ConstructionWord
        fields = ()

    def of_which(self, rows: QuerySet, name: str, which: str) -> QuerySet:
        """What has ended, or what has not."""
        return rows.exclude(end=End.NONE) if which == "over" else rows.filter(end=End.NONE)


def constructions(request: Request) -> HttpResponse:
    """What is being built, what is expected first before the rest, and what has ended; a unit sees
    its own."""
    found = seen_by(request.user)
    asked = QueryDict(mutable=True)
    asked.update({"which": "open"} | request.GET.dict())
    which = "over" if asked["which"] == "over" else "open"
    newest = ConstructionWord.objects.filter(pk__in=[project.word.pk for project in found])
    rows = newest.filter(end=End.NONE) if which == "open" else newest.exclude(end=End.NONE)
    about = ("construction__area__parent", "construction__unit", "credited_to")
    chosen = ConstructionFilter(asked, rows.select_related(*about).order_by("expected_on", "pk"))
    table = ConstructionTable(chosen.qs, exclude=() if which == "over" else ("end",))
    piles = list(chosen.qs.values_list("dc", "ac"))
    table.total = {"dc": sum(dc for dc, _ in piles), "ac": sum(ac for _, ac in piles)}
    ended = sum(project.ended for project in found)
    context = {"which": which, "open": len(found) - ended, "over": ended}
    title = "已投运和不再建的项目" if which == "over" else "在建项目"
    return listing.answer(request, "reports/constructions.html", title, table, chosen, context)


def seen_by(user: User) -> list[UnderWay]:
    """The projects that a person may see, with all that was told of them."""
    mine = set(Construction.objects.visible_to(user).values_list("pk", flat=True))
    told = construction.projects(queries.served()) if mine else []
    return [project for project in told if project.construction.pk in mine]


def one(request: Request, pk: int) -> HttpResponse:
    """One project: how it is, and what was told of it before."""
    found = get_object_or_404(
        Construction.objects.visible_to(request.user).select_related("area__parent", "unit"), pk=pk
    )
    told = construction.of_units([found.unit])
    project = next((one for one in told if one.construction.pk == pk), None)
    site = site_of(project) if project else None
    context = {
        "found": found,
        "project": project,
        "power": power_of(project.word.power) if project else "",
        "days": days_over(project.word, clock.today()) if project else 0,
        "told": [*reversed(with_moves(project))] if project else [],
        "site": site if site and site.pk in Site.objects.open_to(request.user) else None,
        "kind": queries.kind_names(queries.plan_of_today()).get(found.site_kind, ""),
        "way": way_from(request.user, project) if project and not project.ended else None,
    }
    return render(request, "reports/construction.html", context)


def with_moves(project: UnderWay) -> list[tuple[ConstructionWord, date | None]]:
    """Each word, with the day that was expected before where it moved with that word."""
    found: list[tuple[ConstructionWord, date | None]] = []
    before = None
    prefetch_related_objects(project.words, "line__version")
    for word in project.words:
        found.append((word, before if before != word.expected_on else None))
        before = word.expected_on
    return found


def site_of(project: UnderWay) -> Site | None:
    """The site at which it is built, or where its piles went into service."""
    if project.site:
        return project.site
    lines = [word.line_id for word in project.words]
    posted = Entry.objects.filter(line__in=lines, county=project.construction.county)
    entry = posted.exclude(site=None).select_related("site").last()
    return entry.site if entry else None


def way_from(user: User, project: UnderWay) -> raising.Way | None:
    """The way to others' help; None for who has none."""
    return raising.of_project(user, project, raising.raised_by(user, project.construction.unit))
