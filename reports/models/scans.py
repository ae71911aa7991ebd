"""盖章件: the scan of a paper as it was signed and stamped, beside what the portal printed."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from shanyin_charging import serving

from .bulletins import Bulletin
from .supervision import SupervisionNotice

Paper = Bulletin | SupervisionNotice


class StampedScanQuerySet(models.QuerySet["StampedScan"]):
    """Scans of papers."""

    def served(self) -> Self:
        """Those of papers of the county that is served."""
        county = serving.county()
        return self.filter(Q(bulletin__county__code=county) | Q(notice__county__code=county))

    def of(self, paper: Paper) -> Self:
        """Those of one paper, the one that stands first."""
        about = "bulletin" if isinstance(paper, Bulletin) else "notice"
        return (
            self.filter(**{about: paper})
            .select_related("filed_by", "replaced_by")
            .defer("content")
            .order_by("-pk")
        )


class StampedScan(models.Model):
    """One scan, kept in the database beside its paper; a wrong one stays, and says nothing once
    another stands in its place."""

    append_only = True

    bulletin = models.ForeignKey(
        Bulletin, models.PROTECT, null=True, blank=True, related_name="scans", verbose_name="通报"
    )
    notice = models.ForeignKey(
        SupervisionNotice,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="scans",
        verbose_name="督办单",
    )
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name="更换哪一份",
    )
    reason = models.CharField("更换的原因", max_length=200, blank=True)
    name = models.CharField("文件名", max_length=120)
    content_type = models.CharField("类型", max_length=80)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField("SHA-256", max_length=64)
    content = models.BinaryField("内容")
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="存入人"
    )
    filed_at = models.DateTimeField("存入时间")

    objects = StampedScanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "盖章件"
        constraints = [
            models.CheckConstraint(
                condition=Q(bulletin__isnull=False, notice=None)
                | Q(bulletin=None, notice__isnull=False),
                name="a_scan_is_of_one_paper",
            ),
            models.CheckConstraint(
                condition=Q(replaces=None, reason="") | Q(replaces__isnull=False) & ~Q(reason=""),
                name="a_scan_is_replaced_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["bulletin"], condition=Q(replaces=None), name="first_scan_of_a_bulletin"
            ),
            models.UniqueConstraint(
                fields=["notice"], condition=Q(replaces=None), name="first_scan_of_a_notice"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bulletin or self.notice}　{self.name}"[:200]

    @property
    def paper(self) -> Paper:
        """What it is a scan of."""
        found = self.bulletin or self.notice
        assert found is not None, "the database refuses a scan of nothing"
        return found
