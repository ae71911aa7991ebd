"""常用要求: what the office asks for in every paper of a kind, with places for figures and days."""

from django.db import models
from django.db.models import Q

from reports.documents.kinds import KINDS
from targets.models import Area, OwnedQuerySet


class StandingText(models.Model):
    """One paragraph of the office's own under 下一步工作要求; its changes are in the journal."""

    county = models.ForeignKey(
        Area, models.PROTECT, related_name="standing_texts", verbose_name="县"
    )
    text = models.CharField("文字", max_length=400)
    kinds = models.JSONField("用在哪些通报", default=list)
    position = models.PositiveSmallIntegerField("顺序")
    in_force = models.BooleanField("在用", default=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "常用要求"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_standing_text_has_words")
        ]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def kinds_named(self) -> list[str]:
        """What its kinds are called."""
        return [kind.label for code, kind in KINDS.items() if code in self.kinds]
