"""Spreadsheets that came in: kept as they were, with what was read from them."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, Q

from shanyin_charging import clock, serving
from shanyin_charging.accounts.models import User
from targets.models import Unit

from .periods import Period
from .submissions import Submission, units_of


class UploadQuerySet(models.QuerySet["Upload"]):
    """Spreadsheets that came in."""

    def served(self) -> Self:
        """Those of the county that is served: its people have uploaded them."""
        return self.filter(uploaded_by__division=serving.county())

    def visible_to(self, user: User, on: date | None = None) -> Self:
        """Every one of the county for the office, else those that the person uploaded, while the
        person holds a post of their unit on a day (None: today); of a list without a unit, any
        post."""
        if user.reviews:
            return self.served()
        held = units_of(user, on or clock.today())
        theirs = Q(unit__in=held) | Q(unit=None) & Exists(held)
        return self.served().filter(theirs, uploaded_by=user)


class Upload(models.Model):
    """A spreadsheet, or a block pasted from one; nothing is written until it is confirmed.

    For a unit's return it has its period and unit. Without a period it is a list of piles (清单) to
    be filled in later, of one unit or, without a unit, of the whole county.
    """

    period = models.ForeignKey(
        Period, models.PROTECT, null=True, blank=True, related_name="uploads", verbose_name="期"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="uploads", verbose_name="单位"
    )
    note = models.CharField("清单来源", max_length=200, blank=True)
    sender = models.CharField(
        "谁的清单", max_length=200, blank=True, help_text="同一来源的下一份照上一份的样式读"
    )
    settled = models.JSONField("对表", null=True, blank=True, help_text="怎样读这份清单")
    decided = models.JSONField("逐项核定", default=dict, blank=True)
    replacing = models.BooleanField(
        "以文件为准", help_text="文件里没有的草稿明细删去；否则只是加进来"
    )
    name = models.CharField("文件名", max_length=120)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField("摘要", max_length=64)
    file = models.FileField("文件", upload_to="uploads/")
    sheets = models.JSONField("读到的内容")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间")
    confirmed_at = models.DateTimeField("写入时间", null=True, blank=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "上传的表格"
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.name


class ListShapeQuerySet(models.QuerySet["ListShape"]):
    """Shapes of lists."""

    def served(self) -> Self:
        """Those that were settled in the county that is served."""
        return self.filter(division=serving.county())


class ListShape(models.Model):
    """How a sender's lists of one shape are read, as somebody settled it last."""

    division = models.CharField("区划", max_length=6, default=serving.county)
    sender = models.CharField("谁的清单", max_length=200)
    signature = models.CharField("样式", max_length=64)
    settled = models.JSONField("对表")
    kept_by = models.CharField("认定人", max_length=100)
    kept_at = models.DateTimeField("认定时间")

    objects = ListShapeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "清单样式"
        ordering = ["-kept_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["division", "sender", "signature"], name="shape_once_a_sender"
            )
        ]

    def __str__(self) -> str:
        return f"{self.sender}的清单样式"


class ListRow(models.Model):
    """A row of a written list as it was typed: a pile's row stays with the line that sums it up,
    and a row that was set aside (在建, 规划, 个人 …) with its list, for who takes it up later."""

    append_only = True

    upload = models.ForeignKey(
        Upload, models.PROTECT, related_name="list_rows", verbose_name="清单"
    )
    submission = models.ForeignKey(
        Submission,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="list_rows",
        verbose_name="报送",
    )
    key = models.CharField("明细的键", max_length=43, blank=True)
    sheet = models.CharField("工作表", max_length=120)
    number = models.PositiveIntegerField("行")
    aside = models.CharField("没有计入的原因", max_length=60, blank=True)
    told = models.JSONField("来表写的", help_text="栏目到格内的字")

    class Meta:
        verbose_name = verbose_name_plural = "清单的行"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(submission=None, key="") & ~Q(aside="")
                | Q(submission__isnull=False, aside="") & ~Q(key=""),
                name="a_list_row_has_its_line_or_is_set_aside",
            )
        ]

    def __str__(self) -> str:
        return f"{self.sheet}第{self.number}行"
