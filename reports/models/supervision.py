"""督办单: one matter, one lead unit, one day by which it is done; every step of it on record."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from shanyin_charging.accounts.models import User
from targets.models import Area, OwnedQuerySet, Unit

from .files import KeptFile
from .meetings import Meeting


class Level(models.TextChoices):
    """How grave a matter is, the mildest first; what a meeting agreed is no blame and has a word in
    a colour's place."""

    AGREED = "agreed", "议定事项"
    BLUE = "blue", "蓝色督办"
    YELLOW = "yellow", "黄色督办"
    RED = "red", "红色督办"


class Talk(models.TextChoices):
    """What became of the proposal that leaders speak with a unit (约谈)."""

    NONE = "", "—"
    SUGGESTED = "suggested", "已建议约谈"
    AGREED = "agreed", "领导同意约谈"
    DECLINED = "declined", "领导不约谈"


class NoticeState(models.TextChoices):
    """How far a notice has come."""

    DRAFT = "draft", "立项"
    PROPOSED = "proposed", "待审批"
    ASSIGNED = "assigned", "已交办"
    ACKNOWLEDGED = "acknowledged", "办理中"
    RESPONDED = "responded", "已反馈"
    SETTLED = "settled", "已办结"
    CLOSED = "closed", "已销号"
    ARCHIVED = "archived", "已归档"
    DROPPED = "dropped", "已撤销"


RUNNING = (
    NoticeState.ASSIGNED,
    NoticeState.ACKNOWLEDGED,
    NoticeState.RESPONDED,
    NoticeState.SETTLED,
)
WITH_THE_UNIT = (NoticeState.ASSIGNED, NoticeState.ACKNOWLEDGED)
NUMBERED = (*RUNNING, NoticeState.CLOSED, NoticeState.ARCHIVED)


class NoticeQuerySet(OwnedQuerySet):
    """Notices, by who may see them and by what became of them."""

    def visible_to(self, user: User, on: date) -> Self:
        """All of the county for those who see that; else what was assigned to the units whose posts
        the person holds on a day, or what these are to help with."""
        found = self.served()
        if user.sees_all_units:
            return found
        own = Unit.objects.spoken_for(user, on)
        return found.filter(
            Q(lead__in=own) | Q(supports__in=own), assigned_at__isnull=False
        ).distinct()

    def running(self) -> Self:
        """Assigned and not yet closed."""
        return self.filter(state__in=RUNNING)


class SupervisionNotice(models.Model):
    """A matter under supervision. What it was opened for is kept as it was: the rule's words, the
    figure and its value."""

    append_only_when = "OLD.state IN ('archived', 'dropped')"

    county = models.ForeignKey(Area, models.PROTECT, related_name="notices", verbose_name="县")
    level = models.CharField("级别", max_length=6, choices=Level)
    topic = models.CharField(
        "事由", max_length=40, help_text="returns、progress 或指标编号；同一单位同一事由不重复立项"
    )
    matter = models.CharField("督办事项", max_length=200)
    requirements = models.TextField("督办要求")
    source = models.CharField("来源", max_length=300, help_text="条款、规则或领导批示")
    meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agreed",
        verbose_name="调度会",
    )
    figure_key = models.CharField("数字编号", max_length=40, blank=True)
    figure_text = models.CharField("立项时的数字", max_length=120, blank=True)
    lead = models.ForeignKey(Unit, models.PROTECT, related_name="notices", verbose_name="主办单位")
    supports = models.ManyToManyField(
        Unit, related_name="supported_notices", blank=True, verbose_name="协办单位"
    )
    due_on = models.DateField("办结时限")
    asked_due_on = models.DateField("申请延期到", null=True, blank=True)
    state = models.CharField("状态", max_length=12, choices=NoticeState, default=NoticeState.DRAFT)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="立项人"
    )
    made_at = models.DateTimeField("立项时间")
    assigned_at = models.DateTimeField("交办时间", null=True, blank=True)
    approver = models.CharField("签发人", max_length=100, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="办结审核人",
    )
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="销号人",
    )
    criticised_on = models.DateField("列入通报批评", null=True, blank=True)
    talk = models.CharField("约谈", max_length=10, choices=Talk, default=Talk.NONE, blank=True)
    year = models.PositiveSmallIntegerField("编号年份", null=True, blank=True)
    serial = models.PositiveIntegerField("编号", null=True, blank=True)
    number = models.CharField("编号", max_length=30, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督办单"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["county", "year", "serial"], name="notice_number_once"),
            models.UniqueConstraint(
                fields=["lead", "topic"],
                name="one_open_notice_a_topic",
                condition=~Q(state__in=["closed", "archived", "dropped"]),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=list(NUMBERED))
                | Q(serial__gte=1, assigned_at__isnull=False) & ~Q(number="") & ~Q(approver=""),
                name="what_is_assigned_has_a_number",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["settled", "closed", "archived"])
                | Q(settled_by__isnull=False),
                name="what_is_settled_was_judged",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["closed", "archived"])
                | Q(closed_by__isnull=False) & ~Q(closed_by=F("settled_by")),
                name="closed_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(level="red") | Q(criticised_on=None, talk=""),
                name="only_red_ones_go_on_to_criticism_and_talks",
            ),
            models.CheckConstraint(
                condition=Q(level="agreed", meeting__isnull=False)
                | ~Q(level="agreed") & Q(meeting=None),
                name="what_was_agreed_has_its_meeting_and_no_colour",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number or '督办'} {self.lead} {self.matter}"[:200]

    @property
    def is_agreed(self) -> bool:
        """Whether a meeting agreed it, rather than that somebody fell behind."""
        return self.level == Level.AGREED

    def is_overdue(self, today: date) -> bool:
        """Whether its day has passed while the unit still has to sign for it or to answer."""
        return self.state in WITH_THE_UNIT and today > self.due_on


class NoticeStep(models.Model):
    """One verb that was done to a notice; replayed in their order they give its state."""

    append_only = True

    notice = models.ForeignKey(
        SupervisionNotice, models.PROTECT, related_name="steps", verbose_name="督办单"
    )
    verb = models.CharField("动作", max_length=20)
    actor = models.CharField("经办人", max_length=100)
    at = models.DateTimeField("时间")
    text = models.TextField("内容", blank=True)
    due_on = models.DateField("办结时限", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "督办过程"
        ordering = ["pk"]

    @property
    def words(self) -> str:
        """What was said with the step, where the notice itself does not say it."""
        return "" if self.text == self.notice.source else self.text

    @property
    def bids(self) -> str:
        """The day that it asks for or sets, in words; empty where it is about none."""
        moves = ("ask_extension", "extend", "raise_level")
        return f"办结时限{self.due_on:%Y-%m-%d}" if self.due_on and self.verb in moves else ""


class NoticeOpening(models.Model):
    """Who opened a notice that was sent out first, and when."""

    append_only = True

    notice = models.ForeignKey(
        SupervisionNotice, models.PROTECT, related_name="openings", verbose_name="督办单"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="阅读人"
    )
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "督办单阅读"
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "user"], name="notice_opened_first_once")
        ]


class NoticeFile(KeptFile):
    """Evidence that came with a step, kept in the database beside it."""

    step = models.ForeignKey(NoticeStep, models.PROTECT, related_name="files", verbose_name="过程")

    class Meta(KeptFile.Meta):
        verbose_name = verbose_name_plural = "督办佐证"
