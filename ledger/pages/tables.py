"""Lists of the ledger: its entries, lists of piles that came in, more time that was given."""

from datetime import datetime

import django_filters
import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django_tables2 import A

from ledger.models import Cause, Entry, Submission
from shanyin_charging import dates
from shanyin_charging.accounts.requests import Request
from shanyin_charging.audit.models import Event
from shanyin_charging.audit.words import WORDS
from shanyin_charging.listing import (
    NAME,
    NUMBER,
    UNBROKEN,
    DaysFilter,
    ListFilter,
    ListTable,
    NumberingColumn,
    ThingsFilter,
    ValuesFilter,
    WordsFilter,
    headed,
)
from targets.measures import MEASURES
from targets.models import Area, Plan, Unit
from targets.plan import queries


class EntryTable(ListTable):
    """Entries with their place, quantity and source."""

    number = tables.Column("号", attrs=headed("号"))
    on = tables.DateColumn(verbose_name="发生日期", format="Y-m-d", attrs=UNBROKEN)
    place = tables.Column("地点", accessor="area__full_name", order_by="area__code", attrs=NAME)
    site = tables.Column("站点", default="—")
    measure = tables.Column("计量", accessor="get_measure_display", order_by="measure")
    cause = tables.Column("变动", accessor="cause_word", order_by="cause")
    value = tables.Column("数量", attrs=NUMBER)
    unit = tables.Column("单位", empty_values=(), orderable=False)
    credited_to = tables.Column(
        "计入任务表", default="—", order_by="credited_to__position", attrs=headed("计入")
    )
    source = tables.Column("来源", empty_values=(), orderable=False)
    approved_by = tables.Column("审核人", attrs=headed("审核"))

    class Meta:
        model = Entry
        attrs = {"class": "tight cards"}
        fields = ()
        order_by = "-number"
        empty_text = "没有符合条件的台账记录"

    def add_up(self, code: str, total: int) -> None:
        """Show a sum below, where the rows are of one measure."""
        self.total = {"value": as_number(code, total), "unit": MEASURES[code].unit}

    def render_value(self, record: Entry) -> str:
        """The exact value in the measure's unit."""
        return MEASURES[record.measure].in_units(record.value)

    def value_value(self, record: Entry) -> int | float:
        """The value as a number, for a file."""
        return as_number(record.measure, record.value)

    def render_unit(self, record: Entry) -> str:
        """The measure's unit."""
        return MEASURES[record.measure].unit

    def value_site(self, record: Entry) -> str:
        """The site's name, empty without one."""
        return str(record.site or "")

    def value_credited_to(self, record: Entry) -> str:
        """The row's name, empty without one."""
        return str(record.credited_to or "")

    def render_source(self, record: Entry) -> str:
        """The return that the entry was posted from, as a link."""
        if record.line is None:
            return record.note
        submission = record.line.version.submission
        return format_html(
            '<a href="{}">{}</a>', reverse("submission", args=[submission.pk]), submission
        )

    def value_source(self, record: Entry) -> str:
        """The return, or why the entry has none."""
        return record.note if record.line is None else str(record.line.version.submission)


def as_number(code: str, value: int) -> int | float:
    """A value in the measure's unit."""
    scale = MEASURES[code].scale
    return value if scale == 1 else value / scale


def rows_of_the_plans(request: Request) -> QuerySet[Unit]:
    """The rows that entries are credited to, of every plan of the county."""
    return Unit.objects.rows_of(*Plan.objects.of(queries.served()))


class EntryFilter(ListFilter):
    """By township, row of the quotas, measure, cause and day."""

    township = django_filters.ModelChoiceFilter(
        queryset=queries.townships,
        method="in_township",
        label="乡（镇）",
        empty_label="全部",
    )
    credited_to = django_filters.ModelChoiceFilter(
        queryset=rows_of_the_plans,
        label="计入任务表",
        empty_label="全部",
    )
    measure = django_filters.ChoiceFilter(
        choices=[(m.code, m.name) for m in MEASURES.values()], label="计量", empty_label="全部"
    )
    cause = django_filters.ChoiceFilter(choices=Cause.choices, label="变动", empty_label="全部")
    on = DaysFilter("on", "发生日期")

    class Meta:
        model = Entry
        fields = ()

    def in_township(self, queryset: QuerySet, name: str, area: Area) -> QuerySet:
        """What stands in a township."""
        return queryset.filter(area__code__startswith=area.code)


class ListingTable(ListTable):
    """Lists of piles that came in (清单补录), one row a unit and period of each."""

    position = NumberingColumn()
    unit = tables.Column(
        "单位", order_by="unit__position", linkify=("submission", {"pk": A("pk")}), attrs=NAME
    )
    period = tables.Column("归入", order_by="period__starts_on", attrs=UNBROKEN)
    state = tables.TemplateColumn(template_name="ledger/_state.html", verbose_name="状态")
    first_at = tables.DateTimeColumn(
        verbose_name="上报时间", format="Y-m-d H:i", default="—", attrs=headed("上报", "nowrap")
    )

    class Meta:
        model = Submission
        fields = ()
        attrs = {"class": "tight cards"}
        empty_text = "还没有补录过清单"

    def value_state(self, record: Submission) -> str:
        """The word alone."""
        return str(record.get_state_display())


class ListingFilter(ListFilter):
    """By unit and state."""

    unit = ThingsFilter("unit", "单位")
    state = ValuesFilter("state", "状态")

    class Meta:
        model = Submission
        fields = ()


class MoreTimeTable(ListTable):
    """More time that was given: to one unit, or to all."""

    position = NumberingColumn()
    at = tables.DateTimeColumn(verbose_name="时间", format="Y-m-d H:i", attrs=UNBROKEN)
    verb = tables.Column("办理", accessor="verb_name", order_by="verb", attrs=UNBROKEN)
    object_name = tables.Column("单位和期别", attrs=NAME)
    until = tables.Column("到", empty_values=(), orderable=False, attrs=headed("到", "nowrap"))
    reason = tables.Column("原因", empty_values=(), orderable=False)
    actor = tables.Column("经办人", attrs=UNBROKEN)

    class Meta:
        model = Event
        fields = ()
        attrs = {"class": "tight cards"}
        empty_text = "没有准予过补报，也没有延长过期限"

    def render_until(self, record: Event) -> str:
        """Until when; a return that counts as on time now has no such moment."""
        after = record.after or {}
        until = after.get("expires_at") or after.get("due_at")
        return dates.until(datetime.fromisoformat(until)) if until else "—"

    def render_reason(self, record: Event) -> str:
        """Why."""
        return record.detail.get("reason", "")


class MoreTimeFilter(ListFilter):
    """By what was given, for whom, by whom, when."""

    verb = ValuesFilter("verb", "办理", WORDS)
    words = WordsFilter("单位或期别", "object_name")
    at = DaysFilter("at", "日期")

    class Meta:
        model = Event
        fields = ()
