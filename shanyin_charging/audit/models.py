"""The journal, and the presses of buttons that came into it."""

from typing import Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from shanyin_charging import serving

from .words import WORDS


class EventQuerySet(models.QuerySet["Event"]):
    """Events by whose they are."""

    def served(self) -> Self:
        """Those of the county that is served; the portal's own has those from when it was alone."""
        of_before = Q(division="") if serving.is_own() else Q(pk__in=[])
        return self.filter(Q(division=serving.county()) | of_before)


class Event(models.Model):
    """Who did what to what from where, when, and what it was before and after.

    Names are text, for people and units change and the journal does not; the person's id tells two
    of one name apart. The seal says which fields the digest covers: 1 is of the first form, which
    knew neither person, address, before nor after; 2 is from when there was one county.
    """

    append_only = True

    number = models.PositiveBigIntegerField("序号", unique=True)
    at = models.DateTimeField("时间")
    actor = models.CharField("操作人", max_length=100)
    person = models.PositiveBigIntegerField("账号编号", null=True)
    address = models.CharField("来自", max_length=45, blank=True)
    verb = models.CharField("动作", max_length=40)
    object_type = models.CharField("对象类别", max_length=40)
    object_key = models.CharField("对象编号", max_length=64)
    object_name = models.CharField("对象", max_length=200)
    before = models.JSONField("此前", null=True)
    after = models.JSONField("此后", null=True)
    detail = models.JSONField("内容", default=dict)
    division = models.CharField(
        "区划", max_length=6, blank=True, default="", help_text="哪个县的；空：只有一个县时的"
    )
    seal = models.PositiveSmallIntegerField("摘要版本", default=1)
    previous = models.CharField("上一条摘要", max_length=64)
    digest = models.CharField("摘要", max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "日志"
        ordering = ["-number"]
        indexes = [models.Index(fields=["object_type", "object_key"], name="event_object")]

    def __str__(self) -> str:
        return f"{self.number} {self.actor} {self.verb_name} {self.named}"

    @property
    def named(self) -> str:
        """What the thing is called; its sort, where an early release recorded no name for it."""
        if self.object_name.endswith(f" object ({self.object_key})"):
            return f"{apps.get_model(self.object_type)._meta.verbose_name}（{self.object_key}号）"
        return self.object_name

    @property
    def verb_name(self) -> str:
        """The verb in Chinese; as it is where no app knows it any more."""
        return WORDS.get(self.verb, self.verb)


class Press(models.Model):
    """One press of a button that did something: it has the key of the page it was pressed on, and
    whatever request brings that key again gets the answer of the first."""

    digest = models.CharField("摘要", max_length=64, unique=True)
    request = models.CharField("哪一次请求", max_length=32)
    at = models.DateTimeField("时间", db_index=True)
    answer = models.JSONField("答复", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "按键"
