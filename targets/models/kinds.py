"""The sorts of places that the plan speaks of, and its sorts of pilots."""

from django.db import models

from .natural import Natural
from .plan import Plan


class PlaceKind(Natural):
    """One sort of place, or of pilot. Whether a place is a charging station is another matter: one
    that is not `offered` was picked for places of before and is picked no more."""

    NATURAL = ("plan__code", "code")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="place_kinds", verbose_name="方案")
    code = models.SlugField("编号", max_length=20)
    position = models.PositiveSmallIntegerField("顺序")
    name = models.CharField("类别", max_length=20)
    pilot = models.BooleanField("是试点", default=False)
    offered = models.BooleanField("可以选", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "场所类别"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="place_kind_code_once")
        ]

    def __str__(self) -> str:
        return self.name
