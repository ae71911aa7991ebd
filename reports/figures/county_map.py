"""The county as a drawing: seats with their townships' piles, sites, villages out of reach."""

from decimal import Decimal
from typing import Any

from django.urls import reverse

from reports.figures import charts, formats
from reports.figures.distance import nearest
from reports.figures.reading import Reading
from targets.measures import MEASURES
from targets.models import Part

RADII = ((10, 6.5), (4, 5), (0, 3.5))  # of a site's dot, from so many piles on
WIDTH = 420  # on the screen: one unit of the drawing is one pixel, so that its words can be read


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
    """The seats with their townships' public piles, the sites that are placed with a link to those
    that the reader may open, the villages out of reach."""
    geography, piles = reading.geography, {}
    for place in reading.places["township"]:
        piles[place.area] = reading.figure_of(Part.IN_PLACE, place)
    spots: list[tuple[Any, ...]] = [
        (
            seat.at,
            "seat" if (figure := piles[seat.code]) and figure.value else "bare",
            reading.short_names[seat.code],
            f"{reverse('unit', args=[seat.code])}?month={reading.month}",
            formats.text(figure) if figure else "",
            figure.key if figure else "",
        )
        for seat in sorted(geography.seats, key=lambda seat: seat.at[1])  # names lie below them
    ]
    standing = geography.standing
    spots += [
        (
            at,
            "pile",
            reading.sites[site],
            address_of(site) if site in open_sites else "",
            f"{standing[site]}台",
            "",
            radius_of(standing[site]),
        )
        for site, at in sorted(geography.piles.items(), key=lambda one: -standing[one[0]])
    ]
    far = [
        spot
        for spot in geography.villages
        if reach and nearest(spot, list(geography.piles.values())) >= reach
    ]
    spots += [
        (spot.at, "far", spot.name, "", f"距最近的公共桩{reach:f}公里以上", "") for spot in far
    ]
    return charts.county_map(reading.county.outline, spots, WIDTH)
