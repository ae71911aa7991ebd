"""The plan's tables as lists: quotas and milestones, filtered, sorted, exported."""

from collections.abc import Iterable
from typing import Any

import django_filters
import django_tables2 as tables

from targets.models import Target, UnitKind

NUMBER = {"td": {"class": "number"}, "th": {"class": "number"}}


class QuotaTable(tables.Table):
    """附件2, one row a unit; `years` gives it one column a year (keys "in_<year>" of the rows)."""

    position = tables.Column("序号")
    name = tables.Column("乡（镇）、部门")
    kind = tables.Column("类别")
    total = tables.Column("合计（台）", attrs=NUMBER)
    supervisor = tables.Column("代报单位（建议）", default="—")

    class Meta:
        order_by = "position"
        empty_text = "没有符合条件的行"

    def __init__(self, rows: list[dict], years: Iterable[int], **options: Any) -> None:
        columns = [(f"in_{year}", tables.Column(f"{year}年（台）", attrs=NUMBER)) for year in years]
        super().__init__(
            rows,
            extra_columns=columns,
            sequence=("position", "name", "kind", *(name for name, _ in columns), "..."),
            **options,
        )


class MilestoneTable(tables.Table):
    """附件3, one row a target."""

    heading = tables.Column("分类", order_by=("indicator__position", "year"))
    year = tables.Column("年度", accessor="year")
    printed = tables.Column("要求（原文）")
    indicator = tables.Column("指标", accessor="indicator__name", order_by="indicator__position")
    responsible = tables.Column("责任单位", accessor="indicator__responsible", orderable=False)

    class Meta:
        model = Target
        fields = ()
        order_by = ("heading", "year")

    def render_year(self, value: int) -> str:
        """Targets of a year are due at its end."""
        return f"{value}年底"


class QuotaFilter(django_filters.FilterSet):
    """Townships, units of the county, or others."""

    kind = django_filters.ChoiceFilter(
        field_name="unit__kind", choices=UnitKind.choices, label="类别", empty_label="全部"
    )

    class Meta:
        model = Target
        fields = ()


class MilestoneFilter(django_filters.FilterSet):
    """By kind of road and by year."""

    heading = django_filters.AllValuesFilter(label="分类", empty_label="全部")
    year = django_filters.AllValuesFilter(label="年度", empty_label="全部")

    class Meta:
        model = Target
        fields = ()
