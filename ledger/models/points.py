"""Where a site or a village is: dated points, each with the datum it was given in."""

from django.db import models
from django.db.models import Q

from ledger import datum
from targets.models import Area

from .entries import Site


class Point(models.Model):
    """One statement of where something is; the newest one stands."""

    append_only = True

    DATUMS = [
        (datum.GCJ02, "高德、腾讯（GCJ-02）"),
        (datum.BD09, "百度（BD-09）"),
        (datum.WGS84, "GPS（WGS-84）"),
    ]

    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="points", verbose_name="站点"
    )
    area = models.ForeignKey(
        Area,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="points",
        verbose_name="村（社区）",
    )
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=6)
    latitude = models.DecimalField("纬度", max_digits=9, decimal_places=6)
    datum = models.CharField("坐标系", max_length=6, choices=DATUMS)
    on = models.DateField("日期")
    recorded_by = models.CharField("登记人", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "位置"
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(site=None, area__isnull=False) | Q(site__isnull=False, area=None),
                name="a_point_is_of_a_site_or_an_area",
            ),
            models.CheckConstraint(
                condition=Q(
                    longitude__gte=73, longitude__lte=136, latitude__gte=3, latitude__lte=54
                ),
                name="a_point_is_in_china",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site or self.area}的位置"

    @property
    def wgs84(self) -> tuple[float, float]:
        """(longitude, latitude) in WGS-84."""
        return datum.to_wgs84(float(self.longitude), float(self.latitude), self.datum)
