"""What every host must know alike of how the portal is kept. It is of the hosts that are there now:
no archive holds it."""

from typing import Any

from django.db import models


class Remembered(models.Model):
    """One thing by its name."""

    name = models.CharField("名称", max_length=40, primary_key=True)
    what = models.JSONField("内容")

    class Meta:
        verbose_name = verbose_name_plural = "各台服务器共知的事"

    def __str__(self) -> str:
        return self.name

    @classmethod
    def told(cls, name: str) -> Any:
        """What is remembered under the name; None for nothing."""
        return cls.objects.filter(name=name).values_list("what", flat=True).first()

    @classmethod
    def keep(cls, name: str, what: Any) -> None:
        """Remember this from now on, instead of what was."""
        cls.objects.update_or_create(name=name, defaults={"what": what})
