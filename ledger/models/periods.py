"""The county's ledger and the periods it is reported in."""

from datetime import datetime
from functools import cached_property

from django.db import models
from django.db.models import F, Q

from targets.models import Area, OwnedQuerySet, Plan, Unit
from targets.months import Month


class Ledger(models.Model):
    """One county's ledger; its row is what posting locks to take the next number."""

    county = models.OneToOneField(Area, models.PROTECT, related_name="ledger", verbose_name="县")
    opened_on = models.DateField("建账日", help_text="期初余额的日期；这一天及以前的已含在基数里")
    first_month_on = models.DateField(
        "起报月份", help_text="首个按月报送的月份的第一天；此前每年一个年度结账"
    )
    live_from = models.DateField(
        "启用日", help_text="开通平台的日期；此前已到期的月份作结账补录，不计迟报、不催报"
    )
    closed_through = models.DateField(
        "结账到", null=True, blank=True, help_text="这一天及以前的变动只能更正"
    )
    last_number = models.PositiveIntegerField("末号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "台账"

    def __str__(self) -> str:
        return f"{self.county}台账"


class LateGrant(models.Model):
    """准予补报: one unit may write one locked period until the grant expires."""

    append_only = True

    period = models.ForeignKey("Period", models.PROTECT, related_name="grants", verbose_name="期")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="grants", verbose_name="单位")
    reason = models.CharField("原因", max_length=200)
    expires_at = models.DateTimeField("有效期至")
    granted_by = models.CharField("准予人", max_length=100)
    granted_at = models.DateTimeField("准予时间")

    class Meta:
        verbose_name = verbose_name_plural = "准予补报"

    def __str__(self) -> str:
        return f"{self.unit} {self.period}"


class PeriodKind(models.TextChoices):
    """A month, or a year's closing account of what came before the first month."""

    CLOSING = "closing", "年度结账"
    MONTH = "month", "月报"


class Period(models.Model):
    """期: its due and lock moments are stored when it is made, so a later setting rewrites no
    history."""

    county = models.ForeignKey(Area, models.PROTECT, related_name="periods", verbose_name="县")
    kind = models.CharField("类别", max_length=8, choices=PeriodKind)
    starts_on = models.DateField("起")
    ends_on = models.DateField("止")
    due_at = models.DateTimeField(
        "截止时刻", null=True, blank=True, help_text="到此刻为止（不含）算按时；年度结账没有"
    )
    lock_at = models.DateTimeField("锁定时刻", null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "期"
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["county", "starts_on"], name="period_once"),
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on")), name="period_runs_forward"
            ),
            models.CheckConstraint(
                condition=Q(kind=PeriodKind.CLOSING) | Q(due_at__isnull=False),
                name="a_month_has_a_due_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def is_locked(self, now: datetime) -> bool:
        """Whether its lock has come; a closing account has none."""
        return self.lock_at is not None and now >= self.lock_at

    @property
    def closed_year(self) -> int | None:
        """The year that it ends in, once that is closed."""
        closed = self.county.ledger.closed_through
        return self.ends_on.year if closed and self.ends_on <= closed else None

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """When a month falls due and when it is locked; it is made with both, a closing account has
        neither."""
        assert self.due_at is not None and self.lock_at is not None, "a month has both"
        return self.due_at, self.lock_at

    @property
    def month(self) -> Month:
        """The month of the period's last day."""
        return Month.of(self.ends_on)

    @cached_property
    def plan(self) -> Plan:
        """The plan in force in the county in that month: what is asked and told in the period is
        its own."""
        return Plan.objects.in_force(self.county, self.month)

    @property
    def label(self) -> str:
        """What the period is called on pages."""
        if self.kind == PeriodKind.MONTH:
            return f"{self.month.label}月报"
        if (self.starts_on.month, self.ends_on.month) == (1, 12):
            return f"{self.ends_on.year}年年度结账"
        if self.starts_on.month == self.ends_on.month:
            return f"{self.month.label}结账"
        return f"{self.starts_on.year}年{self.starts_on.month}—{self.ends_on.month}月结账"
