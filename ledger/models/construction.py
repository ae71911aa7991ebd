"""What is being built: projects of piles that are no stock yet, and what was told of each."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from targets.models import Area, OwnedQuerySet, Unit

from .entries import Site
from .obstacles import Obstacle
from .periods import Period
from .submissions import Line, units_of


class Stage(models.TextChoices):
    """How far a project has come, in the order in which it comes."""

    SITING = "siting", "选址"
    FILING = "filing", "备案"
    GRID = "grid", "报装"
    BUILDING = "building", "施工"
    WIRING = "wiring", "待接电"


class End(models.TextChoices):
    """Whether a project goes on, and how it ended."""

    NONE = "", "在建"
    IN_SERVICE = "in_service", "已投运"
    GIVEN_UP = "given_up", "不再建"


class ConstructionQuerySet(OwnedQuerySet):
    """Projects, under way and ended."""

    def visible_to(self, user: User, on: date | None = None) -> Self:
        """Every one of the county for those who see all units, else those of the units whose posts
        the person holds on a day (None: today)."""
        own = self.served()
        if user.sees_all_units:
            return own
        return own.filter(unit__in=units_of(user, on or clock.today()))


class Construction(models.Model):
    """在建项目: piles that are to stand at a place, which need not be a site yet. It is made when
    the return that first tells of it is approved."""

    county = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="县")
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="constructions", verbose_name="报送单位"
    )
    site = models.ForeignKey(
        Site,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="constructions",
        verbose_name="站点",
        help_text="空：还不是站点",
    )
    name = models.CharField("名称", max_length=60)
    area = models.ForeignKey(
        Area, models.PROTECT, related_name="constructions", verbose_name="所在村（社区）"
    )
    site_kind = models.CharField("类别", max_length=20, help_text="方案的场所类别的编号")
    at_seat = models.BooleanField("在乡（镇）所在地", default=False)
    line = models.OneToOneField(
        Line,
        models.PROTECT,
        related_name="construction",
        verbose_name="明细",
        help_text="最早报它的一条",
    )

    objects = ConstructionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "在建项目"
        ordering = ["area__code", "name"]

    def __str__(self) -> str:
        return self.name


class ConstructionWord(models.Model):
    """What an approved return told of a project; the newest that stands, of the latest period, is
    how it is. An undone word is not taken away: another one undoes it."""

    append_only = True

    construction = models.ForeignKey(
        Construction, models.PROTECT, related_name="words", verbose_name="在建项目"
    )
    line = models.ForeignKey(
        Line, models.PROTECT, related_name="construction_words", verbose_name="明细"
    )
    period = models.ForeignKey(Period, models.PROTECT, related_name="+", verbose_name="期")
    undoes = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="undone_by",
        verbose_name="撤销",
    )
    on = models.DateField("截至哪一天")
    stage = models.CharField("进度", max_length=10, choices=Stage)
    public = models.BooleanField("公共", default=True)
    dc = models.PositiveIntegerField("直流桩（台）", default=0)
    ac = models.PositiveIntegerField("交流桩（台）", default=0)
    power = models.PositiveIntegerField("总功率（最小单位）", null=True, blank=True)
    credited_to = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="credited_constructions",
        verbose_name="计入任务表",
    )
    expected_on = models.DateField("预计投运日期", null=True, blank=True)
    obstacle_kind = models.CharField("卡在哪里", max_length=10, choices=Obstacle, blank=True)
    obstacle = models.CharField("卡点说明", max_length=300, blank=True)
    end = models.CharField("结果", max_length=10, choices=End, blank=True, default=End.NONE)
    reason = models.CharField("不再建的原因", max_length=200, blank=True)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.CharField("审核人", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "在建项目的进度"
        ordering = ["period__starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=Stage.values), name="construction_stage_is_known"
            ),
            models.CheckConstraint(
                condition=Q(end__in=End.values), name="construction_end_is_known"
            ),
            models.CheckConstraint(
                condition=Q(obstacle_kind__in=["", *Obstacle.values]),
                name="construction_obstacle_is_known",
            ),
            models.CheckConstraint(
                condition=Q(dc__gt=0) | Q(ac__gt=0), name="nothing_is_built_of_no_piles"
            ),
            models.CheckConstraint(
                condition=Q(end=End.GIVEN_UP) & ~Q(reason="") | ~Q(end=End.GIVEN_UP) & Q(reason=""),
                name="what_is_given_up_has_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.construction} {self.get_stage_display()}"

    @property
    def piles(self) -> int:
        """How many piles it is about."""
        return self.dc + self.ac
