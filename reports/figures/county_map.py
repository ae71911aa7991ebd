"""The county as a drawing: seats with their townships' piles, sites, villages out of reach."""

from decimal import Decimal

from django.urls import reverse

from reports.figures import charts, formats
from reports.figures.distance import nearest
from reports.figures.reading import STOCK, Reading
from targets.measures import GROUPS, MEASURES

WIDTH = 420  # on the screen: one unit of the drawing is one pixel, so that its words can be read


def goal_of(reading: Reading, code: str) -> Decimal:
    """What the plan asks of a distance, in kilometres, in whichever year it asks for it."""
    value = next(
        target.value
        for target in reading.targets
        if target.indicator.code == code and target.value is not None
    )
    return Decimal(value) / MEASURES[GROUPS[reading.indicators[code].counts][0]].scale


def address_of(site: int) -> str:
    """The page of a site."""
    return reverse("site", args=[site])


def drawing(reading: Reading, reach: Decimal, open_sites: set[int]) -> charts.CountyMap:
    """The seats with their townships' public piles, the sites that are placed with a link to those
    that the reader may open, the villages out of reach."""
    geography, piles = reading.geography, {}
    for place in reading.places["township"]:
        piles[place.area] = reading.figure(STOCK, place)
    spots = [
        (
            seat.at,
            "seat" if piles[seat.code].value else "bare",
            reading.short_names[seat.code],
            f"{reverse('unit', args=[seat.code])}?month={reading.month}",
            formats.text(piles[seat.code]),
            piles[seat.code].key,
        )
        for seat in sorted(geography.seats, key=lambda seat: seat.at[1])  # names lie below them
    ]
    spots += [
        (at, "pile", reading.sites[site], address_of(site) if site in open_sites else "", "", "")
        for site, at in geography.piles.items()
    ]
    far = [
        spot
        for spot in geography.villages
        if nearest(spot, list(geography.piles.values())) >= reach
    ]
    spots += [
        (spot.at, "far", spot.name, "", f"距最近的公共桩{reach:f}公里以上", "") for spot in far
    ]
    return charts.county_map(reading.county.outline, spots, WIDTH)
