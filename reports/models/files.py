"""What is kept of a file beside its bytes: of a picture its thumbnail, when and where it was
taken."""

from django.db import models
from django.db.models import Q

BYTES = ("content", "thumbnail")  # which a page that only names a file does not ask for


class KeptFile(models.Model):
    """A file kept in the database. A picture is made harmless on the way in, as those of returns
    are; what came before that has no digest that it came with, and stays as it came."""

    append_only = True

    name = models.CharField("文件名", max_length=120)
    content_type = models.CharField("类型", max_length=80)
    sha256 = models.CharField("摘要", max_length=64)
    content = models.BinaryField("内容")
    original_sha256 = models.CharField("来件摘要", max_length=64, blank=True, default="")
    thumbnail = models.BinaryField("缩略图", blank=True, default=b"")
    taken_at = models.DateTimeField("拍摄时间", null=True, blank=True)
    longitude = models.DecimalField(
        "经度（WGS-84）", max_digits=9, decimal_places=6, null=True, blank=True
    )
    latitude = models.DecimalField(
        "纬度（WGS-84）", max_digits=9, decimal_places=6, null=True, blank=True
    )

    metres: int | None = None  # no site is known that it would be far from

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(longitude=None, latitude=None)
                | Q(longitude__isnull=False, longitude__gte=73, longitude__lte=136)
                & Q(latitude__isnull=False, latitude__gte=3, latitude__lte=54),
                name="%(class)s_is_in_china_or_nowhere",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        """Whether it is shown, and not only taken out."""
        return self.content_type.startswith("image/") and bool(self.original_sha256)

    @property
    def position(self) -> tuple[float, float] | None:
        """(longitude, latitude) in WGS-84, where the camera told it."""
        if self.longitude is None or self.latitude is None:
            return None
        return float(self.longitude), float(self.latitude)
