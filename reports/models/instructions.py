"""批示: a leader's sentence on a figure, a unit, a task or a notice, and what came of it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from shanyin_charging.accounts.models import User
from shanyin_charging.lifecycle.seen import stamp
from targets.models import Area, OwnedQuerySet, Unit

from .supervision import SupervisionNotice


class InstructionState(models.TextChoices):
    """How far a leader's word has come."""

    WAITING = "waiting", "待办理"
    TAKEN = "taken", "已转督办"
    ANSWERED = "answered", "已答复"
    DONE = "done", "已办结"


class InstructionQuerySet(OwnedQuerySet):
    """Leaders' words, by who may see them."""

    def visible_to(self, user: User) -> Self:
        """The county's for who sees all units; a unit reads a word on its notice's page."""
        return self.served() if user.sees_all_units else self.none()


class Instruction(models.Model):
    """A leader's word, kept as it was written, with what it is about as that was read then."""

    append_only_when = "OLD.state IN ('answered', 'done')"

    county = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="县")
    about = models.CharField("对象", max_length=60, help_text="figure: 等，后接编号")
    about_text = models.CharField("批示时的情况", max_length=200)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="instructions",
        verbose_name="涉及单位",
    )
    text = models.CharField("批示", max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="批示人"
    )
    at = models.DateTimeField("批示时间")
    state = models.CharField(
        "状态", max_length=8, choices=InstructionState, default=InstructionState.WAITING
    )
    notice = models.ForeignKey(
        SupervisionNotice,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="instructions",
        verbose_name="督办单",
    )
    answer = models.TextField("答复", blank=True)

    objects = InstructionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "批示"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_leaders_word_has_words"),
            models.CheckConstraint(
                condition=Q(state__in=["taken", "done"], notice__isnull=False, answer="")
                | Q(state="waiting", notice=None, answer="")
                | Q(state="answered", notice=None) & ~Q(answer=""),
                name="a_leaders_word_has_its_notice_or_its_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by}批示：{self.text}"[:200]

    @property
    def figure_key(self) -> str:
        """The key of the figure that it is about; empty for anything else."""
        kind, _, key = self.about.partition(":")
        return key if kind == "figure" else ""

    @property
    def dropped(self) -> str:
        """What has become of the notice that was made of it, where it waits once more; else
        nothing."""
        last = list(self.steps.all())[-1:] if self.state == InstructionState.WAITING else []
        return last[0].text if last and last[0].verb == "reopen" else ""

    @property
    def stamp(self) -> str:
        """Changes with each step."""
        return stamp(self.state, self.steps.order_by("pk").values_list("pk", flat=True).last())


class InstructionStep(models.Model):
    """One verb that was done to a leader's word; replayed in their order they give its state."""

    append_only = True

    instruction = models.ForeignKey(
        Instruction, models.PROTECT, related_name="steps", verbose_name="批示"
    )
    verb = models.CharField("动作", max_length=20)
    actor = models.CharField("经办人", max_length=100)
    at = models.DateTimeField("时间")
    text = models.TextField("内容", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "批示办理过程"
        ordering = ["pk"]

    @property
    def words(self) -> str:
        """What was written."""
        return self.text
