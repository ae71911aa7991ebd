"""Bulletins: drafts that are written on, and issued ones that the database lets nobody change."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from reports.documents.content import Content
from reports.documents.kinds import KINDS
from reports.documents.stored import from_json
from shanyin_charging.accounts.models import User
from shanyin_charging.lifecycle.seen import stamp
from targets.models import Area, OwnedQuerySet
from targets.months import Month


class BulletinState(models.TextChoices):
    """How far a bulletin has come."""

    DRAFT = "draft", "草稿"
    IN_REVIEW = "in_review", "待审核"
    REVIEWED = "reviewed", "待签发"
    ISSUED = "issued", "已印发"


class BulletinQuerySet(OwnedQuerySet):
    """Bulletins, by who may see them and by what became of them."""

    def visible_to(self, user: User) -> Self:
        """Of the county, issued ones for everybody; what is being written for the office alone."""
        return self.served() if user.reviews else self.served().issued()

    def issued(self) -> Self:
        """Those with a number."""
        return self.filter(state=BulletinState.ISSUED)

    def alike(self, other: "Bulletin") -> Self:
        """Of the same kind, month and subject as another one, but for corrections."""
        same = {"kind": other.kind, "month_on": other.month_on, "subject": other.subject}
        return self.filter(county=other.county_id, corrects=None, **same).exclude(pk=other.pk)


class Bulletin(models.Model):
    """通报, 简报: written as a draft, then issued under the number that the office gave it or the
    next of its series and year, for good."""

    append_only_when = "OLD.state = 'issued'"

    county = models.ForeignKey(Area, models.PROTECT, related_name="bulletins", verbose_name="县")
    kind = models.CharField(
        "种类", max_length=10, choices=[(kind.code, kind.label) for kind in KINDS.values()]
    )
    month_on = models.DateField("月份", help_text="所报月份的第一天")
    subject = models.CharField(
        "对象", max_length=60, blank=True, help_text="专项：单位编号、任务号、公路名称"
    )
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name="更正哪一份",
    )
    state = models.CharField(
        "状态", max_length=10, choices=BulletinState, default=BulletinState.DRAFT
    )
    title = models.CharField("标题", max_length=200)
    content = models.JSONField("内容")
    revision = models.PositiveIntegerField("改动次数", default=0)
    remark = models.CharField("退回意见", max_length=200, blank=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="拟稿人"
    )
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="最后修改人",
    )
    authors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        related_name="+",
        verbose_name="动过笔的人",
        help_text="拟稿的、改过稿的；谁改了哪一段在日志里",
    )
    drafted_at = models.DateTimeField("拟稿时间")
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="审核人",
    )
    issuer = models.CharField("签发人", max_length=100, blank=True)
    amended = models.BooleanField(
        "签发人改定", default=False, help_text="签发人改过别人拟的稿，自己审定"
    )
    issued_at = models.DateTimeField("签发时间", null=True, blank=True)
    given = models.PositiveSmallIntegerField(
        "指定的编号", null=True, blank=True, help_text="空：签发时用下一号"
    )
    series = models.CharField("编号系列", max_length=10, blank=True)
    year = models.PositiveSmallIntegerField("编号年份", null=True, blank=True)
    serial = models.PositiveIntegerField("编号", null=True, blank=True)
    number = models.CharField("发文字号", max_length=60, blank=True)
    code = models.CharField("验证码", max_length=9, null=True, blank=True, unique=True)

    objects = BulletinQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "通报"
        ordering = ["-issued_at", "-drafted_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "series", "year", "serial"], name="bulletin_number_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    state="issued",
                    serial__gte=1,
                    year__isnull=False,
                    code__isnull=False,
                    issued_at__isnull=False,
                )
                & ~Q(number="")
                & ~Q(issuer="")
                & ~Q(series="")
                | ~Q(state="issued")
                & Q(
                    serial=None,
                    year=None,
                    code=None,
                    issued_at=None,
                    number="",
                    issuer="",
                    series="",
                ),
                name="a_bulletin_is_issued_whole",
            ),
            models.CheckConstraint(
                condition=Q(kind="correction", corrects__isnull=False)
                | ~Q(kind="correction") & Q(corrects=None),
                name="a_correction_corrects_something",
            ),
            models.CheckConstraint(
                condition=Q(given=None) | Q(given__gte=1), name="a_given_number_is_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.number or self.get_state_display()}）"

    @property
    def month(self) -> Month:
        """The month it is about."""
        return Month.of(self.month_on)

    @property
    def whole(self) -> Content:
        """The content that is stored, with what the office took out of the draft."""
        return from_json(self.content)

    @property
    def plain(self) -> Content:
        """The content as it is printed."""
        return self.whole.printed

    @property
    def stamp(self) -> str:
        """Changes with its content and the number it was given, and with what corrects it."""
        corrected = self.corrections.order_by("pk").values_list("pk", flat=True)
        return stamp(self.revision, list(corrected))

    def has_written(self, user: User) -> bool:
        """Whether a word of it is the person's."""
        return self.authors.filter(pk=user.pk).exists()

    def is_shared(self, user: User) -> bool:
        """Whether both the person and somebody else have written it."""
        return self.has_written(user) and self.authors.exclude(pk=user.pk).exists()

    @property
    def is_issued(self) -> bool:
        """Whether it has a number, and can change no more."""
        return self.state == BulletinState.ISSUED


class BulletinFile(models.Model):
    """A file as it was issued, kept in the database so that number, content and files stand or fall
    together."""

    append_only = True

    bulletin = models.ForeignKey(
        Bulletin, models.PROTECT, related_name="files", verbose_name="通报"
    )
    format = models.CharField("格式", max_length=5)
    content = models.BinaryField("内容")
    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "通报文件"
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "format"], name="bulletin_file_once")
        ]


class Opening(models.Model):
    """Who opened an issued bulletin first, and when."""

    append_only = True

    bulletin = models.ForeignKey(
        Bulletin, models.PROTECT, related_name="openings", verbose_name="通报"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="阅读人"
    )
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "阅读"
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["bulletin", "user"], name="opening_once")]
