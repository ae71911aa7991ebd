"""The county as a drawing: a site's dot tells how many piles stand there."""

import pytest

from reports.figures.county_map import drawing, radius_of
from reports.figures.reading import read
from shanyin_charging import clock
from targets.months import Month
from tests import cast


def test_a_dot_is_as_large_as_its_piles():
    assert [radius_of(piles) for piles in (1, 3, 4, 9, 10, 130)] == [3.5, 3.5, 5, 5, 6.5, 6.5]


@pytest.mark.django_db
def test_the_dots_of_sites_say_their_piles_and_the_small_ones_lie_above(story):
    with clock.at(cast.noon(cast.AFTER_THE_YEAR)):
        reading = read(Month(2025, 11))
        dots = [dot for dot in drawing(reading, None, set()).dots if dot.mark == "pile"]
        placed = {reading.sites[site] for site in reading.geography.piles}
    piles = [int(dot.words.removesuffix("台")) for dot in dots]
    assert {dot.name for dot in dots} == placed and piles == sorted(piles, reverse=True)
    assert all(dot.radius == radius_of(number) for dot, number in zip(dots, piles, strict=True))
    assert not any(dot.address for dot in dots)  # nobody may open a site here
