"""Rows that fixtures name by what the plan calls them, never by a number of one database."""

from functools import reduce
from typing import Any, ClassVar

from django.db import models


class NaturalQuerySet(models.QuerySet):
    """Rows that are found by their natural key."""

    def get_by_natural_key(self, *key: Any) -> Any:
        """The row of this key; raises DoesNotExist."""
        return self.get(**dict(zip(self.model.NATURAL, key, strict=True)))


class Natural(models.Model):
    """A row whose natural key is made of the fields in `NATURAL`, written as look-ups."""

    NATURAL: ClassVar[tuple[str, ...]] = ("code",)

    objects = NaturalQuerySet.as_manager()

    class Meta:
        abstract = True

    def natural_key(self) -> tuple[Any, ...]:
        """The values of the key, as plain JSON."""
        return tuple(_value(self, path) for path in self.NATURAL)


def _value(row: Natural, path: str) -> Any:
    return reduce(lambda thing, name: thing and getattr(thing, name), path.split("__"), row)
