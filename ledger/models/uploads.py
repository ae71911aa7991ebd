"""Spreadsheets that came in: kept as they were, with what was read from them."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, Q

from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from targets.models import Unit

from .periods import Period
from .submissions import units_of


class UploadQuerySet(models.QuerySet["Upload"]):
    """Spreadsheets that came in."""

    def visible_to(self, user: User, on: date | None = None) -> Self:
        """Every one for the office, else those that the person uploaded, while the person holds a
        post of their unit on a day (None: today); of a list without a unit, any post."""
        if user.reviews:
            return self
        held = units_of(user, on or clock.today())
        theirs = Q(unit__in=held) | Q(unit=None) & Exists(held)
        return self.filter(theirs, uploaded_by=user)


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
