"""The smallest set against one found by trying everything, in small counties made by chance."""

import random
from itertools import product

from reports.figures.distance import Spot, nearest
from reports.figures.smallest import (
    Reached,
    SiteNeed,
    TownshipNeed,
    VillageNeed,
    of_township,
    smallest,
)


def test_piles_at_the_seat_count_for_the_village_that_it_lies_in():
    """Five at the seat fill the two that its village lacks and are a station of three: seven."""
    seat, other = VillageNeed("a", 2, is_seat=True), VillageNeed("b", 2)
    found = of_township(TownshipNeed("t", (seat, other), seat=5, piles=1, station=3))
    assert (dict(found.piles), found.bound) == ({"a": 5, "b": 2}, 7)


def test_where_the_seat_lies_in_no_known_village_the_bound_is_lower_than_what_is_found():
    villages = VillageNeed("a", 2), VillageNeed("b", 2)
    found = of_township(TownshipNeed("t", villages, seat=5, station=3))
    assert (dict(found.piles), found.bound) == ({"a": 2, "b": 2, "tseat": 5}, 7)


def by_trying(need: TownshipNeed, most: int) -> int:
    """The fewest piles, put at sites, at the seat and elsewhere in each village in every way."""
    spots = [
        (village, site, at_seat)
        for village in need.villages
        for site in (None, *village.sites)
        for at_seat in ((site.at_seat,) if site else (False, True) if village.is_seat else (False,))
    ]
    best = None
    for put in product(range(most + 1), repeat=len(spots)):
        if (best is None or sum(put) < best) and _meets(need, list(zip(spots, put, strict=True))):
            best = sum(put)
    return best


def _meets(need, placed):
    for village in need.villages:
        if sum(n for (v, *_), n in placed if v is village) < village.short:
            return False
    if any(site and n < site.short for (_, site, _), n in placed):
        return False
    if sum(n for (*_, at_seat), n in placed if at_seat) < need.seat:
        return False
    if sum(n for _, n in placed) < need.piles:
        return False
    return need.station is None or any(
        n >= (need.station if site is None else site.to_station)
        for (_, site, _), n in placed
        if site is None or site.to_station is not None
    )


def random_township(chance):
    villages = []
    for code in "ab":
        is_seat = code == "a" or chance.random() < 0.3
        site = SiteNeed(
            "s",
            chance.randrange(2),
            chance.choice([None, 1, 2]),
            at_seat=is_seat and chance.random() < 0.5,
        )
        sites = (site,) if chance.random() < 0.6 else ()
        villages.append(VillageNeed(code, chance.randrange(3), sites, is_seat))
    return TownshipNeed(
        "t",
        tuple(villages),
        seat=chance.randrange(4),
        piles=chance.randrange(4),
        station=chance.choice([None, 3]),
    )


def test_no_township_can_do_with_less_than_what_is_found():
    chance = random.Random(22)
    for _ in range(40):
        need = random_township(chance)
        found = of_township(need)
        assert found.total == found.bound == by_trying(need, 3), need


def test_every_place_is_near_enough_to_a_pile_and_the_bound_holds():
    """Villages at random on a line, none of which must have piles of its own: the least cover is
    found by trying every choice of them."""
    chance = random.Random(22)
    for _ in range(40):
        spots = [Spot(f"{n}", f"村{n}", (112.8, 39 + chance.random() / 2)) for n in range(7)]
        need = TownshipNeed("t", tuple(VillageNeed(s.code, 0, is_seat=True) for s in spots))
        places = [Reached(spot, 10) for spot in spots]
        found = smallest([need], places, [], spots)
        at = [spot.at for spot in spots if found.piles[spot.code]]
        assert all(nearest(spot, at) < 10 for spot in spots)
        least = min(
            sum(chosen)
            for chosen in product((0, 1), repeat=7)
            if all(
                nearest(s, [o.at for o, yes in zip(spots, chosen, strict=True) if yes]) < 10
                for s in spots
            )
        )
        assert found.bound <= least <= found.total
