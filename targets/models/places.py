"""Places: the county, its townships and villages form the tree that is summed."""

from typing import Self

from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Concat

from shanyin_charging import serving

from .natural import Natural, NaturalQuerySet

BESIDE = "Z"  # before the code of a county, in that of a zone or a road


class AreaKind(models.TextChoices):
    """Of the tree: county, township, village; beside it: zone, road."""

    COUNTY = "county", "县"
    TOWNSHIP = "township", "乡（镇）"
    VILLAGE = "village", "行政村（社区）"
    ZONE = "zone", "片区"
    ROAD = "road", "公路"


WHOLE = {"县": "全县", "区": "全区", "市": "全市", "旗": "全旗"}  # by how a county's name ends
# How long the division code of a place in the tree is.
DIGITS = {AreaKind.COUNTY: 6, AreaKind.TOWNSHIP: 9, AreaKind.VILLAGE: 12}


def full_name_at(path: str) -> Case:
    """The full name of the place at the end of a path of fields, as the database tells it."""
    village = Concat(f"{path}__parent__name", f"{path}__name")
    is_village = {f"{path}__kind": AreaKind.VILLAGE, f"{path}__parent__isnull": False}
    return Case(When(**is_village, then=village), default=f"{path}__name")


class AreaQuerySet(NaturalQuerySet):
    """Places."""

    def served(self) -> Self:
        """Those of the county that is served: its tree, with what stands beside it."""
        return self.within(serving.county())

    def within(self, county: str) -> Self:
        """A county with all that lies in it, by its code."""
        return self.filter(Q(code__startswith=county) | Q(code__startswith=f"{BESIDE}{county}"))


class Area(Natural):
    """A place, keyed by its division code. In the tree a code continues its parent's; zones and
    roads (codes that begin with Z) stand beside it and are never summed into it."""

    code = models.CharField("区划代码", max_length=24, unique=True)
    name = models.CharField("名称", max_length=40)
    short_name = models.CharField("简称", max_length=10)
    kind = models.CharField("类别", max_length=10, choices=AreaKind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    position = models.PositiveSmallIntegerField("文件顺序")
    longitude = models.DecimalField("经度", max_digits=8, decimal_places=5, null=True, blank=True)
    latitude = models.DecimalField("纬度", max_digits=8, decimal_places=5, null=True, blank=True)
    point_note = models.CharField("位置说明", max_length=60, blank=True)
    outline = models.JSONField(
        "轮廓（示意）", default=list, blank=True, help_text="经度、纬度，CGCS2000"
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from"
    )
    merged_on = models.DateField("并入日期", null=True, blank=True)
    merged_at = models.DateTimeField("登记并入的时间", null=True, blank=True)

    objects = AreaQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "地域"
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=AreaKind.COUNTY, parent=None)
                | (~Q(kind=AreaKind.COUNTY) & Q(parent__isnull=False)),
                name="only_a_county_is_a_root",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None, merged_on=None, merged_at=None)
                | Q(merged_into__isnull=False, merged_on__isnull=False, merged_at__isnull=False)
                & ~Q(merged_into=F("id")),
                name="a_merger_has_its_date",
            ),
        ]

    @property
    def throughout(self) -> str:
        """What the whole of a county is called, by what it calls itself: 全县, 全区, 全市."""
        return WHOLE.get(self.name[-1:], WHOLE["县"])

    def __str__(self) -> str:
        return self.name

    @property
    def full_name(self) -> str:
        """A village with its township, since names repeat: 玉井镇水泉村."""
        if self.kind == AreaKind.VILLAGE and self.parent:
            return f"{self.parent.name}{self.name}"
        return self.name
