"""A plan that somebody has brought in as a workbook, before and after it was put in force."""

from typing import Self

from django.conf import settings
from django.db import models

from shanyin_charging import serving

from .plan import Plan


class IntakeQuerySet(models.QuerySet["Intake"]):
    """Plans that were brought in."""

    def served(self) -> Self:
        """Those of the county that is served: its people have brought them."""
        return self.filter(brought_by__division=serving.county())


class Intake(models.Model):
    """One workbook as it was read, with whose it is; `plan` is what was put in force by it, or
    corrected."""

    name = models.CharField("文件名", max_length=120)
    sheets = models.JSONField("读到的各表")
    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="上传人")
    brought_at = models.DateTimeField("上传时间")
    plan = models.ForeignKey(
        Plan, models.PROTECT, null=True, blank=True, related_name="intakes", verbose_name="方案"
    )

    objects = IntakeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "录入的方案"
        ordering = ["-brought_at"]

    def __str__(self) -> str:
        return self.name
