"""Entries added up by address: which of them a figure takes, and finding them fast."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q

from targets.months import Month

ANY = "any"  # a row of 附件2 or none; None asks for what is credited to no row
SEAT, SITE_KINDS = "seat", "site:"


@dataclass(frozen=True)
class Selection:
    """Which entries a figure is made from; the same conditions for the sum and for the list of
    entries behind it."""

    measures: tuple[str, ...]
    causes: tuple[str, ...] = ()  # empty: all
    since: Month | None = None
    until: Month | None = None
    area: str = ""  # a code; what stands in the place or below it
    also: tuple[str, ...] = ()  # codes of places that were merged into it
    unit: str | None = ANY
    only: str = ""
    sites: tuple[int, ...] | None = None  # ids; None: all

    def takes(self, row: Row) -> bool:
        """Whether a row meets every condition."""
        return (
            row.measure in self.measures
            and (not self.causes or row.cause in self.causes)
            and (self.since is None or row.month >= self.since)
            and (self.until is None or row.month <= self.until)
            and (row.area.startswith(self.area) or row.area in self.also)
            and (self.unit == ANY or row.unit == self.unit)
            and (self.sites is None or row.site in self.sites)
            and (self.only != SEAT or bool(row.at_seat))
            and (
                not self.only.startswith(SITE_KINDS)
                or row.site_kind in self.only[len(SITE_KINDS) :].split(",")
            )
        )

    def condition(self) -> Q:
        """The same as a condition on Entry."""
        where = Q(measure__in=self.measures) & (
            Q(area__code__startswith=self.area) | Q(area__code__in=self.also)
        )
        if self.causes:
            where &= Q(cause__in=self.causes)
        if self.since:
            where &= Q(on__gte=self.since.first_day)
        if self.until:
            where &= Q(on__lte=self.until.last_day)
        if self.unit != ANY:
            where &= Q(credited_to__code=self.unit) if self.unit else Q(credited_to=None)
        if self.sites is not None:
            where &= Q(site__in=self.sites)
        if self.only == SEAT:
            where &= Q(site__at_seat=True)
        if self.only.startswith(SITE_KINDS):
            where &= Q(site__kind__in=self.only[len(SITE_KINDS) :].split(","))
        return where


class Row(NamedTuple):
    """Entries of one address added up, or one observation of a level."""

    measure: str
    cause: str
    area: str
    site: int | None
    site_kind: str | None
    at_seat: bool | None
    unit: str | None
    month: Month
    value: int
    order: tuple[date, int] = (date.min, 0)  # when a level was observed, and by which entry


Index = dict[tuple[str, str | None], list[Row]]  # by measure, and by a row's unit or place


@dataclass(frozen=True)
class Facts:
    """What the county's ledger says, as known up to entry number `known`. Rows are found by an
    index that is built when it is first asked for, so that a page with hundreds of figures reads
    each row a few times and not hundreds of times."""

    county: str
    known: int
    rows: tuple[Row, ...] = ()
    observations: tuple[Row, ...] = ()
    _indexes: dict[tuple[bool, str, int | None], Index] = field(
        default_factory=dict, compare=False, repr=False
    )

    def total(self, selection: Selection) -> int:
        """The sum of the selected flows, in the measures' smallest unit."""
        return sum(row.value for row in self.taken(self.rows, selection))

    def sums(self, selection: Selection, by: str) -> Counter[Any]:
        """The sum of the selected flows for each area, site, unit or month."""
        sums: Counter[Any] = Counter()
        for row in self.taken(self.rows, selection):
            sums[getattr(row, by)] += row.value
        return sums

    def newest(self, selection: Selection) -> list[Row]:
        """The newest observation of each selected level at each address."""
        newest: dict[tuple[str, str, int | None], Row] = {}
        for row in self.taken(self.observations, selection):
            address = (row.measure, row.area, row.site)
            if address not in newest or newest[address].order < row.order:
                newest[address] = row
        return list(newest.values())

    def latest(self, selection: Selection) -> int | None:
        """The newest observations added up; None when there is none."""
        rows = self.newest(selection)
        return sum(row.value for row in rows) if rows else None

    def latest_by_site(self, selection: Selection) -> dict[int, int]:
        """Site id to the newest observations there, added up."""
        sums: Counter[int] = Counter()
        for row in self.newest(selection):
            if row.site:
                sums[row.site] += row.value
        return dict(sums)

    def taken(self, rows: tuple[Row, ...], selection: Selection) -> Iterator[Row]:
        """The rows that a selection takes, from the narrowest index that holds them all."""
        if selection.unit != ANY:
            found = self.index(rows, "unit", None)
            lists = [found.get((measure, selection.unit), []) for measure in selection.measures]
        else:
            lists = []
            for code in (
                selection.area,
                *(code for code in selection.also if not code.startswith(selection.area)),
            ):
                found = self.index(rows, "area", len(code))
                lists += [found.get((measure, code), []) for measure in selection.measures]
        return (row for some in lists for row in some if selection.takes(row))

    def index(self, rows: tuple[Row, ...], attribute: str, length: int | None) -> Index:
        """(measure, the attribute's first characters) to rows."""
        key = (rows is self.rows, attribute, length)
        if key not in self._indexes:
            found = self._indexes[key] = defaultdict(list)
            for row in rows:
                value = getattr(row, attribute)
                found[row.measure, value if length is None else value[:length]].append(row)
        return self._indexes[key]
