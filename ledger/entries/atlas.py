"""What is known of sites at a month's end: what each is, which are one place with another, which
are called stations."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Q

from ledger.entries.rows import Row, Selection
from ledger.models import Cause, Declaration, Placing, Site
from targets.models import Area
from targets.months import Month

LAST = (date.max, 0)  # the order of what comes after every observation


class Place(NamedTuple):
    """Where a site stands and what it is."""

    area: str
    kind: str
    at_seat: bool


class Merger(NamedTuple):
    """A record of a place that another record of it took in."""

    month: Month
    site: int
    into: int


class Word(NamedTuple):
    """What was said of a record's being a station, from which month on that counts for a place."""

    month: Month
    order: tuple  # by its day, then by when it was put on record
    station: bool


def told_in_turn(words: Iterable[Word]) -> tuple[tuple[Month, bool], ...]:
    """What was said of one place, by any record of it, the newest last."""
    return tuple((word.month, word.station) for word in sorted(words, key=lambda w: w.order))


def in_order(mergers: Iterable[tuple[datetime, Merger]]) -> Iterator[Merger]:
    """Mergers in the order of time; of two at one moment each goes to where the first one went."""
    gone: dict[int, int] = {}
    for _, merger in sorted(mergers):
        into = merger.into
        while into in gone:
            into = gone[into]
        gone[merger.site] = into
        yield merger._replace(into=into)


@dataclass(frozen=True)
class Atlas:
    """The sites of a county. A merger moves nothing in the ledger: what was posted for the one
    record counts for the other from the merger's month on, whenever it is posted."""

    places: dict[int, Place]
    mergers: tuple[Merger, ...]  # in the order of time
    declared: dict[int, tuple[tuple[Month, bool], ...]]

    @classmethod
    def of(cls, county: Area, until: Month | None, moment: datetime | None) -> Atlas:
        """What was said of the county's sites by a month's end and before a moment; None: at
        all."""
        places, mergers = {}, []
        sites = Site.objects.filter(county=county).values_list(
            "pk", "area__code", "kind", "at_seat", "merged_into", "merged_on", "merged_at"
        )
        for pk, area, kind, at_seat, into, on, at in sites:
            places[pk] = Place(area, kind, at_seat)
            if into is None or on is None or at is None:
                continue
            if (moment is None or at < moment) and (until is None or on <= until.last_day):
                mergers.append((at, Merger(Month.of(on), pk, into)))
        if moment:
            later = Placing.objects.filter(site__county=county, recorded_at__gte=moment)
            for pk, before in later.order_by("-recorded_at").values_list("site", "before"):
                places[pk] = places[pk]._replace(kind=before)
        declarations = Declaration.objects.filter(site__county=county)
        if moment:
            declarations = declarations.filter(recorded_at__lt=moment)
        words: dict[int, list[Word]] = defaultdict(list)
        said = declarations.values_list("site", "station", "on", "recorded_at", "pk")
        for site, station, on, *then in said:
            words[site].append(Word(Month.of(on), (on, *then), station))
        found = tuple(in_order(mergers))
        for month, site, into in found:
            words[into] += [word._replace(month=max(word.month, month)) for word in words[site]]
        return cls(places, found, {site: told_in_turn(of) for site, of in words.items()})

    def told(self, site: int | None) -> tuple[str | None, bool | None]:
        """What a site is: its kind, and whether it is at the seat."""
        if site is None:
            return None, None
        place = self.places[site]
        return place.kind, place.at_seat

    def at(self, row: Row, site: int) -> Row:
        """The row as of another site."""
        area, kind, at_seat = self.places[site]
        return row._replace(area=area, site=site, site_kind=kind, at_seat=at_seat)

    def moved(self, flows: Iterable[Row], since: Month | None) -> tuple[Row, ...]:
        """The flows by the sites that they count for. `since`: the month before which everything
        is carried forward."""
        if not self.mergers:
            return tuple(flows)
        by_site: dict[int | None, list[Row]] = defaultdict(list)
        for row in flows:
            by_site[row.site].append(row)
        for month, site, into in self.mergers:
            month = max(month, since - 1) if since else month
            mine, stood = by_site[site], Counter[tuple[str, str | None, str]]()
            for row in mine:
                if row.month <= month:
                    stood[row.measure, row.unit, row.area] += row.value
            later = [self.at(row, into) for row in mine if row.month > month]
            by_site[site] = [row for row in mine if row.month <= month]
            by_site[into] += later
            for (measure, unit, area), value in stood.items():
                told = self.told(site)
                gone = Row(measure, Cause.RELOCATED, area, site, *told, unit, month, -value)
                by_site[site].append(gone)
                by_site[into].append(self.at(gone._replace(value=value), into))
        return tuple(row for rows in by_site.values() for row in rows)

    def behind(self, selection: Selection) -> Q:
        """The entries that a selection takes, as a condition on Entry: what was posted for a record
        that was taken in counts where the other is."""
        until = selection.until
        homes = {m.site: m for m in self.mergers if until is None or m.month <= until}
        where = selection.where() & ~Q(site__in=homes)
        for site, merger in homes.items():
            into = merger.into
            while into in homes:
                into = homes[into].into
            place = self.places[into]
            here = Q(site=site)
            if selection.causes:  # of one kind of change: it is told where it happened
                here &= Q(on__gt=merger.month.last_day)
                where |= selection.where() & Q(site=site, on__lte=merger.month.last_day)
            if selection.takes_place(place.area, into, place.kind, place.at_seat):
                where |= here
        return selection.when() & where

    def restated(self, observations: Iterable[Row]) -> tuple[Row, ...]:
        """The observations; those of a record that was taken in are the other's from the merger's
        month on."""
        if not self.mergers:
            return tuple(observations)
        by_site: dict[int | None, list[Row]] = defaultdict(list)
        for row in observations:
            by_site[row.site].append(row)
        for month, site, into in self.mergers:
            mine = by_site[site]
            by_site[into] += [
                self.at(row, into)._replace(month=max(row.month, month)) for row in mine
            ]
            by_site[site] = [row for row in mine if row.month <= month] + [
                row._replace(month=month, value=0, order=LAST)
                for row in {row.measure: row for row in mine}.values()
            ]
        return tuple(row for rows in by_site.values() for row in rows)
