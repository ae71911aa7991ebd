"""拟通报内容: what a bulletin is going to say of a unit, shown to it before, and what it says to
that."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from shanyin_charging.accounts.models import User
from shanyin_charging.lifecycle.seen import stamp
from targets.models import OwnedQuerySet, Unit

from .bulletins import Bulletin


class NamingQuerySet(OwnedQuerySet):
    """Namings, by who may see them."""

    WHOSE = "bulletin__county"

    def visible_to(self, user: User, on: date) -> Self:
        """All of the county for those who see that; else what names the units whose posts the
        person holds on a day."""
        own = self.served()
        if user.sees_all_units:
            return own
        return own.filter(unit__in=Unit.objects.spoken_for(user, on))


class Naming(models.Model):
    """One unit that a bulletin names for what is wrong; its own words, once given, stay as they
    are."""

    append_only_when = "OLD.stated_at IS NOT NULL"

    bulletin = models.ForeignKey(
        Bulletin, models.CASCADE, related_name="namings", verbose_name="通报"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="namings", verbose_name="单位")
    text = models.TextField("拟通报内容")
    told_at = models.DateTimeField("告知时间")
    answer_by = models.DateTimeField("说明截止")
    statement = models.TextField("单位说明", blank=True)
    stated_by = models.CharField("说明人", max_length=100, blank=True)
    stated_at = models.DateTimeField("说明时间", null=True, blank=True)

    objects = NamingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "拟通报内容"
        ordering = ["bulletin", "unit__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["bulletin", "unit"], name="a_unit_is_told_once_a_bulletin"
            ),
            models.CheckConstraint(
                condition=Q(stated_at=None, statement="", stated_by="")
                | Q(stated_at__isnull=False) & ~Q(statement="") & ~Q(stated_by=""),
                name="a_statement_has_words_and_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.bulletin.title}"

    @property
    def stamp(self) -> str:
        """Changes with the words that the unit is told."""
        return stamp(self.text, self.answer_by.timestamp())
