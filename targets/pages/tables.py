"""The plan's lists: quotas, milestones, and where it does not agree with itself."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import QuerySet

from shanyin_charging import clock
from shanyin_charging.listing import (
    NAME,
    SPARE,
    UNBROKEN,
    ListFilter,
    ListTable,
    ValuesFilter,
    WordsFilter,
    headed,
)
from targets.models import Discrepancy, Ruling, Target
from targets.plan import queries


class QuotaTable(ListTable):
    """The quotas of the units, one row each; `years` gives it one column a year (keys "in_<year>"
    of the rows)."""

    total_under = "name"
    position = tables.Column("序号", attrs=SPARE)
    name = tables.Column("乡（镇）、部门", attrs={"td": {"class": "name nowrap"}})
    kind = tables.Column("类别", attrs=UNBROKEN)
    total = tables.Column("合计（台）", attrs=headed("合计", "number"))
    supervisor = tables.Column("代报单位（建议）", default="—", attrs=headed("代报单位（建议）"))

    class Meta:
        order_by = "position"
        attrs = {"class": "tight cards ruled"}
        empty_text = "没有符合条件的行"

    def __init__(self, rows: list[dict], years: Iterable[int], **options: Any) -> None:
        columns = [
            (f"in_{year}", tables.Column(f"{year}年（台）", attrs=headed(f"{year}年", "number")))
            for year in years
        ]
        super().__init__(
            rows,
            extra_columns=columns,
            sequence=("position", "name", "kind", *(name for name, _ in columns), "..."),
            **options,
        )


class MilestoneTable(ListTable):
    """The targets of the roads, one row each."""

    heading = tables.Column("分类", order_by=("indicator__position", "year"), attrs=NAME)
    year = tables.Column("年度", accessor="year")
    printed = tables.Column("要求（原文）")
    indicator = tables.Column(
        "指标",
        accessor="indicator__name",
        order_by="indicator__position",
        attrs=headed("指标"),
    )
    responsible = tables.Column(
        "责任单位", accessor="indicator__responsible", orderable=False, attrs=headed("责任单位")
    )

    class Meta:
        attrs = {"class": "cards"}
        model = Target
        fields = ()
        order_by = ("heading", "year")

    def render_year(self, value: int) -> str:
        """Targets of a year are due at its end."""
        return f"{value}年底"


class QuotaFilter(ListFilter):
    """Townships, units of the county, or others."""

    kind = ValuesFilter("unit__kind", "类别")

    class Meta:
        model = Target
        fields = ()


class MilestoneFilter(ListFilter):
    """By kind of road and by year."""

    heading = ValuesFilter("heading", "分类")
    year = ValuesFilter("year", "年度")

    class Meta:
        model = Target
        fields = ()


class DiscrepancyTable(ListTable):
    """What the plan says twice or leaves out, what is done about it, and what the office ruled."""

    code = tables.Column("编号")
    title = tables.Column("事项")
    issue = tables.Column("原文情况")
    treatment = tables.Column("处理办法")
    state = tables.Column("状态", empty_values=(), orderable=False)
    decision = tables.Column("核定内容", empty_values=(), orderable=False)
    document_no = tables.Column("依据文号", empty_values=(), orderable=False)
    in_force_on = tables.Column("生效日期", empty_values=(), orderable=False)

    class Meta:
        model = Discrepancy
        fields = ()

    def __init__(self, rows: QuerySet[Discrepancy], ruled: Mapping[str, Ruling]) -> None:
        super().__init__(rows)
        self.ruled = ruled

    def render_state(self, record: Discrepancy) -> str:
        """Whether the office has ruled on it."""
        return "已核定" if record.subject in self.ruled else "待核定"

    def render_decision(self, record: Discrepancy) -> str:
        """What it ruled."""
        ruling = self.ruled.get(record.subject)
        return ruling.value.get("decision", "") if ruling else ""

    def render_document_no(self, record: Discrepancy) -> str:
        """On which document."""
        ruling = self.ruled.get(record.subject)
        return ruling.document_no if ruling else ""

    def render_in_force_on(self, record: Discrepancy) -> date | str:
        """From which day on."""
        ruling = self.ruled.get(record.subject)
        return ruling.in_force_on if ruling else ""


class DiscrepancyFilter(ListFilter):
    """Ruled on or not, and by words."""

    ruled = django_filters.ChoiceFilter(
        choices=[("no", "待核定"), ("yes", "已核定")],
        method="of_ruled",
        label="状态",
        empty_label="全部",
    )
    words = WordsFilter("编号、事项或原文", "code", "title", "issue")

    class Meta:
        model = Discrepancy
        fields = ()

    def of_ruled(
        self, queryset: QuerySet[Discrepancy], name: str, said: str
    ) -> QuerySet[Discrepancy]:
        """What the office has ruled on, or what it has not."""
        ruled = Ruling.objects.of(queries.plan_of_today()).governing(clock.today())
        codes = [row.code for row in queryset if (row.subject in ruled) == (said == "yes")]
        return queryset.filter(code__in=codes)
