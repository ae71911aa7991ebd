"""What the plan leaves open, and 核定: what the office decided, with its date and document;
append-only."""

from datetime import date, datetime
from typing import Any, Self

from django.db import models

from targets import answers

from .aims import Indicator
from .natural import Natural
from .plan import Clause, Discrepancy, Plan


class Question(Natural):
    """What the plan leaves to the office, and what is done until it has ruled: a default, or
    nothing (待核定)."""

    NATURAL = ("plan__code", "subject")

    KINDS = [
        (answers.CURVE, "序时曲线"),
        (answers.POINTS, "百分点"),
        (answers.YES_NO, "是或否"),
        (answers.COUNT, "个数"),
        (answers.UNIT, "单位"),
        (answers.TEXT, "文字"),
        (answers.SERIAL, "编号"),
    ]

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="questions", verbose_name="方案")
    subject = models.CharField("事项", max_length=60, help_text="核定登记在这个名下")
    position = models.PositiveSmallIntegerField("顺序")
    title = models.CharField("要定什么", max_length=80)
    hint = models.CharField("怎么填", max_length=120)
    kind = models.CharField("答案", max_length=10, choices=KINDS)
    default_words = models.CharField(
        "核定前", max_length=80, blank=True, help_text="空：核定前不作评价，显示待核定"
    )
    discrepancy = models.ForeignKey(
        Discrepancy,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name="存疑事项",
    )
    clause = models.ForeignKey(
        Clause, models.PROTECT, null=True, blank=True, related_name="questions", verbose_name="条款"
    )
    indicators = models.ManyToManyField(
        Indicator, related_name="questions", verbose_name="影响的指标", blank=True
    )

    class Meta:
        verbose_name = verbose_name_plural = "待定口径"
        ordering = ["position", "clause__position"]
        constraints = [models.UniqueConstraint(fields=["plan", "subject"], name="question_once")]

    def __str__(self) -> str:
        return self.title


class RulingQuerySet(models.QuerySet["Ruling"]):
    """What the office has ruled, and what of it governs."""

    def in_force(self, subject: str, on: date) -> "Ruling | None":
        """The ruling on a subject that governs on a day; None when the office has not ruled."""
        return (
            self.filter(subject=subject, in_force_on__lte=on)
            .order_by("in_force_on", "recorded_at")
            .last()
        )

    def answer(self, subject: str, on: date, default: Any) -> Any:
        """What was ruled on a question that governs on a day, else the default."""
        ruling = self.in_force(subject, on)
        return ruling.value["answer"] if ruling else default

    def governing(self, on: date, recorded_before: datetime | None = None) -> dict[str, "Ruling"]:
        """Subject to the ruling that governs on a day, as far as it was recorded before a
        moment."""
        rulings = self.recorded(recorded_before).filter(in_force_on__lte=on)
        return {ruling.subject: ruling for ruling in rulings}

    def recorded(self, before: datetime | None) -> Self:
        """The rulings recorded before a moment (None: all), in the order in which they govern."""
        rulings = self.order_by("in_force_on", "recorded_at")
        return rulings.filter(recorded_at__lt=before) if before else rulings


class Ruling(models.Model):
    """What the office decided on a subject; the newest in force governs, the earlier ones stay."""

    append_only = True

    subject = models.CharField(
        "事项", max_length=60, help_text="如 discrepancy:D01、pace、supervisor:hospital_group"
    )
    value = models.JSONField("核定内容")
    in_force_on = models.DateField("生效日期")
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.CharField("登记人", max_length=100)
    document_no = models.CharField("依据文号", max_length=60)

    objects = RulingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "核定"
        ordering = ["subject", "in_force_on", "recorded_at"]

    def __str__(self) -> str:
        return f"{self.subject} {self.in_force_on}"
