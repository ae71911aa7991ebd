"""The one door to what belongs to a county."""

from typing import ClassVar, Self

from django.db import models

from shanyin_charging import serving

from .places import Area


class OwnedQuerySet(models.QuerySet):
    """Rows that belong to a county each, found over the path `WHOSE`; none of another county's is
    ever asked for but by `of`."""

    WHOSE: ClassVar[str] = "county"

    def of(self, county: Area) -> Self:
        """Those of a county."""
        return self.filter(**{self.WHOSE: county})

    def served(self) -> Self:
        """Those of the county that is served."""
        return self.filter(**{f"{self.WHOSE}__code": serving.county()})
