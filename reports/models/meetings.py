"""调度会: a meeting of the task force, and the pack that was printed for it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from reports.documents.content import Content
from reports.documents.stored import from_json
from shanyin_charging import dates
from shanyin_charging.accounts.models import User
from shanyin_charging.lifecycle.seen import stamp
from targets.models import Area, OwnedQuerySet


class MeetingState(models.TextChoices):
    """How far a meeting has come."""

    PLANNED = "planned", "待召开"
    HELD = "held", "已召开"
    CANCELLED = "cancelled", "已取消"


class MeetingQuerySet(OwnedQuerySet):
    """Meetings, by who may see them and by their order."""

    def visible_to(self, user: User) -> Self:
        """The county's for who sees all units; a unit reads what was agreed on its notice."""
        return self.served() if user.sees_all_units else self.none()

    def before(self, meeting: "Meeting") -> Self:
        """Those that were held before another, the last one first."""
        held = self.filter(state=MeetingState.HELD, held_on__lt=meeting.held_on)
        return held.order_by("-held_on")


class Meeting(models.Model):
    """One meeting: its day, what was said at it in short; what was agreed are notices that name
    it."""

    append_only_when = "OLD.state = 'cancelled'"

    county = models.ForeignKey(Area, models.PROTECT, related_name="meetings", verbose_name="县")
    held_on = models.DateField("会议日期")
    place = models.CharField("地点", max_length=60, blank=True)
    subject = models.CharField("议题", max_length=120, blank=True)
    state = models.CharField(
        "状态", max_length=10, choices=MeetingState, default=MeetingState.PLANNED
    )
    minutes = models.TextField("会议纪要要点", blank=True)
    reason = models.CharField("取消的原因", max_length=200, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="安排人"
    )
    made_at = models.DateTimeField("安排时间")

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "调度会"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "held_on"],
                name="one_meeting_a_day",
                condition=~Q(state="cancelled"),
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled") & ~Q(reason="")
                | ~Q(state="cancelled") & Q(reason=""),
                name="a_cancelled_meeting_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state="held") | Q(minutes=""),
                name="only_what_was_held_has_minutes",
            ),
        ]

    def __str__(self) -> str:
        return f"{dates.official_date(self.held_on)}调度会"

    @property
    def stamp(self) -> str:
        """Changes with all that a verb may change, and with each pack."""
        packs = self.packs.order_by("pk").values_list("pk", flat=True)
        fields = ("held_on", "place", "subject", "state", "minutes", "reason")
        return stamp([getattr(self, name) for name in fields], list(packs))


class PackQuerySet(OwnedQuerySet):
    """Packs, by who may see them."""

    WHOSE = "meeting__county"

    def visible_to(self, user: User) -> Self:
        """The county's for who sees all units."""
        return self.served() if user.sees_all_units else self.none()


class Pack(models.Model):
    """会议材料 as it was made: what was known at that moment, and its files. The last one is the
    meeting's."""

    append_only = True

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="packs", verbose_name="调度会"
    )
    version = models.PositiveSmallIntegerField("第几稿")
    content = models.JSONField("内容")
    digest = models.CharField("内容摘要", max_length=64)
    known = models.PositiveIntegerField("取数到台账第几笔")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="生成人"
    )
    made_at = models.DateTimeField("生成时间")

    objects = PackQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会议材料"
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "version"], name="pack_version_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="packs_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}材料（第{self.version}稿）"

    @property
    def plain(self) -> Content:
        """The content as it was made."""
        return from_json(self.content)


class PackFile(models.Model):
    """A file of a pack, kept beside its content so that it is the same for good."""

    append_only = True

    pack = models.ForeignKey(Pack, models.PROTECT, related_name="files", verbose_name="会议材料")
    format = models.CharField("格式", max_length=5)
    content = models.BinaryField("内容")
    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "会议材料文件"
        constraints = [models.UniqueConstraint(fields=["pack", "format"], name="pack_file_once")]
