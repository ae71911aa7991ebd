"""The fewest piles that meet every coverage of a plan, township by township, with what they cannot
be fewer than (pure)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ledger.datum import kilometres
from reports.figures.distance import Position, Spot, nearest

SEAT = "seat"  # after a township's code, where nobody knows in which village its seat lies


@dataclass(frozen=True)
class SiteNeed:
    """A site that lacks piles, or that so many would make a station."""

    name: str
    short: int
    to_station: int | None = None
    at_seat: bool = False


@dataclass(frozen=True)
class VillageNeed:
    """A village with the piles it lacks, its sites, and whether the township's seat lies in it."""

    code: str
    short: int
    sites: tuple[SiteNeed, ...] = ()
    is_seat: bool = False


@dataclass(frozen=True)
class TownshipNeed:
    """What a township lacks: piles in its villages, at its seat, anywhere; a station of so many
    piles at one place, or none."""

    code: str
    villages: tuple[VillageNeed, ...]
    seat: int = 0
    piles: int = 0
    station: int | None = None


@dataclass
class Found:
    """How many piles at which place, and what they cannot be fewer than."""

    piles: Counter[str] = field(default_factory=Counter)
    bound: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.piles.total()


@dataclass(frozen=True)
class Filled:
    """The fewest piles of a village, and how many of them may stand at the seat."""

    piles: int
    at_seat: int


def filled(village: VillageNeed, grown: SiteNeed | None = None, new: int = 0) -> Filled:
    """A village whose sites have what they lack; one of them `grown` to a station, or a `new` one
    of so many piles beside them: at the seat where that lies here, so that it counts there too."""
    there = beside = 0
    for site in village.sites:
        piles = max(site.short, site.to_station or 0) if site is grown else site.short
        there, beside = (there + piles, beside) if site.at_seat else (there, beside + piles)
    there, beside = (there + new, beside) if village.is_seat else (there, beside + new)
    piles = max(village.short, there + beside)
    return Filled(piles, piles - beside if village.is_seat else 0)


Village = dict[str, Filled]  # by code


def ways(need: TownshipNeed) -> Iterator[Village]:
    """Every way to fill the villages, with the station in each of them if there is to be one."""
    plain = {village.code: filled(village) for village in need.villages}
    if need.station is None:
        yield plain
        return
    for village in need.villages:
        yield {**plain, village.code: filled(village, new=need.station)}
        for site in village.sites:
            if site.to_station is not None:
                yield {**plain, village.code: filled(village, grown=site)}


def of_township(need: TownshipNeed) -> Found:
    """The fewest piles of a township by village. Where nobody knows in which village the seat lies,
    what is found has its piles apart, and the bound lets it lie where that saves most."""
    known = next((village.code for village in need.villages if village.is_seat), "")
    if known:
        piles = min((at_least(way, need, known) for way in ways(need)), key=Counter.total)
        return Found(piles, piles.total())
    apart = f"{need.code}{SEAT}"
    piles = min(
        [
            *(at_least(way, need, apart) for way in ways(need)),
            at_least(next(ways(replace(need, station=None))), _at_seat(need), apart),
        ],
        key=Counter.total,
    )
    least = [
        at_least(way, need, apart).total()
        for village in need.villages
        for way in ways(_lying_in(need, village))
    ]
    return Found(piles, min([piles.total(), *least]))


def _lying_in(need: TownshipNeed, seat: VillageNeed) -> TownshipNeed:
    """With the seat in one of the villages."""
    villages = (replace(village, is_seat=village is seat) for village in need.villages)
    return replace(need, villages=tuple(villages))


def _at_seat(need: TownshipNeed) -> TownshipNeed:
    """With the station at the seat."""
    return replace(need, seat=max(need.seat, need.station or 0))


def at_least(way: Village, need: TownshipNeed, seat: str) -> Counter[str]:
    """The piles of each village, with what its seat and the township still lack at the seat."""
    piles = Counter({code: one.piles for code, one in way.items()})
    piles[seat] += max(0, need.seat - sum(one.at_seat for one in way.values()))
    piles[seat] += max(0, need.piles - piles.total())
    return +piles


@dataclass(frozen=True)
class Reached:
    """A place that must have a pile nearer than so many kilometres."""

    spot: Spot
    within: float


def cover(lacking: list[Reached], candidates: list[Spot]) -> list[str]:
    """Codes of candidates at which one pile each brings every place near enough, as far as any
    can: always the one that reaches most."""
    reach = {here.code: _reached(here, lacking) for here in candidates}
    left, chosen = set(range(len(lacking))), []
    while left and reach:
        code = max(reach, key=lambda code: (len(reach[code] & left), code))
        if not reach[code] & left:
            break
        chosen.append(code)
        left -= reach[code]
    return chosen


def apart(lacking: list[Reached], candidates: list[Spot]) -> int:
    """How many piles at least: as many as there are places of which no candidate reaches two; those
    come first that the fewest can reach."""
    reaches = [{c.code for c in candidates if near(c, one)} for one in lacking]
    taken: set[str] = set()
    count = 0
    for reach in sorted(filter(None, reaches), key=len):
        if not reach & taken:
            taken |= reach
            count += 1
    return count


def near(here: Spot, one: Reached) -> bool:
    """Whether a pile here is near enough to a place."""
    return kilometres(here.at, one.spot.at) < one.within


def _reached(here: Spot, lacking: list[Reached]) -> set[int]:
    return {n for n, one in enumerate(lacking) if near(here, one)}


def out_of_reach(places: list[Reached], piles: list[Position]) -> list[Reached]:
    """The places that have no pile near enough."""
    return [one for one in places if nearest(one.spot, piles) >= one.within]


def smallest(
    needs: list[TownshipNeed], places: list[Reached], piles: list[Position], spots: list[Spot]
) -> Found:
    """The set for all townships, and what more is needed so that every place has a pile near enough
    to it; `spots` are where piles may come, with their positions."""
    found = Found()
    for need in needs:
        one = of_township(need)
        found.piles += one.piles
        found.bound += one.bound
    hosts = [spot.at for spot in spots if found.piles[spot.code]]
    found.bound = max(found.bound, apart(out_of_reach(places, piles), spots))
    found.piles.update(cover(out_of_reach(places, [*piles, *hosts]), spots))
    return found
