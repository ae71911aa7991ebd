"""Indicators (what is computed) and targets (what was ordered, as printed)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from targets.measures import GROUPS

from .natural import Natural
from .places import Area
from .plan import Clause, Plan
from .units import Unit

SITE_KINDS = "site:"  # across or only sites of some kinds, as in site:car_park,hub
TARGET_OF = "target:"  # counts or over another indicator's target, with its code


class Form(models.TextChoices):
    """How an indicator makes one number of many."""

    TOTAL = "total", "合计"
    RATIO = "ratio", "比值"
    MEAN = "mean", "平均"
    COVERAGE = "coverage", "覆盖"
    LARGEST = "largest", "最大值"
    TIMELINESS = "timeliness", "报送及时性"


class Window(models.TextChoices):
    """Over which time it is made."""

    MONTH = "month", "本月"
    YEAR = "year", "本年累计"
    TO_DATE = "to_date", "累计"
    LATEST = "latest", "最新"


class Part(models.TextChoices):
    """What an indicator may be on the portal's pages and papers; a plan need not have them all."""

    ADDED = "added", "本年新增公共桩"
    IN_PLACE = "in_place", "公共桩保有量"
    QUOTA = "quota", "各单位任务数"
    VEHICLES = "vehicles", "电动汽车保有量"
    RATIO = "ratio", "桩车比"
    STATION_COVERAGE = "stations", "公共站乡（镇）覆盖"
    PILE_COVERAGE = "piles", "公共桩乡（镇）覆盖"
    SEAT_COVERAGE = "seats", "乡（镇）所在地覆盖"
    VILLAGE_COVERAGE = "villages", "村（社区）覆盖"
    DISTANCE = "distance", "全县充电距离"
    TIMELINESS = "timeliness", "按时报送"
    IMPLIED = "implied", "期初推算公共桩"
    DIRECT = "direct", "公共直流桩"
    ALTERNATING = "alternating", "公共交流桩"
    CONNECTORS = "connectors", "公共充电枪"
    POWER = "power", "公共桩功率"
    DEDICATED = "dedicated", "专用桩"
    PRIVATE = "private", "私人桩"
    CHECKS = "checks", "安全检查"
    HAZARDS = "hazards", "未销号隐患"
    GRAVE_HAZARDS = "grave_hazards", "未销号重大隐患"


class Indicator(Natural):
    """One row of a small closed algebra; there are no formula strings."""

    NATURAL = ("plan__code", "code")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="indicators", verbose_name="方案")
    code = models.CharField("编号", max_length=8)
    position = models.PositiveSmallIntegerField("顺序")
    name = models.CharField("指标", max_length=60)
    unit = models.CharField("单位", max_length=10)
    definition = models.TextField("口径")
    clauses = models.ManyToManyField(Clause, related_name="indicators", verbose_name="条款")
    responsible = models.CharField("责任单位（原文）", max_length=200, blank=True)
    reporter = models.CharField("建议报送", max_length=80, blank=True)
    plays = models.CharField("担任", max_length=16, choices=Part, blank=True)

    form = models.CharField("形式", max_length=10, choices=Form)
    counts = models.CharField("计什么", max_length=24)
    causes = models.JSONField(
        "计哪些变动", default=list, blank=True, help_text="空表示存量：全部变动之和"
    )
    window = models.CharField("时段", max_length=10, choices=Window)
    across = models.CharField("按什么分", max_length=40, blank=True)
    only = models.CharField("限定", max_length=40, blank=True)
    at_least = models.PositiveIntegerField("达到才算覆盖", null=True, blank=True)
    over = models.CharField("除以", max_length=24, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "指标"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="indicator_code_once"),
            models.UniqueConstraint(
                fields=["plan", "plays"], condition=~Q(plays=""), name="part_played_once"
            ),
            models.CheckConstraint(
                condition=Q(plays="") | Q(plays__in=Part.values), name="part_known"
            ),
            models.CheckConstraint(
                condition=~Q(form__in=[Form.COVERAGE, Form.MEAN]) | ~Q(across=""),
                name="coverage_goes_across",
            ),
            models.CheckConstraint(
                condition=~Q(form=Form.COVERAGE) | Q(at_least__gte=1), name="coverage_has_threshold"
            ),
            models.CheckConstraint(
                condition=~Q(form=Form.RATIO) | ~Q(over=""), name="ratio_has_denominator"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def clean(self) -> None:
        """Raises ValidationError for a group that nothing is counted in."""
        for field in ("counts", "over"):
            name = getattr(self, field)
            if name and not name.startswith(TARGET_OF) and name not in GROUPS:
                raise ValidationError({field: f"没有名为“{name}”的计数组"})


def kinds_in(words: str) -> list[str]:
    """The kinds of places that an indicator's `across` or `only` names."""
    return words.removeprefix(SITE_KINDS).split(",") if words.startswith(SITE_KINDS) else []


class Direction(models.TextChoices):
    """On which side of the target a figure must be."""

    AT_LEAST = "at_least", "不少于"
    AT_MOST = "at_most", "不高于"
    BELOW = "below", "小于"


class Strength(models.TextChoices):
    """How firmly the plan orders it, in its own word."""

    ATTAIN = "attain", "实现"
    NO_LESS = "no_less", "不少于"
    LESS_THAN = "less_than", "小于"
    ASPIRE = "aspire", "力争"
    REFERENCE = "reference", "参考"
    ASSUMPTION = "assumption", "测算依据"


class TargetForm(models.TextChoices):
    """What the printed number is: of the indicator, of places out of a total, or a share."""

    VALUE = "value", "数值"
    COUNT = "count", "处数"
    SHARE = "share", "比例"


class Target(Natural):
    """What the plan orders of an indicator for a year and a place or a row, with the words as
    printed."""

    NATURAL = (
        "indicator__plan__code",
        "indicator__code",
        "year",
        "area__code",
        "unit__code",
        "strength",
    )

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="targets", verbose_name="指标"
    )
    year = models.PositiveSmallIntegerField("年度")
    position = models.PositiveSmallIntegerField("原表行次", default=0)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="targets", verbose_name="地域"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="targets", verbose_name="单位"
    )
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="targets", verbose_name="条款")
    direction = models.CharField("方向", max_length=10, choices=Direction)
    strength = models.CharField("力度", max_length=10, choices=Strength)
    form = models.CharField("形式", max_length=6, choices=TargetForm)
    value = models.PositiveIntegerField("数值（最小单位）", null=True, blank=True)
    of = models.PositiveIntegerField("总数", null=True, blank=True)
    heading = models.CharField("分类", max_length=20, blank=True)
    printed = models.CharField("原文", max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = "目标"
        ordering = ["indicator__position", "year", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "year", "area", "strength"],
                condition=Q(unit=None),
                name="target_of_a_place_once",
            ),
            models.UniqueConstraint(
                fields=["indicator", "year", "unit", "strength"],
                condition=Q(area=None),
                name="target_of_a_unit_once",
            ),
            models.CheckConstraint(
                condition=Q(area=None, unit__isnull=False) | Q(area__isnull=False, unit=None),
                name="target_is_of_a_place_or_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code} {self.year} {self.area or self.unit}：{self.printed}"
