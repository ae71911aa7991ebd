"""意见建议: what its users say of the portal, and what the office answers."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from shanyin_charging import serving
from shanyin_charging.accounts.models import User


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    """Suggestions, by who may see them and by what became of them."""

    def visible_to(self, user: User) -> Self:
        """All of the county for those who see that, one's own for everybody."""
        return self.served() if user.sees_all_units else self.filter(by=user)

    def served(self) -> Self:
        """Those of the county that is served: its people have made them."""
        return self.filter(by__division=serving.county())

    def waiting(self) -> Self:
        """Those without an answer."""
        return self.filter(answered_at=None)


class Suggestion(models.Model):
    """Words about a page of the portal; once answered they stay as they are."""

    append_only_when = "OLD.answered_at IS NOT NULL"

    page = models.CharField("页面", max_length=200, blank=True, help_text="在哪个页面上提的")
    text = models.TextField("意见建议")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提出人"
    )
    at = models.DateTimeField("提出时间")
    answer = models.TextField("答复", blank=True)
    answered_by = models.CharField("答复人", max_length=100, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "意见建议"
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="", answered_by="")
                | Q(answered_at__isnull=False) & ~Q(answer="") & ~Q(answered_by=""),
                name="an_answer_has_words_and_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by}：{self.text[:20]}"
