"""Units, the names they go by, their people and their duties."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from shanyin_charging import clock
from shanyin_charging.accounts.models import User

from .natural import Natural, NaturalQuerySet
from .owned import OwnedQuerySet
from .places import Area
from .plan import Clause, Plan, plans_served


class UnitKind(models.TextChoices):
    """As the quota table groups its rows."""

    TOWNSHIP = "township", "乡（镇）"
    COUNTY = "county", "县直及有关单位"
    OTHER = "other", "非成员主体"


class UnitQuerySet(OwnedQuerySet, NaturalQuerySet):  # type: ignore[override]
    """Units by whose they are, by who may see them, and by who reports."""

    def visible_to(self, user: User, on: date | None = None) -> Self:
        """All of the county for those who see that; else the units that the person speaks for on a
        day (None: today)."""
        own = self.served()
        return own if user.sees_all_units else own.spoken_for(user, on or clock.today())

    def spoken_for(self, user: User, on: date) -> Self:
        """Those in which the person holds a post on a day, and what has gone on as one of these."""
        posts = Post.objects.held_by(user, on)
        held = posts.values("unit")
        return self.filter(
            Q(pk__in=held) | Q(merged_into__in=held) | Q(merged_into__merged_into__in=held),
            county__in=posts.values("unit__county"),  # or every county's units are gone through
        )

    def held_by(self, user: User, on: date) -> Self:
        """The same, each with whether its returns are filled in or passed by the person."""
        held = Post.objects.held_by(user, on).filter(
            Q(unit=OuterRef("pk"))
            | Q(unit=OuterRef("merged_into"))
            | Q(unit=OuterRef("merged_into__merged_into"))
        )
        return self.spoken_for(user, on).annotate(
            is_written=Exists(held.writing()), is_checked=Exists(held.filter(checks=True))
        )

    def members(
        self, plan: Plan, on: date | None = None, recorded_before: datetime | None = None
    ) -> Self:
        """The units that hand in returns under the plan, in the document's order; with a day, those
        of them that had not been merged into another by it, as far as that was recorded before a
        moment."""
        found = self.filter(memberships__plan=plan).order_by("memberships__position")
        return found.exclude(pk__in=self.model.objects.merged(on, recorded_before)) if on else found

    def merged_on(self, recorded_before: datetime | None = None) -> list[tuple[int, date | None]]:
        """(id of a unit, from which day on it goes on as another), as far as that was recorded
        before a moment."""
        rows = self.values_list("pk", "merged_on", "merged_at")
        return [
            (pk, on if at and (recorded_before is None or at < recorded_before) else None)
            for pk, on, at in rows
        ]

    def rows_of(self, *plans: Plan) -> Self:
        """The units that a plan sets a target for, as its table of quotas lists them."""
        return self.filter(targets__indicator__plan__in=plans).distinct()

    def merged(self, on: date, recorded_before: datetime | None = None) -> Self:
        """Those that had been merged into another by a day, as far as that was recorded before a
        moment."""
        found = self.filter(merged_on__lte=on)
        return found.filter(merged_at__lt=recorded_before) if recorded_before else found


class Unit(Natural):
    """A unit that the plan names: a township, a body of the county, or a row of the quota table."""

    NATURAL = ("county__code", "code")

    county = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="县")
    code = models.SlugField("编号", max_length=24)
    name = models.CharField("名称", max_length=40)
    kind = models.CharField("类别", max_length=10, choices=UnitKind)
    area = models.OneToOneField(Area, models.PROTECT, null=True, blank=True, related_name="unit")
    position = models.PositiveSmallIntegerField("顺序")
    proposed_supervisor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposed_rows",
        verbose_name="建议代报单位",
    )
    note = models.CharField("说明", max_length=200, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from"
    )
    merged_on = models.DateField("并入日期", null=True, blank=True)
    merged_at = models.DateTimeField("登记并入的时间", null=True, blank=True)

    objects = UnitQuerySet.as_manager()  # type: ignore[assignment, misc]
    is_written: bool  # of those that a Holder speaks for
    is_checked: bool  # the same

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["county", "code"], name="unit_code_once_a_county"),
            models.CheckConstraint(
                condition=Q(kind=UnitKind.TOWNSHIP, area__isnull=False)
                | (~Q(kind=UnitKind.TOWNSHIP) & Q(area=None)),
                name="a_township_unit_has_its_area",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None, merged_on=None, merged_at=None)
                | Q(merged_into__isnull=False, merged_on__isnull=False, merged_at__isnull=False)
                & ~Q(merged_into=F("id")),
                name="a_merged_unit_has_its_date",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def with_merged(self, on: date) -> list["Unit"]:
        """The unit and those that had been merged into it by a day, or into one of these, whose
        duties and sites it took over."""
        found, newer = [self], [self]
        while newer:
            newer = list(Unit.objects.filter(merged_into__in=newer, merged_on__lte=on))
            found += newer
        return found

    def heirs(self, on: date) -> list["Unit"]:
        """The unit and what it has gone on as by a day, the present one last."""
        found = [self]
        while (into := found[-1].merged_into) and (since := found[-1].merged_on) and since <= on:
            found.append(into)
        return found


class AliasQuerySet(OwnedQuerySet, NaturalQuerySet):  # type: ignore[override]
    """Names of units by whose they are."""


class Alias(Natural):
    """A name that a document uses for a unit."""

    NATURAL = ("county__code", "name")

    county = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="县")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="aliases", verbose_name="单位")
    name = models.CharField("写法", max_length=40)
    used_in = models.CharField("出处", max_length=80)

    objects = AliasQuerySet.as_manager()  # type: ignore[assignment, misc]

    class Meta:
        verbose_name = verbose_name_plural = "别名"
        constraints = [
            models.UniqueConstraint(fields=["county", "name"], name="alias_once_a_county")
        ]

    def __str__(self) -> str:
        return self.name


class Membership(Natural):
    """A unit that reports under the plan every month."""

    NATURAL = ("plan__code", "unit__code")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships")
    position = models.PositiveSmallIntegerField("顺序")

    class Meta:
        verbose_name = verbose_name_plural = "成员单位"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["plan", "unit"], name="member_once")]


class Appointment(Natural):
    """A person that the plan names for the task force."""

    NATURAL = ("plan__code", "position")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="appointments")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    position = models.PositiveSmallIntegerField("顺序")
    role = models.CharField("专班职务", max_length=20)
    name = models.CharField("姓名", max_length=40)
    unit_as_printed = models.CharField("单位（原文）", max_length=40)
    title = models.CharField("职务", max_length=40)
    starts_on = models.DateField("起")
    ends_on = models.DateField("止", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "专班成员"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "position"], name="appointment_once")
        ]


class PostQuerySet(OwnedQuerySet):
    """Posts by whose they are, and by who holds them on which day."""

    WHOSE = "unit__county"

    def held_by(self, user: User, on: date) -> Self:
        """The posts that the person holds on a day; none of who is out of use."""
        return self.filter(user=user).held_on(on)

    def writing(self) -> Self:
        """The posts whose holders fill in returns; those of checkers only pass them."""
        return self.filter(checks=False)

    def held_on(self, day: date, of_anybody: bool = False) -> Self:
        """The posts held on a day, by people in use or by anybody."""
        held = self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)
        return held if of_anybody else held.filter(user__is_active=True)


class Post(models.Model):
    """岗位: a person speaks for a unit, from when to when."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts", verbose_name="人员"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name="单位")
    starts_on = models.DateField("起")
    ends_on = models.DateField("止", null=True, blank=True)
    checks = models.BooleanField(
        "单位审核人", default=False, help_text="单位有审核人的，上报前须经其审核"
    )

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "岗位"
        constraints = [
            models.UniqueConstraint(fields=["user", "unit", "starts_on"], name="post_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit}（审核人）" if self.checks else str(self.unit)

    def state_on(self, day: date) -> str:
        """Whether it is held on a day: held, coming, or over."""
        if self.ends_on and self.ends_on < max(day, self.starts_on):
            return "over"
        return "coming" if self.starts_on > day else "held"


@dataclass
class Holder:
    """A person with the units that they speak for today, and the plans that they may be asked
    about, asked of the database once."""

    user: User

    @cached_property
    def units(self) -> list[Unit]:
        """The units that the person speaks for, and what has gone on as one of them; of who fills
        in no returns none."""
        if not self.user.fills_returns:
            return []
        return list(Unit.objects.held_by(self.user, clock.today()))

    @cached_property
    def plans(self) -> list[Plan]:
        """Those of the county that is served."""
        return plans_served()

    @property
    def writes(self) -> list[Unit]:
        """Those whose returns the person fills in."""
        return [unit for unit in self.units if unit.is_written]

    @property
    def checks(self) -> list[Unit]:
        """Those whose returns the person passes."""
        return [unit for unit in self.units if unit.is_checked]


class Duty(Natural):
    """A unit that a clause names, with what the portal proposes that it reports."""

    NATURAL = ("clause__plan__code", "clause__code", "unit__code")

    class Part(models.TextChoices):
        """What of the clause is the unit's, as the portal proposes."""

        REPORTER = "reporter", "建议报送"
        CHECKER = "checker", "建议核对"
        NAMED = "named", "责任单位"

    clause = models.ForeignKey(Clause, models.PROTECT, related_name="duties", verbose_name="条款")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="duties", verbose_name="单位")
    position = models.PositiveSmallIntegerField("顺序")
    unit_as_printed = models.CharField(
        "原文写法", max_length=40, blank=True, help_text="空：原文未列，由系统建议"
    )
    part = models.CharField("分工（建议）", max_length=10, choices=Part)
    reports = models.CharField("报送内容", max_length=120, blank=True)
    forms = models.JSONField(
        "填报事项", default=list, blank=True, help_text="如 piles、site:estate、distance:core"
    )

    class Meta:
        verbose_name = verbose_name_plural = "职责"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["clause", "unit"], name="duty_once")]
