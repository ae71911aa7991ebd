"""Evidence: photos and scans that belong to a return."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from shanyin_charging.accounts.models import User

from .submissions import Submission, Version


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Files of returns."""

    def attached(self) -> Self:
        """Those that were not taken off."""
        return self.filter(removed_at=None)

    def visible_to(self, user: User, on: date | None = None) -> Self:
        """The files of the returns that the person may see on a day (None: today)."""
        return self.filter(submission__in=Submission.objects.visible_to(user, on))


class Attachment(models.Model):
    """One file of a return; a signed scan says which version it was printed from."""

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
    file = models.FileField("文件", upload_to="attachments/")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间")
    removed_at = models.DateTimeField("撤下时间", null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "佐证材料"
        ordering = ["uploaded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "sha256"],
                condition=Q(removed_at=None),
                name="a_file_is_attached_once",
            )
        ]

    def __str__(self) -> str:
        return self.name
