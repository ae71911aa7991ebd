"""The ledger as a list."""

import django_filters
import django_tables2 as tables
from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html

from ledger.models import Cause, Entry
from targets.measures import MEASURES
from targets.models import Area, AreaKind, Unit


class EntryTable(tables.Table):
    """Entries with their place, quantity and source."""

    number = tables.Column("号")
    on = tables.DateColumn(
        verbose_name="发生日期", format="Y-m-d", attrs={"td": {"class": "nowrap"}}
    )
    place = tables.Column("地点", accessor="area__full_name", order_by="area__code")
    site = tables.Column("站点", default="—")
    measure = tables.Column("计量", accessor="get_measure_display", order_by="measure")
    cause = tables.Column("变动", accessor="cause_word", order_by="cause")
    value = tables.Column("数量", attrs={"td": {"class": "number"}, "th": {"class": "number"}})
    unit = tables.Column("单位", empty_values=(), orderable=False)
    credited_to = tables.Column("计入附件2", default="—", order_by="credited_to__position")
    source = tables.Column("来源", empty_values=(), orderable=False)
    approved_by = tables.Column("审核人")

    class Meta:
        model = Entry
        fields = ()
        order_by = "-number"
        empty_text = "没有符合条件的台账记录"

    def render_value(self, record: Entry) -> str:
        """The exact value in the measure's unit."""
        return MEASURES[record.measure].in_units(record.value)

    def value_value(self, record: Entry) -> int | float:
        """The value as a number, for a file."""
        measure = MEASURES[record.measure]
        return record.value if measure.scale == 1 else record.value / measure.scale

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


class EntryFilter(django_filters.FilterSet):
    """By township, row of 附件2, measure, cause and day."""

    township = django_filters.ModelChoiceFilter(
        queryset=Area.objects.filter(kind=AreaKind.TOWNSHIP, code__startswith=settings.COUNTY),
        method="in_township",
        label="乡（镇）",
        empty_label="全部",
    )
    credited_to = django_filters.ModelChoiceFilter(
        queryset=Unit.objects.filter(targets__isnull=False).distinct(),
        label="计入附件2",
        empty_label="全部",
    )
    measure = django_filters.ChoiceFilter(
        choices=[(m.code, m.name) for m in MEASURES.values()], label="计量", empty_label="全部"
    )
    cause = django_filters.ChoiceFilter(choices=Cause.choices, label="变动", empty_label="全部")
    on = django_filters.DateFromToRangeFilter(
        label="发生日期", widget=django_filters.widgets.RangeWidget(attrs={"type": "date"})
    )

    class Meta:
        model = Entry
        fields = ()

    def in_township(self, queryset: QuerySet, name: str, area: Area) -> QuerySet:
        """What stands in a township."""
        return queryset.filter(area__code__startswith=area.code)
