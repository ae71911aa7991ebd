"""通知: the office's word to units that it chose, and which of them have read it."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from shanyin_charging.accounts.models import User
from shanyin_charging.lifecycle.seen import stamp
from targets.models import Area, OwnedQuerySet, Unit

from .files import BYTES, KeptFile


class AnnouncementState(models.TextChoices):
    """How far an announcement has come."""

    DRAFT = "draft", "草稿"
    SENT = "sent", "已发出"
    WITHDRAWN = "withdrawn", "已撤回"


class AnnouncementQuerySet(OwnedQuerySet):
    """Announcements, by who may see them."""

    def visible_to(self, user: User, on: date) -> Self:
        """The county's for the office; for who else sees all units what was sent; for a unit's
        people what was sent to it, also once it is withdrawn."""
        found = self.served()
        if user.reviews:
            return found
        sent = found.exclude(state=AnnouncementState.DRAFT)
        if user.sees_all_units:
            return sent
        own = Unit.objects.spoken_for(user, on)
        to = Announcement.units.through.objects.filter(unit__in=own)
        return sent.filter(pk__in=to.values("announcement"))

    def with_file(self) -> Self:
        """With what goes with them, but for its bytes."""
        return self.select_related("file").defer(*(f"file__{name}" for name in BYTES))


class AnnouncementFile(KeptFile):
    """The file that goes with an announcement, kept in the database."""

    size = models.PositiveIntegerField("字节数")

    class Meta(KeptFile.Meta):
        verbose_name = verbose_name_plural = "通知附件"


class Announcement(models.Model):
    """A word to units. What was sent stays as it was sent; it may only be withdrawn."""

    append_only_when = "OLD.sent_at IS NOT NULL"
    append_only_but = ("state", "reason")

    county = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="县")
    title = models.CharField("标题", max_length=100)
    text = models.TextField("正文")
    units = models.ManyToManyField(Unit, related_name="announcements", verbose_name="发给")
    file = models.ForeignKey(
        AnnouncementFile,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="announcements",
        verbose_name="附件",
    )
    state = models.CharField(
        "状态", max_length=9, choices=AnnouncementState, default=AnnouncementState.DRAFT
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="起草人"
    )
    made_at = models.DateTimeField("起草时间")
    sent_by = models.CharField("发出人", max_length=100, blank=True)
    sent_at = models.DateTimeField("发出时间", null=True, blank=True)
    reason = models.CharField("撤回的原因", max_length=200, blank=True)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "通知"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(text=""), name="an_announcement_has_words"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", sent_at=None, sent_by="")
                | ~Q(state="draft") & Q(sent_at__isnull=False) & ~Q(sent_by=""),
                name="what_was_announced_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn") & ~Q(reason="")
                | ~Q(state="withdrawn") & Q(reason=""),
                name="an_announcement_is_withdrawn_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"通知《{self.title}》"

    @property
    def files(self) -> list[AnnouncementFile]:
        """What goes with it."""
        return [self.file] if self.file else []

    @property
    def unread(self) -> models.QuerySet[Unit]:
        """The units of which nobody has read it, in the plan's order."""
        return self.units.exclude(pk__in=self.receipts.values("unit"))

    @property
    def stamp(self) -> str:
        """Changes with each word of it, with its file, and with whom it goes to."""
        units = list(self.units.order_by("pk").values_list("pk", flat=True))
        return stamp(self.state, self.title, self.text, self.file_id, units)


class Receipt(models.Model):
    """已阅: who of a unit has read it first, and when."""

    append_only = True

    announcement = models.ForeignKey(
        Announcement, models.PROTECT, related_name="receipts", verbose_name="通知"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="announcements_read", verbose_name="单位"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="已阅人"
    )
    at = models.DateTimeField("已阅时间")

    class Meta:
        verbose_name = verbose_name_plural = "通知已阅"
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["announcement", "unit"], name="a_unit_has_read_it_once")
        ]
