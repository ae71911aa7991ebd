"""How far places are from the nearest public pile, and where one more station would help most
(pure)."""

from dataclasses import dataclass
from itertools import pairwise
from math import inf, radians

from ledger.datum import EARTH, kilometres

DEGREE = radians(EARTH)  # kilometres in a degree of latitude
Position = tuple[float, float]  # longitude and latitude in WGS-84


@dataclass(frozen=True)
class Spot:
    """A place with its position; `code` is its division code."""

    code: str
    name: str
    at: Position


@dataclass(frozen=True)
class Stop:
    """A place on a road, in the order in which they come, with the piles that stand there."""

    name: str
    at: Position
    piles: int


@dataclass(frozen=True)
class Gain:
    """What one new station at a place would bring."""

    spot: Spot
    reached: tuple[str, ...]  # names of the places that would then be near enough


def nearest(spot: Spot, piles: list[Position]) -> float:
    """Kilometres to the nearest public pile; infinite without any. What lies farther north or south
    than the nearest so far is not measured at all."""
    found = inf
    for pile in piles:
        if abs(pile[1] - spot.at[1]) * DEGREE <= found:
            found = min(found, kilometres(spot.at, pile))
    return found


def stretches(stops: list[Stop]) -> list[tuple[str, float]]:
    """From pile to pile along a road, with the kilometres from place to place in straight lines;
    the first and the last place are ends of the road, with piles or without. Nothing without
    piles."""
    piled = [n for n, stop in enumerate(stops) if stop.piles > 0]
    ends = sorted({0, *piled, len(stops) - 1}) if piled else []
    return [
        (
            f"{stops[first].name}至{stops[last].name}",
            sum(kilometres(a.at, b.at) for a, b in pairwise(stops[first : last + 1])),
        )
        for first, last in pairwise(ends)
    ]


def best(
    spots: list[Spot], piles: list[Position], reach: float, candidates: list[Spot]
) -> list[Gain]:
    """The candidates by how many places out of reach one new station would bring within it. Of
    those that would bring the same places one is told, if possible one of these places; those that
    bring none are left out."""
    lacking = [spot for spot in spots if nearest(spot, piles) >= reach]
    gains = [
        Gain(here, tuple(spot.name for spot in lacking if kilometres(here.at, spot.at) < reach))
        for here in candidates
    ]
    gains.sort(key=lambda gain: (-len(gain.reached), gain.spot.name not in gain.reached))
    told: dict[tuple[str, ...], Gain] = {}
    for gain in gains:
        told.setdefault(gain.reached, gain)
    return [gain for reached, gain in told.items() if reached]
