"""The mark of what the plan's tables hold now."""

from django.db import models


class Edition(models.Model):
    """One row, whose mark the database itself changes whenever the plan, its places, its units or
    its rulings change."""

    mark = models.CharField("标记", max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = "版本标记"
