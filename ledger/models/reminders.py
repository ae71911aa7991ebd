"""What units were reminded of, each once, and by which gateways the words went out."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from shanyin_charging import serving
from targets.models import Unit


class Reminder(models.Model):
    """One unit was told one thing at one stage; a second timer that would tell it again is refused
    by the database."""

    append_only = True

    subject = models.CharField(
        "事由", max_length=40, help_text="period:编号、notice:编号、bulletin:编号"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reminders", verbose_name="单位")
    stage = models.CharField("阶段", max_length=20)
    word = models.CharField("名称", max_length=20)
    text = models.TextField("内容")
    made_at = models.DateTimeField("时间")
    made_by = models.CharField("提醒人", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "提醒"
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["subject", "unit", "stage"], name="told_once_a_stage")
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.word}"


class Outcome(models.TextChoices):
    """How far words on their way have come."""

    CLAIMED = "claimed", "正在发送"
    SENT = "sent", "已发送"
    FAILED = "failed", "没有送达"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Words on their way."""

    def served(self) -> Self:
        """Those of the county that is served; groups have only the portal's own."""
        county = serving.county()
        found = Q(reminder__unit__county__code=county) | Q(reminder=None, user__division=county)
        return self.filter(found | Q(reminder=None, user=None) if serving.is_own() else found)


class Delivery(models.Model):
    """Words on their way through one gateway to one person or group. The row is there before they
    are sent, so that they are never sent twice: what a stopped server left as claimed stays so, and
    the office is told."""

    key = models.CharField("防重复键", max_length=120, unique=True)
    gateway = models.CharField("渠道", max_length=10)
    reminder = models.ForeignKey(
        Reminder,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deliveries",
        verbose_name="提醒",
        help_text="空：发到工作群",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="收件人",
    )
    outcome = models.CharField("结果", max_length=8, choices=Outcome, default=Outcome.CLAIMED)
    fault = models.CharField("原因", max_length=200, blank=True)
    at = models.DateTimeField("时间")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "发送记录"
        ordering = ["-at", "-pk"]
