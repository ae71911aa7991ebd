"""现场核查: a draw of sites, what two people found at each, and what comes of what was not
right."""

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ledger.models import Site
from shanyin_charging import dates
from shanyin_charging.accounts.models import User
from shanyin_charging.lifecycle.seen import stamp
from targets.models import Area, OwnedQuerySet, Unit


class RoundQuerySet(OwnedQuerySet):
    """Draws, which units do not see before somebody stands at their site."""

    def visible_to(self, user: User, on: date | None = None) -> Self:
        """The county's for those who see that."""
        return self.served() if user.sees_all_units else self.none()


class Round(models.Model):
    """抽查: sites drawn from a list by a seed, for two people on a day. Whoever has the seed and
    the list draws the same again."""

    append_only = True

    county = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="县")
    held_on = models.DateField("核查日期")
    among = models.CharField("范围", max_length=120)
    asked = models.CharField("抽多少", max_length=20)
    seed = models.CharField("种子", max_length=40)
    pool = models.JSONField("候选站点编号")
    people = models.JSONField("候选人员")
    first = models.CharField("核查人", max_length=20)
    second = models.CharField("同行核查人", max_length=20)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="抽取人"
    )
    made_at = models.DateTimeField("抽取时间")

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "抽查"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["county", "seed"], name="a_seed_draws_once"),
            models.CheckConstraint(
                condition=~Q(first="") & ~Q(second="") & ~Q(first=F("second")),
                name="two_people_go",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.held_on:%Y-%m-%d}抽查（种子{self.seed}）"


class Result(models.Model):
    """What two people found at a site."""

    dc = models.PositiveSmallIntegerField("直流桩", null=True, blank=True)
    dc_out = models.PositiveSmallIntegerField("其中不能用的直流桩", null=True, blank=True)
    ac = models.PositiveSmallIntegerField("交流桩", null=True, blank=True)
    ac_out = models.PositiveSmallIntegerField("其中不能用的交流桩", null=True, blank=True)
    where = models.CharField("位置不符", max_length=200, blank=True)
    other = models.CharField("其他不符", max_length=200, blank=True)
    words = models.TextField("现场情况", blank=True)

    class Meta:
        abstract = True


class VisitQuerySet(OwnedQuerySet):
    """Visits, by who may see them."""

    WHOSE = "round__county"

    def visible_to(self, user: User, on: date) -> Self:
        """The county's for those who see that; for a unit's people those of its sites, once
        something was found there."""
        if user.sees_all_units:
            return self.served()
        own = Unit.objects.spoken_for(user, on)
        told = Q(pk__in=Finding.objects.filter(unit__in=own).values("visit"))
        return self.served().filter(told | Q(done_at__isnull=False), unit__in=own)

    def done(self) -> Self:
        """Those whose result is down."""
        return self.exclude(done_at=None)


class Visit(Result):
    """现场核查: one site that was drawn, and what was found there against what the ledger said;
    `corrections` say beside what was put down what it should have been."""

    append_only_when = "OLD.done_at IS NOT NULL"

    round = models.ForeignKey(Round, models.PROTECT, related_name="visits", verbose_name="抽查")
    position = models.PositiveSmallIntegerField("抽中次序")
    site = models.ForeignKey(Site, models.PROTECT, related_name="visits", verbose_name="站点")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="visits", verbose_name="报送单位")
    reached = models.BooleanField("看到了现场", null=True, blank=True)
    ledger = models.JSONField("当时的台账", null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="记录人",
    )
    done_at = models.DateTimeField("记录时间", null=True, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "现场核查"
        ordering = ["round", "position"]
        constraints = [
            models.UniqueConstraint(fields=["round", "site"], name="a_site_is_drawn_once_a_round"),
            models.UniqueConstraint(fields=["round", "position"], name="a_draw_has_its_order"),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None, reached=None)
                | Q(done_at__isnull=False, done_by__isnull=False, reached__isnull=False),
                name="a_visit_that_was_made_has_its_result",
            ),
            models.CheckConstraint(
                condition=~Q(reached=True)
                | Q(dc__isnull=False, ac__isnull=False)
                & Q(dc_out__isnull=False, ac_out__isnull=False),
                name="what_stands_was_counted",
            ),
            models.CheckConstraint(
                condition=Q(dc=None, ac=None) | Q(dc_out__lte=F("dc"), ac_out__lte=F("ac")),
                name="no_more_are_out_than_stand",
            ),
            models.CheckConstraint(
                condition=~Q(reached=False) | Q(dc=None, ac=None) & ~Q(words=""),
                name="who_did_not_get_in_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site}现场核查（{self.round.held_on:%Y-%m-%d}）"

    @property
    def told_at(self) -> datetime:
        """When it was put down."""
        assert self.done_at is not None
        return self.done_at

    @property
    def results(self) -> list["Visit | VisitCorrection"]:
        """What was put down, and each correction of it, the newest last."""
        return [self, *self.corrections.all()]

    @property
    def result(self) -> "Visit | VisitCorrection":
        """What was found, as it is known now."""
        return self.results[-1]

    @property
    def stamp(self) -> str:
        """Changes with its result, its pictures and the course of what was found."""
        steps = FindingStep.objects.filter(finding__visit=self)
        grown = (self.pictures.all(), self.corrections.all(), steps)
        last = [rows.order_by("pk").values_list("pk", flat=True).last() for rows in grown]
        return stamp(self.done_at, last)


class VisitCorrection(Result):
    """更正核查结果: what should have been put down at a visit, and why it was not."""

    append_only = True

    visit = models.ForeignKey(
        Visit, models.PROTECT, related_name="corrections", verbose_name="现场核查"
    )
    reached = models.BooleanField("看到了现场")
    reason = models.TextField("更正的原因")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="更正人"
    )
    made_at = models.DateTimeField("更正时间")

    class Meta:
        verbose_name = verbose_name_plural = "核查结果更正"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="who_corrects_a_result_says_why"),
            models.CheckConstraint(
                condition=Q(reached=True)
                & Q(dc__isnull=False, ac__isnull=False)
                & Q(dc_out__lte=F("dc"), ac_out__lte=F("ac"))
                & Q(dc_out__isnull=False, ac_out__isnull=False)
                | Q(reached=False, dc=None, ac=None) & ~Q(words=""),
                name="a_corrected_result_is_whole",
            ),
        ]

    @property
    def told_at(self) -> datetime:
        """When it was put down."""
        return self.made_at


class FindingKind(models.TextChoices):
    """What was not right: where the ledger and the site differ, and what is dangerous."""

    DC = "dc", "直流桩台数"
    AC = "ac", "交流桩台数"
    DC_OUT = "dc_out", "直流桩停用"
    AC_OUT = "ac_out", "交流桩停用"
    WHERE = "where", "位置"
    OTHER = "other", "其他不符"
    GENERAL = "general", "一般隐患"
    GRAVE = "grave", "重大安全隐患"


DANGERS = (FindingKind.GENERAL, FindingKind.GRAVE)


class FindingState(models.TextChoices):
    """How far what was found has come."""

    OPEN = "open", "待单位说明或整改"
    ANSWERED = "answered", "待专班审核"
    CLOSED = "closed", "已销号"
    WITHDRAWN = "withdrawn", "已撤回"


OVER = (FindingState.CLOSED, FindingState.WITHDRAWN)


class FindingQuerySet(OwnedQuerySet):
    """What was found, by who may see it."""

    WHOSE = "visit__round__county"

    def visible_to(self, user: User, on: date) -> Self:
        """The county's for those who see that, else what was found at the sites of the units whose
        posts the person holds on a day."""
        if user.sees_all_units:
            return self.served()
        own = Unit.objects.spoken_for(user, on)
        return self.served().filter(unit__in=own)

    def dangers(self) -> Self:
        """The hazards."""
        return self.filter(kind__in=DANGERS)

    def open(self) -> Self:
        """What was neither struck off nor withdrawn."""
        return self.exclude(state__in=OVER)


class Finding(models.Model):
    """核查事项: a difference or a hazard that its unit answers for, until it is struck off, or
    withdrawn with the result that it followed from."""

    append_only_when = "OLD.state IN ('closed', 'withdrawn')"

    visit = models.ForeignKey(
        Visit, models.PROTECT, related_name="findings", verbose_name="现场核查"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="findings", verbose_name="责任单位")
    kind = models.CharField("类别", max_length=8, choices=FindingKind)
    text = models.CharField("发现的问题", max_length=300)
    found_on = models.DateField("发现日期")
    reply_by = models.DateField("时限")
    state = models.CharField("状态", max_length=10, choices=FindingState, default=FindingState.OPEN)
    ended_on = models.DateField("销号日期", null=True, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "核查事项"
        ordering = ["found_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_finding_has_words"),
            models.CheckConstraint(
                condition=Q(state__in=OVER, ended_on__isnull=False)
                | ~Q(state__in=OVER) & Q(ended_on=None),
                name="a_finding_that_is_over_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(reply_by__gte=F("found_on")), name="a_finding_may_be_answered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit.site}：{self.text}"[:200]

    @property
    def is_danger(self) -> bool:
        """Whether it is a hazard."""
        return self.kind in DANGERS

    def days_open(self, today: date) -> int:
        """For how many days it has been open, or was."""
        return ((self.ended_on or today) - self.found_on).days

    def is_overdue(self, today: date) -> bool:
        """Whether its day has passed and the unit has not answered."""
        return self.state == FindingState.OPEN and today > self.reply_by

    @property
    def stamp(self) -> str:
        """Changes with each step."""
        return stamp(self.state, self.steps.order_by("pk").values_list("pk", flat=True).last())


class FindingStep(models.Model):
    """One verb that was done to what was found; replayed in their order they give its state."""

    append_only = True

    finding = models.ForeignKey(
        Finding, models.PROTECT, related_name="steps", verbose_name="核查事项"
    )
    verb = models.CharField("动作", max_length=20)
    actor = models.CharField("经办人", max_length=100)
    at = models.DateTimeField("时间")
    text = models.TextField("内容", blank=True)
    reply_by = models.DateField("时限", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "核查事项办理过程"
        ordering = ["pk"]

    @property
    def words(self) -> str:
        """What was written."""
        return self.text

    @property
    def bids(self) -> str:
        """Until when it asks for another answer; empty where it does not."""
        if self.verb not in ("insist", "urge") or self.reply_by is None:
            return ""
        return f"{dates.official_date(self.reply_by)}前再答复"


class CheckPicture(models.Model):
    """A picture taken at a visit, or handed in with what a unit answered (`step`)."""

    append_only = True

    visit = models.ForeignKey(
        Visit, models.PROTECT, related_name="pictures", verbose_name="现场核查"
    )
    step = models.ForeignKey(
        FindingStep,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="pictures",
        verbose_name="随哪一步",
    )
    name = models.CharField("文件名", max_length=120)
    note = models.CharField("说明", max_length=120, blank=True)
    content_type = models.CharField("类型", max_length=80)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField("摘要", max_length=64)
    original_sha256 = models.CharField("来件摘要", max_length=64)
    taken_at = models.DateTimeField("拍摄时间", null=True, blank=True)
    longitude = models.DecimalField(
        "经度（WGS-84）", max_digits=9, decimal_places=6, null=True, blank=True
    )
    latitude = models.DecimalField(
        "纬度（WGS-84）", max_digits=9, decimal_places=6, null=True, blank=True
    )
    file = models.FileField("文件", upload_to="checks/")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间")

    metres: int | None = None  # from its site, where it was `measured`

    class Meta:
        verbose_name = verbose_name_plural = "核查照片"
        ordering = ["uploaded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "original_sha256"],
                condition=Q(step=None),
                name="a_picture_of_a_visit_is_kept_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def came_later(self) -> bool:
        """Whether it was handed in after the result of its visit was down."""
        done = self.visit.done_at if self.step_id is None else None
        return done is not None and self.uploaded_at > done

    @property
    def position(self) -> tuple[float, float] | None:
        """(longitude, latitude) in WGS-84, where the camera told it."""
        if self.longitude is None or self.latitude is None:
            return None
        return float(self.longitude), float(self.latitude)
