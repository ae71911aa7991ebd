"""How far it is in the zones and along the roads that stand beside the tree, measured in straight
lines where the office has named their villages, or their sites in order."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from ledger.entries.facts import Selection
from ledger.models import Site
from reports.figures import formats
from reports.figures.basis import Basis
from reports.figures.distance import Spot, Stop, nearest, stretches
from reports.figures.figure import Where
from reports.figures.geography import Geography, in_finest
from reports.figures.places import last_home
from targets.measures import GROUPS
from targets.models import AreaKind
from targets.rulings.bounds import SITES, VILLAGES, code_of

NAMED = 3  # of those without a position, in a line


@dataclass(frozen=True)
class Way:
    """How far it is in a zone or along a road: each step in kilometres, and who is without a
    position."""

    what: str  # that the steps are
    steps: tuple[tuple[str, float], ...]
    lacking: tuple[str, ...]

    @property
    def value(self) -> int | None:
        """The farthest, in the measure's smallest unit; None where nothing can be measured."""
        return in_finest(self.farthest[1]) if self.steps else None

    @property
    def farthest(self) -> tuple[str, float]:
        """The step that is."""
        return max(self.steps, key=lambda step: step[1])

    @property
    def is_whole(self) -> bool:
        """Whether all that the office has named was measured."""
        return bool(self.steps) and not self.lacking

    @property
    def words(self) -> str:
        """How it was measured."""
        if not self.lacking:
            return f"直线距离，按坐标量算：{self.what}"
        names = "、".join(self.lacking[:NAMED]) + ("等" if len(self.lacking) > NAMED else "")
        unplaced = f"{len(self.lacking)}处没有位置，没有量到：{names}；和单位自评比，取远的"
        return f"直线距离，按坐标量算：{self.what}，{unplaced}"

    @property
    def formula(self) -> str:
        """Which step is the farthest."""
        name, _ = self.farthest
        return f"各段直线距离中最远的：{name} ＝ {self.told[name]}"

    @property
    def told(self) -> dict[str, str]:
        """Each step in words."""
        return {name: formats.distance(round(way * 1000)) for name, way in self.steps}


class Ground(Protocol):
    """What the ways are measured on: a reading."""

    @property
    def geography(self) -> Geography:
        """Where everything is."""

    @property
    def sites(self) -> Mapping[int, str]:
        """Names by id."""

    @property
    def basis(self) -> Basis:
        """What the office ruled."""


def ways_of(ground: Ground) -> dict[str, Way]:
    """Code of a zone or a road to how far it is there, of those that the office has named the
    villages or the sites of."""
    county, found = ground.geography.county.code, {}
    for subject, ruling in ground.basis.rulings.items():
        if VILLAGES in ruling.value:
            found[code_of(county, subject)] = in_zone(ground.geography, ruling.value[VILLAGES])
        elif SITES in ruling.value:
            found[code_of(county, subject)] = along_road(ground, ruling.value[SITES])
    return found


def ways_of_townships(geography: Geography) -> dict[str, Way]:
    """Code of each township to how far it is there, from its seat too: of those with a village that
    is on the map."""
    found = {}
    for township in geography.places[AreaKind.TOWNSHIP]:
        villages = [
            place
            for place in geography.places[AreaKind.VILLAGE]
            if place.area.startswith(township.area)
        ]
        seat = [seat for seat in geography.seats if seat.code == township.area]
        way = from_villages(geography, villages, seat)
        if len(way.lacking) < len(villages) and way.steps:
            found[township.area] = way
    return found


def in_zone(geography: Geography, codes: list[str]) -> Way:
    """From each village of a zone to the nearest public pile."""
    named = set(codes)
    return from_villages(
        geography,
        [
            place
            for place in geography.places[AreaKind.VILLAGE]
            if named.intersection((place.area, *place.also))
        ],
    )


def from_villages(geography: Geography, places: Sequence[Where], more: Sequence[Spot] = ()) -> Way:
    """From each of some villages, and from more places, to the nearest public pile."""
    at = {spot.code: spot for spot in geography.villages}
    piles = list(geography.piles.values())
    spots = [*(at[place.area] for place in places if place.area in at), *more]
    steps = tuple((spot.name, nearest(spot, piles)) for spot in spots if piles)
    lacking = tuple(place.name for place in places if place.area not in at)
    return Way(f"{len(steps)}个村（社区）到最近的公共桩", steps, lacking)


def along_road(ground: Ground, named: list[int], more: Collection[int] = ()) -> Way:
    """From pile to pile along a road; with `more` sites that have piles as if they had."""
    geography, stops, lacking = ground.geography, [], []
    here = Selection(GROUPS["pile"], until=geography.month, area=geography.county.code)
    piles = geography.facts.sums(here, "site")
    for site in standing(geography, named):
        name, at = ground.sites.get(site, str(site)), geography.points.get(("site", site))
        if at:
            stops.append(Stop(name, at, piles[site] + (site in more)))
        else:
            lacking.append(name)
    what = f"沿线{len(stops)}处依次相连，有桩的两处之间"
    return Way(what, tuple(stretches(stops)), tuple(lacking))


def standing(geography: Geography, named: list[int]) -> list[int]:
    """The sites by the number under which they go on at the month's end, each once."""
    rows = Site.objects.filter(county__code=geography.county.code, merged_into__isnull=False)
    gone = dict(
        rows.filter(merged_on__lte=geography.month.last_day).values_list("pk", "merged_into")
    )
    return list(dict.fromkeys(last_home(site, gone) for site in named))
