"""What was typed: Submission → Version → Line, and the office's remarks on it."""

from datetime import date, datetime, time
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, prefetch_related_objects

from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.lifecycle.seen import stamp
from targets.models import OwnedQuerySet, Post, Unit

from .periods import Period


class Kind(models.TextChoices):
    """What a submission is: a month's return, a list of piles, or a correction."""

    RETURN = "return", "月报"
    LIST = "list", "清单补录"
    CORRECTION = "correction", "更正"


class State(models.TextChoices):
    """How far a submission has come."""

    DRAFT = "draft", "草稿"
    CHECKING = "checking", "单位审核中"
    SUBMITTED = "submitted", "待审核"
    IN_REVIEW = "in_review", "审核中"
    SENT_BACK = "sent_back", "已退回"
    APPROVED = "approved", "已通过"
    DROPPED = "dropped", "已作废"


OPEN = (State.DRAFT, State.SENT_BACK)
HANDED_IN = (State.SUBMITTED, State.IN_REVIEW, State.APPROVED)


class SubmissionQuerySet(OwnedQuerySet):
    """Returns, lists and corrections."""

    WHOSE = "period__county"

    def visible_to(self, user: User, on: date | None = None) -> Self:
        """Every unit's of the county for those who see that, else those of the units whose posts
        the person holds on a day (None: today)."""
        own = self.served()
        if user.sees_all_units:
            return own
        return own.filter(unit__in=units_of(user, on or clock.today()))

    def pending(self) -> Self:
        """Handed in and not yet judged."""
        return self.filter(state__in=[State.SUBMITTED, State.IN_REVIEW])

    def to_mend(self) -> Self:
        """Lists and corrections that came back, or were taken back, and are not handed in again."""
        return self.exclude(kind=Kind.RETURN).filter(state__in=OPEN)

    def in_turn(self) -> Self:
        """What is to be judged in the county, that of the oldest period first."""
        found = self.pending().served()
        found = found.select_related("unit", "period")
        return found.order_by("period__starts_on", "unit__position", "pk")


class Submission(models.Model):
    """One unit's return for one period, or a correction."""

    kind = models.CharField("类别", max_length=10, choices=Kind, default=Kind.RETURN)
    period = models.ForeignKey(
        Period, models.PROTECT, related_name="submissions", verbose_name="期"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="submissions", verbose_name="单位")
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    upload = models.ForeignKey(
        "ledger.Upload",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="submissions",
        verbose_name="清单",
        help_text="清单补录的，是哪一份清单",
    )
    late = models.BooleanField(
        "迟报", null=True, blank=True, help_text="上报时记下，以后不再改；空：没有上报"
    )
    seconds = models.PositiveIntegerField(
        "填报用时（秒）", default=0, help_text="在网页上填报的时间"
    )
    mend_by = models.DateTimeField(
        "退回后改好的期限", null=True, blank=True, help_text="在此之前重报不改变是否按时"
    )

    again_by = models.DateTimeField(
        "撤回后重报的期限",
        null=True,
        blank=True,
        help_text="截止后撤回的，在此之前重报不改变是否按时，只有一次",
    )
    amended = models.BooleanField(
        "主任改定", default=False, help_text="主任改过别人上报的材料，自己审定"
    )

    objects = SubmissionQuerySet.as_manager()
    newest: "Version | None" = None  # of one that is held: nobody else can add another

    class Meta:
        verbose_name = verbose_name_plural = "报送"
        constraints = [
            models.UniqueConstraint(
                fields=["period", "unit"], condition=Q(kind=Kind.RETURN), name="one_return_a_period"
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.RETURN, state=State.DROPPED),
                name="a_months_return_is_not_dropped",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.period}{self.kind_word}"

    @property
    def kind_word(self) -> str:
        """What it is behind its period's name, where it is no month's return."""
        return "" if self.kind == Kind.RETURN else f"（{self.get_kind_display()}）"

    @property
    def current(self) -> "Version":
        """The newest version: the draft being written, or the last one handed in. Every return is
        made together with its first."""
        return self.newest or self.versions.latest("number")

    @property
    def is_open(self) -> bool:
        """Whether the unit may still write in it."""
        return self.state in OPEN


class Version(models.Model):
    """A draft until handed in; from then on the database refuses to change it."""

    append_only_when = "OLD.submitted_at IS NOT NULL"

    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="versions", verbose_name="报送"
    )
    number = models.PositiveSmallIntegerField("版次")
    key = models.CharField(
        "防重复键", max_length=43, unique=True, help_text="由服务器生成，随表单来回"
    )
    nil = models.BooleanField("零报告", default=False)
    paper_reason = models.CharField(
        "代录原因", max_length=200, blank=True, help_text="专班代单位录入时写明"
    )
    received_on = models.DateField(
        "收到纸质材料的日期", null=True, blank=True, help_text="代录的按这一天记是否按时"
    )
    handed_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="送单位审核的人",
    )
    submitted_at = models.DateTimeField("上报时间", null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="上报人",
    )
    digest = models.CharField("内容摘要", max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "版次"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="version_once"),
            models.CheckConstraint(
                condition=Q(submitted_at=None, submitted_by=None, digest="")
                | (Q(submitted_at__isnull=False, submitted_by__isnull=False) & ~Q(digest="")),
                name="a_version_is_handed_in_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission} 第{self.number}版"

    @property
    def stamp(self) -> str:
        """Changes whenever a line of the draft comes, goes or is typed differently."""
        return stamp([[line.key, line.stamp] for line in self.lines.all()])

    @property
    def authors(self) -> set[int]:
        """Whoever has written a line of it, by the ids of their accounts; who approves it reads its
        lines next."""
        prefetch_related_objects([self], "lines")
        return {pk for line in self.lines.all() for pk in line.authors}

    @property
    def who_handed_on(self) -> set[int]:
        """Whoever gave it to the unit's checker, or handed it in, by the ids of their accounts."""
        both = (self.handed_over_by_id, self.submitted_by_id)
        return {pk for pk in both if pk is not None}

    @property
    def paper_words(self) -> str:
        """Why the office enters it, and when its paper was received."""
        received = f"（{self.received_on}收到）" if self.received_on else ""
        return f"{self.paper_reason}{received}"

    @property
    def arrived_at(self) -> datetime | None:
        """When it came in: on paper the day that it was received, else the moment of handing in;
        None for a draft."""
        if self.received_on and self.submitted_at:
            return datetime.combine(self.received_on, time(0), clock.ZONE)
        return self.submitted_at

    @property
    def receipt_number(self) -> str:
        """What the officer quotes on the phone."""
        return f"{self.submission.period.month.key}-{self.submission_id:05}-{self.number}"


class LineKind(models.TextChoices):
    """What a line tells of."""

    ADDED = "added", "新增充电桩"
    REMOVED = "removed", "拆除充电桩"
    STOPPED = "stopped", "停用充电桩"
    BUILDING = "building", "在建项目"
    OPENED = "opened", "专用桩对外开放"
    REOPENED = "reopened", "停用后恢复"
    CHANGED = "changed", "设备改造"
    SITE = "site", "登记场所和车位"
    LEFT = "left", "场所移出登记册"
    WHOLE = "whole", "登记册报全"
    PILOT = "pilot", "试点项目"
    SWAP = "swap", "换电站"
    DISTANCE = "distance", "充电距离自评"
    VEHICLES = "vehicles", "电动汽车保有量"
    INSPECTED = "inspected", "安全检查"
    CLEARED = "cleared", "隐患整改销号"
    WORK = "work", "工作情况"
    OPENING = "opening", "期初已有的桩"
    CORRECTED = "corrected", "更正一笔台账"


class LineQuerySet(models.QuerySet["Line"]):
    """Lines of returns."""

    def approved(self) -> Self:
        """Those of returns that were approved, as each return has them last."""
        of = "version__submission"
        later = Version.objects.filter(
            submission=OuterRef(of), number__gt=OuterRef("version__number")
        )
        whole = self.filter(frozen=True, **{f"{of}__state": State.APPROVED})
        return whole.exclude(Exists(later))


class Line(models.Model):
    """One thing that happened at one place on one day, as typed; `values` holds what it was read
    as, once valid."""

    append_only_when = "OLD.frozen"

    version = models.ForeignKey(Version, models.PROTECT, related_name="lines", verbose_name="版次")
    kind = models.CharField("事项", max_length=10, choices=LineKind)
    key = models.CharField("防重复键", max_length=43)
    typed = models.JSONField("填写内容", default=dict)
    values = models.JSONField("读作", null=True, blank=True)
    authors = models.JSONField(
        "填写人", default=list, blank=True, help_text="填过、改过这一条的各人的账号编号"
    )
    frozen = models.BooleanField("已上报", default=False)

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "明细"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="line_once"),
            models.CheckConstraint(
                condition=Q(frozen=False) | Q(values__isnull=False), name="a_frozen_line_is_valid"
            ),
        ]

    def written_by(self, user: User) -> list[int]:
        """Its authors, once the person has written in it too."""
        return sorted({*self.authors, user.pk})

    @property
    def is_whole(self) -> bool:
        """Whether it was read without a fault; else it is half typed, or wrong."""
        return self.values is not None

    @property
    def read_as(self) -> dict[str, Any]:
        """The values of a valid line, as every line is that was handed in."""
        assert self.values is not None, "the database keeps a frozen line valid"
        values: dict[str, Any] = self.values
        return values

    @property
    def takes_from_stopped(self) -> bool:
        """Whether it tells of what was out of use that it is gone for good."""
        return bool(self.values and self.values.get("out_of_use"))

    @property
    def stamp(self) -> str:
        """Changes whenever what was typed changes."""
        return stamp(self.typed)


class Remark(models.Model):
    """What the office told the unit when it sent a version back."""

    append_only = True

    version = models.ForeignKey(
        Version, models.PROTECT, related_name="remarks", verbose_name="版次"
    )
    line = models.ForeignKey(
        Line, models.PROTECT, null=True, blank=True, related_name="remarks", verbose_name="明细"
    )
    field = models.CharField("栏目", max_length=24, blank=True)
    text = models.TextField("意见")
    author = models.CharField("审核人", max_length=100)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "退回意见"
        ordering = ["at"]

    def __str__(self) -> str:
        return self.text


class Confirmation(models.Model):
    """The unit's own word, later, that what the office entered from its paper is right."""

    append_only = True

    version = models.OneToOneField(
        Version, models.PROTECT, related_name="confirmation", verbose_name="版次"
    )
    confirmed_by = models.CharField("确认人", max_length=100)
    confirmed_at = models.DateTimeField("确认时间")

    class Meta:
        verbose_name = verbose_name_plural = "单位确认"


def units_of(user: User, on: date) -> models.QuerySet:
    """Ids of the units in which the person holds a post on a day, to write returns or to check
    them, and of those that have gone on as one of these."""
    return Unit.objects.spoken_for(user, on).values("pk")


def speaks_for(user: User, unit: Unit, on: date) -> bool:
    """Whether the person holds a post on that day in which the unit's returns are written, or those
    of what it has gone on as."""
    return Post.objects.held_by(user, on).writing().filter(unit__in=unit.heirs(on)).exists()


def checks_for(user: User, unit: Unit, on: date) -> bool:
    """Whether the person passes the unit's returns on that day."""
    return Post.objects.held_by(user, on).filter(unit__in=unit.heirs(on), checks=True).exists()


def has_checker(unit: Unit, on: date) -> bool:
    """Whether the unit's returns go through a checker on that day, its own or that of what it has
    gone on as."""
    return Post.objects.filter(unit__in=unit.heirs(on), checks=True).held_on(on).exists()
