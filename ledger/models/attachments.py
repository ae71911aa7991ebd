"""Evidence: photos and scans that belong to a return."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from shanyin_charging.accounts.models import User

from .submissions import HANDED_IN, Submission, Version


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Files of returns."""

    def attached(self) -> Self:
        """Those that were not taken off."""
        return self.filter(removed_at=None)

    def pictures(self) -> Self:
        """Those that are looked at."""
        return self.filter(content_type__startswith="image/")

    def visible_to(self, user: User, on: date | None = None) -> Self:
        """The files of the returns that the person may see on a day (None: today); who is not of
        the unit sees them once they were handed in, and what the office enters the office."""
        seen = self.filter(submission__in=Submission.objects.visible_to(user, on))
        if not user.sees_all_units:
            return seen
        versions = Version.objects.filter(submission=OuterRef("submission"))
        came_in = versions.filter(submitted_at__gte=OuterRef("uploaded_at"))
        open_to_all = Q(Exists(came_in)) | Q(submission__state__in=HANDED_IN)
        open_to_all |= Q(signed_version__isnull=False)
        if user.reviews:
            entered = versions.filter(submitted_at=None).exclude(paper_reason="")
            open_to_all |= Q(Exists(entered))
        return seen.filter(open_to_all)


class Attachment(models.Model):
    """One file of a return; a signed scan says which version it was printed from. Of a picture that
    was made harmless, what the camera told is kept beside it."""

    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="attachments", verbose_name="报送"
    )
    signed_version = models.ForeignKey(
        Version,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="scans",
        verbose_name="签章扫描件对应版次",
    )
    line_key = models.CharField(
        "对应明细", max_length=43, blank=True, help_text="明细的键，各版次相同；空：整份材料"
    )
    name = models.CharField("文件名", max_length=120)
    note = models.CharField("说明", max_length=120, blank=True)
    content_type = models.CharField("类型", max_length=80)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField("摘要", max_length=64)
    original_sha256 = models.CharField(
        "来件摘要", max_length=64, help_text="上传时的文件的摘要；照片收下时重新压缩过"
    )
    taken_at = models.DateTimeField("拍摄时间", null=True, blank=True)
    longitude = models.DecimalField(
        "经度（WGS-84）", max_digits=9, decimal_places=6, null=True, blank=True
    )
    latitude = models.DecimalField(
        "纬度（WGS-84）", max_digits=9, decimal_places=6, null=True, blank=True
    )
    file = models.FileField("文件", upload_to="attachments/")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间")
    removed_at = models.DateTimeField("撤下时间", null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()
    metres: int | None = None  # from its site, where it was `measured`

    class Meta:
        verbose_name = verbose_name_plural = "佐证材料"
        ordering = ["uploaded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "original_sha256"],
                condition=Q(removed_at=None),
                name="a_file_is_attached_once",
            ),
            models.CheckConstraint(
                condition=~Q(original_sha256=""), name="a_file_has_the_digest_it_came_with"
            ),
            models.CheckConstraint(
                condition=Q(longitude=None, latitude=None)
                | Q(longitude__isnull=False, longitude__gte=73, longitude__lte=136)
                & Q(latitude__isnull=False, latitude__gte=3, latitude__lte=54),
                name="a_picture_is_in_china_or_nowhere",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        """Whether it is looked at, and not only taken out."""
        return self.content_type.startswith("image/")

    @property
    def position(self) -> tuple[float, float] | None:
        """(longitude, latitude) in WGS-84, where the camera told it."""
        if self.longitude is None or self.latitude is None:
            return None
        return float(self.longitude), float(self.latitude)
