"""The county as a drawing: seats with their townships' piles, sites, villages out of reach."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.urls import reverse

from reports.figures import charts, formats
from reports.figures.atlas import Atlas
from reports.figures.distance import nearest
from reports.figures.reading import Reading
from targets.measures import MEASURES
from targets.models import Part

RING = 9  # the radius round a village that is out of reach
RADII = ((10, 6.5), (4, 5), (0, 3.5))  # of a site's dot, from so many piles on
WIDTH, WIDE = 360, 468  # on the screen: a unit is a pixel, so that words can be read


def reach_of(reading: Reading) -> Decimal | None:
    """How far the plan lets the next pile be, in kilometres, in whichever year it asks for it; None
    where it does not."""
    values = (
        target.value
        for target in reading.targets
        if target.indicator.plays == Part.DISTANCE and target.value is not None
    )
    value = next(values, None)
    return None if value is None else Decimal(value) / MEASURES["charging_distance"].scale


def address_of(site: int) -> str:
    """The page of a site."""
    return reverse("site", args=[site])


def radius_of(piles: int) -> float:
    """How large the dot of a site is drawn: so that one sees where many piles stand."""
    return next(radius for least, radius in RADII if piles >= least)


def drawing(reading: Reading, reach: Decimal | None, open_sites: set[int]) -> charts.CountyMap:
    """The sites that are placed, the villages out of reach, the seats."""
    spots = [*sites(reading, open_sites), *out_of_reach(reading, reach), *seats(reading)]
    return charts.county_map(reading.county.outline, spots, WIDTH)


def whole(atlas: Atlas, open_sites: set[int]) -> charts.CountyMap:
    """Every village whose position is known, in a ring where it is out of reach, the sites that are
    placed, the seats."""
    spots = [*villages(atlas), *sites(atlas.reading, open_sites), *seats(atlas.reading)]
    return charts.county_map(atlas.reading.county.outline, spots, WIDE)


def villages(atlas: Atlas) -> Iterator[tuple[Any, ...]]:
    """The villages, marked by what they have, each leading to the figure of its piles."""
    reach = reach_of(atlas.reading)
    for village in atlas.villages:
        if village.at:
            address = reverse("trace", args=[village.figure.key])
            about = village.place.name, address, village.words
            if reach and village.kilometres is not None and village.kilometres >= reach:
                yield village.at, "far", *about, "", RING
            yield village.at, village.state, *about


def seats(reading: Reading) -> Iterator[tuple[Any, ...]]:
    """The seats with their townships' public piles, from the south, as names lie below them."""
    places = {place.area: place for place in reading.places["township"]}
    for seat in sorted(reading.geography.seats, key=lambda seat: seat.at[1]):
        figure = reading.figure_of(Part.IN_PLACE, places[seat.code])
        yield (
            seat.at,
            "seat" if figure and figure.value else "bare",
            reading.short_names[seat.code],
            f"{reverse('unit', args=[seat.code])}?month={reading.month}",
            formats.text(figure) if figure else "",
            figure.key if figure else "",
        )


def sites(reading: Reading, open_sites: set[int]) -> Iterator[tuple[Any, ...]]:
    """The sites with public piles, the small ones last, with a link to those that the reader may
    open."""
    standing = reading.geography.standing
    for site, at in sorted(reading.geography.piles.items(), key=lambda one: -standing[one[0]]):
        yield (
            at,
            "pile",
            reading.sites[site],
            address_of(site) if site in open_sites else "",
            f"{standing[site]}台",
            "",
            radius_of(standing[site]),
        )


def out_of_reach(reading: Reading, reach: Decimal | None) -> Iterator[tuple[Any, ...]]:
    """The villages that are too far from any public pile."""
    piles = list(reading.geography.piles.values())
    for spot in reading.geography.villages:
        if reach and nearest(spot, piles) >= reach:
            yield spot.at, "far", spot.name, "", f"距最近的公共桩{reach:f}公里以上"
