"""Requests that a worker answers, each with its answer. They are of the hosts that are there now:
no archive holds them."""

import secrets

from django.db import models


def new_ticket() -> str:
    """What the page that waits asks with."""
    return secrets.token_urlsafe(12)


class Job(models.Model):
    """A request and, once there is one, its answer."""

    key = models.CharField("按下的标记", max_length=64, unique=True)  # the same press is one job
    ticket = models.CharField("凭据", max_length=32, unique=True, default=new_ticket)
    person = models.BigIntegerField("谁的")
    asked = models.JSONField("请求")
    body = models.TextField("填的内容")
    made_at = models.DateTimeField("交办时间")
    begun_at = models.DateTimeField("开始时间", null=True)
    answered_at = models.DateTimeField("办好时间", null=True)
    status = models.PositiveSmallIntegerField("状态码", null=True)
    headers = models.JSONField("答复头", default=list)
    content = models.BinaryField("答复", default=bytes)

    class Meta:
        verbose_name = verbose_name_plural = "费时的办理"
        constraints = [
            models.CheckConstraint(
                name="a_job_that_is_answered_has_an_answer",
                condition=models.Q(answered_at=None, status=None)
                | models.Q(answered_at__isnull=False, status__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.ticket
