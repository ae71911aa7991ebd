"""What was posted: sites, and the append-only entries that every figure is summed from."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When

from ledger import formerly
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from targets.measures import MEASURES
from targets.models import Area, OwnedQuerySet, PlaceKind, Unit, begun

from .submissions import Line

PILES = [code for code in MEASURES if code.startswith(("public_", "dedicated_", "private_"))]
LEVELS = [measure.code for measure in MEASURES.values() if measure.level]


class SiteQuerySet(OwnedQuerySet):
    """Sites."""

    def named(self) -> Self:
        """With `kind_word`: what sort of place each is, in the words of the plan that holds today,
        or of the last that has it."""
        known = PlaceKind.objects.filter(code=OuterRef("kind"), plan__county=OuterRef("county"))
        coming = ~begun(clock.today(), "plan__")
        kinds = known.order_by(Case(When(coming, then=1), default=0), "-plan__starts_on")
        return self.annotate(kind_word=Subquery(kinds.values("name")[:1]))

    def standing(self) -> Self:
        """Those that were not found to be another one."""
        return self.filter(merged_into=None)

    def visible_to(self, user: User, on: date | None = None) -> Self:
        """Every site of the county for those who see that, else those of the units whose posts the
        person holds on a day (None: today)."""
        own = self.served()
        if user.sees_all_units:
            return own
        held = Unit.objects.spoken_for(user, on or clock.today())
        return own.filter(kept_by(held.select_related("area")))

    def open_to(self, user: User) -> set[int]:
        """The numbers of those that the person may open, for pages that name the others too."""
        return set(self.visible_to(user).values_list("pk", flat=True))

    def reported_by(self, unit: Unit) -> Self:
        """The sites a unit may report on: it keeps them, or they stand in its township."""
        return self.standing().filter(kept_by(unit.with_merged(clock.today())))


def kept_by(units: Iterable[Unit]) -> Q:
    """Sites that one of the units keeps, or that stand in its township."""
    found = Q(pk=None)
    for unit in units:
        found |= Q(keeper=unit)
        found |= Q(area__code__startswith=unit.area.code) if unit.area else Q(pk=None)
    return found


class Site(models.Model):
    """A named thing that carries piles; it exists from the approval of the line that brought it
    in."""

    county = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="县")
    name = models.CharField("名称", max_length=60)
    kind = models.CharField("类别", max_length=20, help_text="方案的场所类别的编号")
    area = models.ForeignKey(
        Area, models.PROTECT, related_name="sites", verbose_name="所在村（社区）"
    )
    at_seat = models.BooleanField("在乡（镇）所在地", default=False)
    keeper = models.ForeignKey(Unit, models.PROTECT, related_name="sites", verbose_name="报送单位")
    part_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from"
    )
    merged_on = models.DateField("并入日期", null=True, blank=True)
    merged_at = models.DateTimeField("登记并入的时间", null=True, blank=True)

    objects = SiteQuerySet.as_manager()
    kind_word: str  # of those asked for as `named`

    class Meta:
        verbose_name = verbose_name_plural = "站点"
        ordering = ["area__code", "name"]
        constraints = [
            models.UniqueConstraint(fields=["area", "name"], name="site_name_once_a_village"),
            models.CheckConstraint(
                condition=Q(merged_into=None, merged_on=None, merged_at=None)
                | Q(merged_into__isnull=False, merged_on__isnull=False, merged_at__isnull=False)
                & ~Q(merged_into=F("id")),
                name="a_merged_site_has_its_date",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def present(self) -> "Site":
        """The place that it is one with now: its own, where it was merged into none."""
        found = self
        while found.merged_into:
            found = found.merged_into
        return found


class Renaming(models.Model):
    """A site's earlier name, until when, and why the office changed it."""

    append_only = True

    site = models.ForeignKey(Site, models.PROTECT, related_name="renamings", verbose_name="站点")
    before = models.CharField("原名", max_length=60)
    after = models.CharField("现名", max_length=60)
    on = models.DateField("更名日期")
    reason = models.CharField("原因", max_length=200)
    recorded_by = models.CharField("登记人", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "站点更名"
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.before}更名为{self.after}"


class Placing(models.Model):
    """What sort of place a site was taken for, and what it was said to be: once for each that came
    as a “station”, when that still was one of the sorts of places."""

    append_only = True

    site = models.ForeignKey(Site, models.PROTECT, related_name="placings", verbose_name="站点")
    before = models.CharField("原类别", max_length=20)
    after = models.CharField("场所类别", max_length=20)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.CharField("登记人", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "场所登记"
        ordering = ["recorded_at", "id"]


class RegisterWord(models.Model):
    """Whether a unit's register of a sort of place is whole, as it reported from a day on; the
    newest word stands."""

    append_only = True

    county = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="县")
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="register_words", verbose_name="责任单位"
    )
    kind = models.CharField("场所类别", max_length=20)
    whole = models.BooleanField("已报全")
    on = models.DateField("自哪一天")
    line = models.ForeignKey(
        Line, models.PROTECT, related_name="register_words", verbose_name="明细"
    )
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.CharField("审核人", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "登记册报全"
        ordering = ["on", "id"]


class Declaration(models.Model):
    """认定: whether a site is a public charging station, as somebody said from a day on; the newest
    word stands."""

    append_only = True

    site = models.ForeignKey(Site, models.PROTECT, related_name="declarations", verbose_name="站点")
    station = models.BooleanField("是公共充电站")
    on = models.DateField("自哪一天")
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.CharField("登记人", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "充电站认定"
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.site}{'是' if self.station else '不是'}公共充电站"


class Cause(models.TextChoices):
    """Why an entry changes a stock, or what it observes."""

    OPENING = "opening", "期初"
    ADDED = "added", "新增"
    REMOVED = "removed", "减少"  # of piles, formerly: taken down or out of use, nobody said which
    DISMANTLED = "dismantled", "拆除"
    STOPPED = "stopped", "停用"
    RESUMED = "resumed", "恢复使用"
    REFITTED = "refitted", "设备改造"
    CONVERTED = "converted", "转换"
    RELOCATED = "relocated", "迁移"
    OBSERVED = "observed", "观测"
    REVERSED = "reversed", "冲销"  # takes the place of an entry whose approval was undone


TAKING_AWAY = (Cause.REMOVED, Cause.DISMANTLED, Cause.STOPPED)
EITHER_WAY = (Cause.OPENING, Cause.REFITTED, Cause.CONVERTED, Cause.RELOCATED)


def read_cause() -> Case:
    """The cause of an entry as it is read today, whatever it was posted as."""
    found = (
        When(cause=Cause.CONVERTED, line__kind=kind, then=Value(cause))
        for kind, cause in formerly.CONVERTED.items()
    )
    return Case(*found, default=F("cause"))


class EntryQuerySet(OwnedQuerySet):
    """Entries of the ledger."""

    def counting(self, known: int | None = None) -> Self:
        """Entries that stand: posted up to number `known` (all when None) and not replaced by one
        up to it. What was once posted for stations and mergers counts no more: it follows from the
        rest."""
        newer = Entry.objects.filter(replaces=OuterRef("pk"))
        posted = self
        if known is not None:
            newer, posted = newer.filter(number__lte=known), self.filter(number__lte=known)
        stands = posted.exclude(Exists(newer))
        return stands.exclude(cause=Cause.RELOCATED).exclude(measure="public_station")


class Entry(models.Model):
    """One posting. `on` is when it was true on the ground, `number` when it became known."""

    append_only = True

    county = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="县")
    number = models.PositiveIntegerField("号")
    line = models.ForeignKey(
        Line, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name="明细"
    )
    measure = models.CharField(
        "计量", max_length=24, choices=[(m.code, m.name) for m in MEASURES.values()]
    )
    cause = models.CharField("变动", max_length=10, choices=Cause)
    area = models.ForeignKey(Area, models.PROTECT, related_name="entries", verbose_name="所在地")
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name="站点"
    )
    credited_to = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="credited_entries",
        verbose_name="计入任务表",
    )
    value = models.IntegerField("数值（最小单位）")
    on = models.DateField("发生日期")
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name="更正",
    )
    note = models.CharField("说明", max_length=200, blank=True)
    after_close = models.CharField(
        "结账后补登的依据", max_length=200, blank=True, default="", help_text="空：不是补登"
    )
    posted_at = models.DateTimeField("登账时间")
    approved_by = models.CharField("审核人", max_length=100)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "台账记录"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["county", "number"], name="entry_number_once"),
            models.CheckConstraint(
                condition=Q(measure__in=list(MEASURES)), name="entry_measure_is_known"
            ),
            models.CheckConstraint(
                condition=Q(cause__in=Cause.values), name="entry_cause_is_known"
            ),
            models.CheckConstraint(
                condition=Q(cause__in=EITHER_WAY)
                | Q(cause__in=[Cause.ADDED, Cause.RESUMED, Cause.OBSERVED], value__gte=0)
                | Q(cause__in=TAKING_AWAY, value__lte=0)
                | Q(cause=Cause.REVERSED, value=0, replaces__isnull=False),
                name="additions_add_and_removals_take_away",
            ),
            models.CheckConstraint(
                condition=~Q(value=0) | Q(cause=Cause.OBSERVED) | Q(replaces__isnull=False),
                name="nothing_is_posted_for_nothing",
            ),
            models.CheckConstraint(
                condition=Q(cause=Cause.REVERSED)
                | (Q(measure__in=LEVELS) & Q(cause=Cause.OBSERVED))
                | (~Q(measure__in=LEVELS) & ~Q(cause=Cause.OBSERVED)),
                name="levels_are_observed_and_flows_are_not",
            ),
            models.CheckConstraint(
                condition=Q(line__isnull=False) | Q(cause__in=[Cause.OPENING, Cause.RELOCATED]),
                name="only_an_opening_or_a_merger_has_no_line",
            ),
        ]
        indexes = [models.Index(fields=["county", "measure", "on"], name="entry_figures")]

    def __str__(self) -> str:
        return f"第{self.number}号"

    @property
    def inspected(self) -> str:
        """Where an inspection was made and found this: a site, or the place that its line names."""
        if self.site:
            return str(self.site.present)
        assert self.line is not None, "inspections are posted from lines"
        return str(self.line.read_as["facility"])

    @property
    def cause_word(self) -> str:
        """Why it changes a stock, as far as was said."""
        if self.cause == Cause.REMOVED and self.measure in PILES:
            return "拆除或停用（未分）"
        if self.cause == Cause.RESUMED and self.is_leaving:
            return "转出停用"
        return str(self.get_cause_display())

    @property
    def is_leaving(self) -> bool:
        """Whether it is of a line by which what was out of use is gone for good: it came back for
        that only."""
        entry = self
        while entry.replaces:
            entry = entry.replaces
        return entry.line is not None and entry.line.takes_from_stopped

    @property
    def takes_away(self) -> bool:
        """Whether it lowers a stock, or did before it was corrected to nothing."""
        if self.value:
            return self.value < 0
        return self.replaces.takes_away if self.replaces else self.cause in TAKING_AWAY

    @property
    def quantity(self) -> str:
        """The exact value in the measure's unit, with it."""
        measure = MEASURES[self.measure]
        return f"{measure.in_units(self.value)}{measure.unit}"
