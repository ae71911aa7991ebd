"""What the entries of one address add up to, month by month: kept by the database itself, never
written by the portal."""

from django.db import models
from django.db.models import Q

from targets.models import Area

# in place of a site or a row's unit where an entry has none, and of all three in a county's own
# balance
NOWHERE = 0


class Balance(models.Model):
    """Derived from the entries that stand, flows only; it may be emptied and rebuilt at any
    moment."""

    county = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="县")
    measure = models.CharField("计量", max_length=24)
    cause = models.CharField("变动", max_length=10)
    area = models.PositiveBigIntegerField("所在地")
    site = models.PositiveBigIntegerField("站点")
    unit = models.PositiveBigIntegerField("计入任务表")
    month = models.PositiveIntegerField("月份", help_text="年×12＋月−1")
    value = models.BigIntegerField("合计（最小单位）")

    class Meta:
        verbose_name = verbose_name_plural = "余额"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "measure", "cause", "area", "site", "unit", "month"],
                name="balance_of_an_address_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["measure", "month"], condition=Q(area=NOWHERE), name="balance_of_counties"
            )
        ]
