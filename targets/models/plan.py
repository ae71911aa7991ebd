"""The published document: its clauses and where it does not agree with itself."""

import re
from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import F, OuterRef, Q
from django.utils.functional import cached_property

from shanyin_charging import serving
from targets.months import Month
from targets.pace import MONTHS

from .natural import Natural, NaturalQuerySet
from .owned import OwnedQuerySet
from .places import Area

ONLY_FOR = re.compile("仅供[^，；。]+")
BASELINE = "baseline:list"  # the question by what the opening is counted: by the list of its piles


class PlanQuerySet(OwnedQuerySet, NaturalQuerySet):  # type: ignore[override]
    """Plans by whose they are and by when they hold."""

    def in_force(self, county: Area, month: Month) -> "Plan":
        """The plan that a county's month is judged by; raises Plan.DoesNotExist where the county
        has none."""
        known = plans_served() if county.code == serving.county() else list(self.of(county))
        if not known:
            raise Plan.DoesNotExist(f"{county}还没有方案")
        return holding(known, month)


def plans_served() -> "list[Plan]":
    """All of the county that is served."""
    return serving.once("plans", lambda: list(Plan.objects.served()))


def holding(plans: Iterable["Plan"], month: Month) -> "Plan":
    """Of some plans the one that a month is judged by: the last that holds from a day of it or
    before; before all of them the first."""
    known = sorted(plans, key=lambda plan: plan.holds_from)
    begun = [plan for plan in known if plan.holds_from <= month.last_day]
    return begun[-1] if begun else known[0]


def begun(day: date | OuterRef, plan: str = "") -> Q:
    """Plans that hold from a day or from before; of what has a plan, by its look-up."""
    starts, ruled = f"{plan}starts_on", f"{plan}in_force_on"
    return Q(**{f"{ruled}__lte": day}) | Q(**{ruled: None, f"{starts}__lte": day})


class Plan(Natural):
    """One published plan, with its document, the years it runs, and from when the office put it in
    force."""

    county = models.ForeignKey(Area, models.PROTECT, related_name="plans", verbose_name="县")
    code = models.SlugField("编号", unique=True)
    title = models.CharField("标题", max_length=120)
    document_no = models.CharField("发文字号", max_length=60)
    issuer = models.CharField("发文机关", max_length=60)
    issued_on = models.DateField("成文日期")
    starts_on = models.DateField("起始日")
    ends_on = models.DateField("截止日")
    superiors = models.JSONField("上级文件", default=list, blank=True)
    errata = models.TextField("勘误说明", blank=True)
    scan_text = models.TextField("扫描原文")
    in_force_on = models.DateField("启用日", null=True, blank=True, help_text="空：自起始日起")
    in_force_by = models.CharField("启用依据", max_length=60, blank=True)
    ended_on = models.DateField("收官日", null=True, blank=True, help_text="空：还没有收官")
    ended_by = models.CharField("收官依据", max_length=60, blank=True)
    months_go_on = models.BooleanField("收官后仍按月报送", default=False)

    objects = PlanQuerySet.as_manager()  # type: ignore[assignment, misc]

    class Meta:
        verbose_name = verbose_name_plural = "方案"
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on")), name="a_plan_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(in_force_on=None) | Q(in_force_on__gte=F("starts_on")),
                name="a_plan_holds_from_its_start_at_the_earliest",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_by="", months_go_on=False)
                | Q(ended_on__gt=F("ends_on")) & ~Q(ended_by=""),
                name="a_plan_is_ended_after_its_term_on_a_document",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def holds_from(self) -> date:
        """The day from which months are judged by it."""
        return self.in_force_on or self.starts_on

    def asks_for(self, month: Month) -> bool:
        """Whether a month that it holds for is reported: those after its term too, until the office
        has ended it without them."""
        return month <= Month.of(self.ends_on) or self.ended_on is None or self.months_go_on

    @property
    def years(self) -> range:
        """The years of the plan, first to last."""
        return range(self.starts_on.year, self.ends_on.year + 1)

    def months_of(self, year: int) -> tuple[Month, Month]:
        """The first and the last month in which the plan asks for something of a year."""
        first, last = Month.of(self.starts_on), Month.of(self.ends_on)
        begins = first if first.year == year else Month(year, 1)
        return begins, last if last.year == year else Month(year, MONTHS)

    @cached_property
    def quota_table(self) -> "Clause | None":
        """The annex that gives each unit its number; None where the plan has none."""
        return self.clauses.filter(targets__unit__isnull=False).first()

    @property
    def opening_left_open(self) -> "Discrepancy | None":
        """What it leaves open about the piles that stood before it; None where it does not."""
        return self.discrepancies.filter(questions__subject=BASELINE).first()

    @property
    def quota_name(self) -> str:
        """How pages call that annex, or the table that a plan may have where this one has none."""
        return self.quota_table.label if self.quota_table else "任务表"

    @cached_property
    def road_table(self) -> "Clause | None":
        """The annex that gives each road its targets; None where the plan has none."""
        return self.clauses.filter(targets__heading__gt="").first()

    @cached_property
    def has_pilots(self) -> bool:
        """Whether pilots are among its kinds of places."""
        return self.place_kinds.filter(pilot=True).exists()

    @property
    def roads_and_pilots(self) -> str:
        """公路和试点, or that one of them that it has; empty where it has neither."""
        there = (("公路", self.road_table), ("试点", self.has_pilots))
        return "和".join(word for word, found in there if found)


class Clause(Natural):
    """One numbered part of the document, with its words as printed."""

    NATURAL = ("plan__code", "code")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="clauses", verbose_name="方案")
    code = models.SlugField("编号", help_text="网址和指标引用用的编号")
    label = models.CharField("条款", max_length=20, help_text="引用时的写法，如 二（一）2")
    position = models.PositiveSmallIntegerField("顺序")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    task = models.PositiveSmallIntegerField("任务号", null=True, blank=True)
    title = models.CharField("标题", max_length=120)
    text = models.TextField("正文", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "条款"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="clause_code_once")]

    def __str__(self) -> str:
        return f"{self.label} {self.title}".strip()

    @property
    def remark(self) -> str:
        """The line of its text in which it says how it is to be read; empty where there is none."""
        lines = (line.strip() for line in self.text.splitlines())
        return next((line for line in lines if line.startswith("备注")), "")

    @property
    def caveat(self) -> str:
        """What the remark says that its numbers are only good for, in its words: 仅供各单位参考;
        empty where it does not."""
        found = ONLY_FOR.search(self.remark)
        return found.group() if found else ""

    @property
    def depth(self) -> int:
        """0 for a chapter, 1 for a section, 2 for a task."""
        return 0 if self.parent is None else self.parent.depth + 1


class Discrepancy(Natural):
    """A place where the document does not agree with itself or leaves something open, and what is
    done about it."""

    NATURAL = ("plan__code", "code")
    SUBJECT = "discrepancy:"  # of a ruling, before the code

    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="discrepancies", verbose_name="方案"
    )
    code = models.CharField("编号", max_length=8)
    clauses = models.ManyToManyField(Clause, related_name="discrepancies", verbose_name="条款")
    title = models.CharField("事项", max_length=60)
    issue = models.TextField("原文情况")
    treatment = models.TextField("处理办法")

    class Meta:
        verbose_name = verbose_name_plural = "存疑事项"
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="discrepancy_code_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def subject(self) -> str:
        """The subject under which the office rules on it."""
        return f"{self.SUBJECT}{self.code}"
