"""需协调事项: what a unit cannot solve alone, whom the office handed it to, and what came of it."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from ledger.models import Obstacle, Site
from shanyin_charging import dates
from shanyin_charging.accounts.models import User
from shanyin_charging.lifecycle.seen import stamp
from targets.models import Area, OwnedQuerySet, Unit


class MatterState(models.TextChoices):
    """How far a matter has come."""

    OFFICE = "office", "待专班办理"
    HANDED = "handed", "待单位答复"
    ANSWERED = "answered", "单位已答复"
    REPLIED = "replied", "专班已答复"
    CLOSED = "closed", "已办结"
    WITHDRAWN = "withdrawn", "已撤回"


WITH_A_UNIT = (MatterState.HANDED, MatterState.ANSWERED)
WITH_THE_OFFICE = (MatterState.OFFICE, MatterState.REPLIED)
OVER = (MatterState.CLOSED, MatterState.WITHDRAWN)


class MatterQuerySet(OwnedQuerySet):
    """Matters, by who may see them and by what became of them."""

    def visible_to(self, user: User, on: date) -> Self:
        """All of the county for those who see that; else those that the units raised, or are to
        solve, whose posts the person holds on a day."""
        found = self.served()
        if user.sees_all_units:
            return found
        own = Unit.objects.spoken_for(user, on)
        return found.filter(Q(raiser__in=own) | Q(solver__in=own))

    def open(self) -> Self:
        """Those to whose end the raiser has not agreed."""
        return self.exclude(state__in=OVER)


class Matter(models.Model):
    """What a unit asks to be solved; open until the unit agrees that it is."""

    append_only_when = "OLD.state IN ('closed', 'withdrawn')"

    county = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="县")
    raiser = models.ForeignKey(
        Unit, models.PROTECT, related_name="matters_raised", verbose_name="提出单位"
    )
    kind = models.CharField("类别", max_length=8, choices=Obstacle)
    text = models.TextField("需要协调什么")
    about = models.CharField("涉及的地方或项目", max_length=120, blank=True)
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="matters", verbose_name="站点"
    )
    line_key = models.CharField(
        "对应明细", max_length=43, blank=True, help_text="随月报提出的，是哪一条；各版次相同"
    )
    state = models.CharField("状态", max_length=9, choices=MatterState, default=MatterState.OFFICE)
    solver = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="matters_to_solve",
        verbose_name="承办单位",
    )
    answer_by = models.DateField("答复时限", null=True, blank=True)
    raised_on = models.DateField("提出日期")
    ended_on = models.DateField("办结日期", null=True, blank=True)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "需协调事项"
        ordering = ["raised_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["line_key"], condition=~Q(line_key=""), name="a_line_raises_one_matter"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="a_matter_has_words"),
            models.CheckConstraint(
                condition=Q(solver=None, answer_by=None)
                | Q(solver__isnull=False, answer_by__isnull=False),
                name="who_solves_a_matter_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(solver=None) | ~Q(solver=F("raiser")),
                name="a_matter_is_solved_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=list(WITH_A_UNIT)) | Q(solver__isnull=False),
                name="a_matter_with_a_unit_names_it",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=list(WITH_THE_OFFICE)) | Q(solver=None),
                name="a_matter_with_the_office_has_no_solver",
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(OVER), ended_on__isnull=False)
                | ~Q(state__in=list(OVER)) & Q(ended_on=None),
                name="a_matter_that_is_over_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.raiser}需协调（{self.get_kind_display()}）：{self.text}"[:200]

    @property
    def is_over(self) -> bool:
        """Whether nobody has anything to do about it any more."""
        return self.state in OVER

    def days_open(self, today: date) -> int:
        """For how many days it has been open, or was."""
        return ((self.ended_on or today) - self.raised_on).days

    def is_overdue(self, today: date) -> bool:
        """Whether the day by which an answer was asked has passed without one."""
        asked = self.answer_by if self.state == MatterState.HANDED else None
        return asked is not None and today > asked

    @property
    def stamp(self) -> str:
        """Changes with each step."""
        return stamp(self.state, self.steps.order_by("pk").values_list("pk", flat=True).last())


class MatterStep(models.Model):
    """One verb that was done to a matter; replayed in their order they give its state."""

    append_only = True

    matter = models.ForeignKey(
        Matter, models.PROTECT, related_name="steps", verbose_name="需协调事项"
    )
    verb = models.CharField("动作", max_length=20)
    actor = models.CharField("经办人", max_length=100)
    at = models.DateTimeField("时间")
    text = models.TextField("内容", blank=True)
    solver = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="承办单位"
    )
    answer_by = models.DateField("答复时限", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "需协调事项办理过程"
        ordering = ["pk"]

    @property
    def words(self) -> str:
        """What was written."""
        return self.text

    @property
    def bids(self) -> str:
        """Who is asked, and until when; empty where nobody is."""
        if self.verb not in ("hand", "urge") or self.answer_by is None:
            return ""
        handed = "转交" if self.verb == "hand" else ""
        return f"{handed}{self.solver}，{dates.official_date(self.answer_by)}前答复"
