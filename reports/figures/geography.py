"""Where everything is at a month's end: villages and seats, sites with public piles, what is far
from any of them."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from ledger.entries import placed
from ledger.entries.facts import Facts, Selection
from ledger.models import Point, Site
from reports.figures import distance
from reports.figures.distance import Gain, Position, Spot
from reports.figures.figure import Where
from targets.measures import GROUPS, MEASURES
from targets.models import Area, AreaKind
from targets.months import Month

SHOWN = 10  # of the places where one more station would help most
FINEST = MEASURES["charging_distance"].scale


def in_finest(kilometres: float) -> int:
    """A way in the measure's smallest unit, never said to be nearer than it is."""
    return int(Decimal(kilometres) * FINEST) + 1


@dataclass
class Geography:
    """The positions that are known, read against the ledger; two queries, asked for only by what
    needs them."""

    county: Area
    month: Month
    facts: Facts
    places: dict[str, list[Where]]
    day: date | None = None  # by which the positions were on record; None: by now

    @cached_property
    def points(self) -> dict[tuple[str, int | str], Position]:
        """("site", id) or ("area", code) to the newest position in WGS-84."""
        last = min(self.month.last_day, self.day or self.month.last_day)
        return placed.newest(self.recorded, last)

    @cached_property
    def recorded(self) -> list[Point]:
        """Every position that was put on record, oldest first."""
        return placed.recorded(self.county)

    def lend(self, other: "Geography") -> "Geography":
        """The other, with what this one has asked of the database."""
        vars(other).update(recorded=self.recorded, seats=self.seats)
        return other

    @cached_property
    def seats(self) -> list[Spot]:
        """The townships' seats, as far as they are on the map."""
        own = Area.objects.within(self.county.code)
        rows = own.filter(kind=AreaKind.TOWNSHIP, longitude__isnull=False)
        return [
            Spot(area.code, area.name, (float(area.longitude), float(area.latitude)))
            for area in rows
            if area.longitude is not None and area.latitude is not None
        ]

    @cached_property
    def villages(self) -> list[Spot]:
        """The villages that have a position."""
        return [
            Spot(place.area, place.name, self.points["area", place.area])
            for place in self.places[AreaKind.VILLAGE]
            if ("area", place.area) in self.points
        ]

    @cached_property
    def piles(self) -> dict[int, Position]:
        """Site id to the position of each site that has public piles and a position."""
        return {
            site: self.points["site", site]
            for site, piles in self.standing.items()
            if piles > 0 and ("site", site) in self.points
        }

    @cached_property
    def of_sites(self) -> dict[str, list[Position]]:
        """Code of a village to the positions of its sites."""
        found = defaultdict(list)
        sites = Site.objects.filter(county__code=self.county.code, merged_into=None)
        for site, village in sites.values_list("pk", "area__code"):
            if at := self.points.get(("site", site)):
                found[village].append(at)
        return found

    @cached_property
    def standing(self) -> Counter[int]:
        """Site id to how many public piles stand there."""
        here = Selection(GROUPS["public_pile"], until=self.month, area=self.county.code)
        return self.facts.sums(here, "site")

    def gains(self, reach: float, ahead: Iterable[Position] = ()) -> list[Gain]:
        """Where one more station would bring the most places within `reach` kilometres, beside what
        stands and what is being built; places are villages and seats."""
        spots = [*self.villages, *self.seats]
        return distance.best(spots, [*self.piles.values(), *ahead], reach, spots)[:SHOWN]

    def position(self, site: int | None, village: str) -> Position | None:
        """Where a site is, or the village that it lies in; None where neither is on the map."""
        return self.points.get(("site", site or 0)) or self.points.get(("area", village))

    @property
    def unplaced(self) -> int:
        """How many villages are not on the map."""
        return len(self.places[AreaKind.VILLAGE]) - len(self.villages)
