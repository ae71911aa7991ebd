"""What the plan leaves open, and 核定: what the office decided, with its date and document;
append-only."""

from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from shanyin_charging import serving
from targets import answers

from .aims import Indicator
from .natural import Natural, NaturalQuerySet
from .places import Area
from .plan import Clause, Discrepancy, Plan

# How the subjects begin that are the county's, whatever plan holds: how its office works, what its
# units and places are called, what its ledger begins with. Any other is of one plan.
OF_THE_COUNTY = (
    "deadline",
    "holidays:",
    "name:",
    "ladder:",
    "naming:",
    "numbers:",
    "addressees:",
    "copies:",
    "papers:",
    "door:",
    "bulletin:",
    "burden:",
    "baseline",
    "road:",
)


def is_of_the_county(subject: str) -> bool:
    """Whether a ruling on the subject holds under every plan of its county."""
    return subject.startswith(OF_THE_COUNTY)


def _of_the_county() -> Q:
    return reduce(or_, (Q(subject__startswith=word) for word in OF_THE_COUNTY))


class QuestionQuerySet(NaturalQuerySet):
    """What is left to the office, by whose it is to answer."""

    def asked_under(self, plan: Plan) -> Self:
        """What the plan leaves open; of what is the county's also what only another plan of it
        has asked, by the newest of these."""
        same = Question.objects.filter(subject=OuterRef("subject"), plan__county=plan.county_id)
        newer = Q(plan__starts_on__gt=OuterRef("plan__starts_on"))
        nearer = same.filter(Q(plan=plan) | newer).exclude(pk=OuterRef("pk"))
        of_county = Q(_of_the_county(), ~Exists(nearer), plan__county=plan.county_id)
        return self.filter(Q(plan=plan) | of_county)


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
        (answers.MINUTES, "分钟"),
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

    objects = QuestionQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "待定口径"
        ordering = ["position", "clause__position"]
        constraints = [models.UniqueConstraint(fields=["plan", "subject"], name="question_once")]

    def __str__(self) -> str:
        return self.title


class RulingQuerySet(models.QuerySet["Ruling"]):
    """What the office has ruled, and what of it governs; asked of a plan or a county."""

    def of(self, whose: Plan | Area) -> Self:
        """What was ruled under a plan or for its county; of a county also under any plan of it.
        What was recorded before rulings said whose they are is of the plan that was there
        first."""
        first = serving.once("first plan", lambda: Plan.objects.order_by("pk").first())
        before = Q(plan=None, county=None)
        if isinstance(whose, Plan):
            found, county = Q(plan=whose) | Q(county=whose.county_id), whose.county_id
            before &= Q() if whose == first else _of_the_county()
        else:
            found, county = Q(plan__county=whose) | Q(county=whose), whose.pk
        return self.filter(found | before if first and first.county_id == county else found)

    def of_each(self) -> Self:
        """In a question about rows that belong to counties, what was ruled for each one's county or
        under a plan of it."""
        county = OuterRef("county")
        return self.filter(Q(county=county) | Q(plan__county=county))

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
    """What the office decided on a subject, under a plan or for a county; the newest in force
    governs, the earlier ones stay. Those of earlier releases say neither."""

    append_only = True

    plan = models.ForeignKey(
        Plan, models.PROTECT, null=True, blank=True, related_name="rulings", verbose_name="方案"
    )
    county = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="rulings", verbose_name="县"
    )
    subject = models.CharField(
        "事项", max_length=60, help_text="如 pace；discrepancy:、supervisor: 等后接编号"
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
        constraints = [
            models.CheckConstraint(
                condition=Q(plan=None) | Q(county=None), name="a_ruling_is_of_a_plan_or_a_county"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.in_force_on}"
