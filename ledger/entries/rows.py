"""Entries added up by address: which of them a figure takes, and finding them fast."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

from django.db.models import Q

from ledger.entries.stations import ALTERNATING, DEFAULT_RULE, DIRECT, STATION, StationRule
from targets.models import Area
from targets.models.aims import SITE_KINDS, kinds_in
from targets.months import Month

ANY = "any"  # a row of the quotas or none; None asks for what is credited to no row
SEAT = "seat"


@dataclass(frozen=True)
class Selection:
    """Which entries a figure is made from: conditions for the sum, and the same ones for the list
    of entries behind it."""

    measures: tuple[str, ...]
    causes: tuple[str, ...] = ()  # empty: all
    since: Month | None = None
    until: Month | None = None
    area: str = ""  # a code; what stands in the place or below it
    also: tuple[str, ...] = ()  # codes of places that were merged into it
    unit: str | None = ANY
    only: str = ""
    sites: tuple[int, ...] | None = None  # ids; None: all
    station: StationRule = DEFAULT_RULE
    without: tuple[str, ...] = ()  # causes that are passed over

    def sift(self, rows: Iterable[Row]) -> list[Row]:
        """The rows that meet every condition. One that is set is asked of all that are left: a page
        asks a hundred thousand rows, and of most conditions none is set."""
        found = [row for row in rows if row.measure in self.measures]
        if self.causes:
            found = [row for row in found if row.cause in self.causes]
        if self.without:
            found = [row for row in found if row.cause not in self.without]
        if since := self.since:
            found = [row for row in found if row.month >= since]
        if until := self.until:
            found = [row for row in found if row.month <= until]
        if self.unit != ANY:
            found = [row for row in found if row.unit == self.unit]
        found = [row for row in found if row.area.startswith(self.area) or row.area in self.also]
        if self.only or self.sites is not None:
            stands = self.takes_place
            found = [r for r in found if stands(r.area, r.site, r.site_kind, r.at_seat)]
        return found

    def takes_place(
        self, area: str, site: int | None, kind: str | None, at_seat: bool | None
    ) -> bool:
        """Whether what stands there meets the conditions on where."""
        return (
            (area.startswith(self.area) or area in self.also)
            and (self.sites is None or site in self.sites)
            and (self.only != SEAT or bool(at_seat))
            and (not self.only.startswith(SITE_KINDS) or kind in self.kinds)
        )

    @cached_property
    def kinds(self) -> list[str]:
        """The kinds of sites that it is about."""
        return kinds_in(self.only)

    def when(self) -> Q:
        """The conditions on Entry but those on where it counts, its cause as `why`; a station is
        made of the piles that stand there."""
        station = STATION in self.measures
        found = Q(measure__in=(DIRECT, ALTERNATING) if station else self.measures)
        if self.causes and not station:
            found &= Q(why__in=self.causes)
        if self.without:
            found &= ~Q(why__in=self.without)
        if self.since and not station:
            found &= Q(on__gte=self.since.first_day)
        if self.until:
            found &= Q(on__lte=self.until.last_day)
        if self.unit != ANY:
            found &= Q(credited_to__code=self.unit) if self.unit else Q(credited_to=None)
        return found

    def where(self) -> Q:
        """The conditions on where an entry was posted."""
        there = Area.objects.filter(Q(code__startswith=self.area) | Q(code__in=self.also))
        found = Q(area__in=there.values("pk"))  # and not as a join, of every county's places
        if self.sites is not None:
            found &= Q(site__in=self.sites)
        if self.only == SEAT:
            found &= Q(site__at_seat=True)
        if self.only.startswith(SITE_KINDS):
            found &= Q(site__kind__in=self.kinds)
        return found


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
    each row a few times and not hundreds of times.

    `declared` holds the sites that their units called stations, each with the months from which
    on the word is yes or no."""

    county: str
    known: int
    rows: tuple[Row, ...] = ()
    observations: tuple[Row, ...] = ()
    declared: Mapping[int, tuple[tuple[Month, bool], ...]] = field(default_factory=dict)
    _indexes: dict[tuple[bool, str, int | None], Index] = field(
        default_factory=dict, compare=False, repr=False
    )
    _stations: dict[tuple[Month, StationRule], tuple[Row, ...]] = field(
        default_factory=dict, compare=False, repr=False
    )
    _sums: dict[tuple[Selection, str], Counter[Any]] = field(
        default_factory=dict, compare=False, repr=False
    )
    _newest: dict[Selection, tuple[Row, ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def total(self, selection: Selection) -> int:
        """The sum of the selected flows, in the measures' smallest unit."""
        return sum(row.value for row in self.taken(self.rows, selection))

    def sums(self, selection: Selection, by: str) -> Counter[Any]:
        """The sum of the selected flows for each area, site, unit or month; whoever asks again is
        given the same, and changes nothing in it."""
        if (selection, by) not in self._sums:
            sums = self._sums[selection, by] = Counter()
            for row in self.taken(self.rows, selection):
                sums[getattr(row, by)] += row.value
        return self._sums[selection, by]

    def newest(self, selection: Selection) -> tuple[Row, ...]:
        """The newest observation of each selected level at each address."""
        if selection not in self._newest:
            newest: dict[tuple[str, str, int | None], Row] = {}
            for row in self.taken(self.observations, selection):
                address = (row.measure, row.area, row.site)
                if address not in newest or newest[address].order < row.order:
                    newest[address] = row
            self._newest[selection] = tuple(newest.values())
        return self._newest[selection]

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

    def stations(self, until: Month, rule: StationRule) -> tuple[Row, ...]:
        """A row for each site that is a public charging station at a month's end."""
        if (until, rule) not in self._stations:
            last: dict[int, Row] = {}
            piles: Counter[tuple[int, str]] = Counter()
            for row in self.rows:
                counts = row.measure in (DIRECT, ALTERNATING) and row.cause not in rule.without
                if counts and row.site and row.month <= until:
                    piles[row.site, row.measure] += row.value
                    if row.value > 0:
                        last[row.site] = row
            self._stations[until, rule] = tuple(
                row._replace(measure=STATION, cause="", unit=None, month=until, value=1)
                for site, row in last.items()
                if rule.holds(
                    self.is_declared(site, until), piles[site, DIRECT], piles[site, ALTERNATING]
                )
            )
        return self._stations[until, rule]

    def is_declared(self, site: int, until: Month) -> bool:
        """Whether the site was called a station in the last word on it by a month's end."""
        words = [word for month, word in self.declared.get(site, ()) if month <= until]
        return bool(words) and words[-1]

    def station_rows(self, selection: Selection) -> Iterator[Row]:
        """The stations that a selection takes: those at its end less those before its beginning."""
        place = replace(selection, causes=(), since=None, unit=ANY)
        until = selection.until or max((row.month for row in self.rows), default=Month(1, 1))
        yield from place.sift(self.stations(until, selection.station))
        if selection.since:
            for row in place.sift(self.stations(selection.since - 1, selection.station)):
                yield row._replace(value=-1)

    def taken(self, rows: tuple[Row, ...], selection: Selection) -> Iterable[Row]:
        """The rows that a selection takes, from the narrowest index that holds them all."""
        if STATION in selection.measures:
            return self.station_rows(selection)
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
        return selection.sift(chain.from_iterable(lists))

    def index(self, rows: tuple[Row, ...], attribute: str, length: int | None) -> Index:
        """(measure, the attribute's first characters) to rows."""
        key = (rows is self.rows, attribute, length)
        if key not in self._indexes:
            found = self._indexes[key] = defaultdict(list)
            for row in rows:
                value = getattr(row, attribute)
                found[row.measure, value if length is None else value[:length]].append(row)
        return self._indexes[key]
