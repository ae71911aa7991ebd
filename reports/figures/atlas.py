"""The county's map in full: each village by its public piles, where its position is known, beside
seats and sites."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from reports.figures import formats
from reports.figures.distance import Position, Spot, nearest
from reports.figures.figure import Figure, Where
from reports.figures.reading import Reading
from targets.models import AreaKind, Part
from targets.models.places import DIGITS

ENOUGH, SHORT, NONE = "enough", "short", "none"
SAID = {ENOUGH: "够数", SHORT: "不足", NONE: "没有桩"}
TOLD, OF_SITES, UNKNOWN = "标的", "取自本村站点", "没有"
TOWNSHIP = DIGITS[AreaKind.TOWNSHIP]
A_ROW, STEP, DEEP = 22, 14, 17  # marks in a row of a strip, and the room of one


@dataclass(frozen=True)
class Village:
    """A village with its public piles, and where it is as far as that is known."""

    place: Where
    name: str  # without its township's
    figure: Figure
    least: int
    at: Position | None
    source: str  # of its position
    kilometres: float | None  # to the nearest public pile, in a straight line

    @property
    def piles(self) -> int:
        """How many public piles stand there."""
        return self.figure.counted or 0

    @property
    def state(self) -> str:
        """Whether it has enough of them, too few, or none."""
        return ENOUGH if self.piles >= self.least else SHORT if self.piles > 0 else NONE

    @property
    def way(self) -> str:
        """How far the nearest public pile is; empty where that cannot be measured."""
        return "" if self.kilometres is None else formats.distance(round(self.kilometres * 1000))

    @property
    def words(self) -> str:
        """What its dot tells who points at it."""
        near = f"，离最近的公共桩直线{self.way}" if self.way else ""
        whence = f"（位置{self.source}）" if self.source == OF_SITES else ""
        return f"公共充电桩{self.piles}台，{SAID[self.state]}{near}{whence}"


@dataclass(frozen=True)
class Township:
    """A township's villages, in the document's order."""

    place: Where
    villages: tuple[Village, ...]

    @property
    def lacking(self) -> int:
        """How many of them have fewer piles than the plan asks for."""
        return sum(village.state != ENOUGH for village in self.villages)

    @property
    def unplaced(self) -> list[Village]:
        """Those that are not on the map."""
        return [village for village in self.villages if village.at is None]

    @property
    def cells(self) -> list[tuple[int, int, Village]]:
        """Each village with where its mark stands in the township's strip."""
        return [
            (STEP * (n % A_ROW) + STEP // 2, DEEP * (n // A_ROW) + DEEP // 2, village)
            for n, village in enumerate(self.villages)
        ]

    @property
    def width(self) -> int:
        """The strip's."""
        return STEP * A_ROW

    @property
    def height(self) -> int:
        """The strip's."""
        return DEEP * -(-len(self.villages) // A_ROW)


@dataclass
class Atlas:
    """What the map shows of a reading."""

    reading: Reading

    @property
    def code(self) -> str:
        """The indicator that tells a village's public piles; empty where the plan has none."""
        return self.reading.playing(Part.IN_PLACE) or self.reading.playing(Part.VILLAGE_COVERAGE)

    @property
    def asked(self) -> int | None:
        """How many piles the plan asks for in a village; None where it does not."""
        code = self.reading.playing(Part.VILLAGE_COVERAGE)
        return self.reading.indicators[code].at_least if code else None

    @cached_property
    def townships(self) -> list[Township]:
        """Each with its villages."""
        within = defaultdict(list)
        for village in self._villages() if self.code else ():
            within[village.place.area[:TOWNSHIP]].append(village)
        return [
            Township(place, tuple(within[place.area]))
            for place in self.reading.places[AreaKind.TOWNSHIP]
        ]

    @property
    def villages(self) -> list[Village]:
        """All of them."""
        return [village for township in self.townships for village in township.villages]

    @property
    def unplaced(self) -> list[Village]:
        """Those that are not on the map."""
        return [village for village in self.villages if village.at is None]

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """Each state that a village can be in, in words, with how many are."""
        found = Counter(village.state for village in self.villages)
        asked = {ENOUGH: f"{self.asked}台及以上", SHORT: f"有桩，不足{self.asked}台"}
        words = asked if self.asked and self.asked > 1 else {ENOUGH: "有公共桩"}
        return [(s, {**words, NONE: "没有公共桩"}[s], found[s]) for s in (*words, NONE)]

    def _villages(self) -> Iterator[Village]:
        piles = list(self.reading.geography.piles.values())
        for place in self.reading.places[AreaKind.VILLAGE]:
            at, source = self.position(place)
            own = at and source == TOLD
            way = nearest(Spot(place.area, place.name, at), piles) if at and own and piles else None
            figure = self.reading.figure(self.code, place)
            name = place.name.removeprefix(self.names[place.area[:TOWNSHIP]])
            yield Village(place, name, figure, self.asked or 1, at, source, way)

    @cached_property
    def names(self) -> dict[str, str]:
        """Code of a township to its name."""
        return {place.area: place.name for place in self.reading.places[AreaKind.TOWNSHIP]}

    def position(self, place: Where) -> tuple[Position | None, str]:
        """Where a village is, and whence that is known: told of itself, or the middle of its
        sites."""
        geography = self.reading.geography
        if at := geography.points.get(("area", place.area)):
            return at, TOLD
        if sites := [at for code in (place.area, *place.also) for at in geography.of_sites[code]]:
            return middle(sites), OF_SITES
        return None, UNKNOWN


def middle(positions: list[Position]) -> Position:
    """The middle of some positions."""
    easts, norths = zip(*positions, strict=True)
    return sum(easts) / len(positions), sum(norths) / len(positions)
