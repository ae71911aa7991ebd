"""Distances and gains on a line of villages a tenth of a degree of latitude (11.12 km) apart."""

from reports.figures.distance import Spot, best, nearest

LINE = [Spot(f"{n}", f"村{n}", (112.8, 39.0 + n / 10)) for n in range(6)]


def test_the_way_is_that_to_the_nearest_pile():
    assert round(nearest(LINE[5], [LINE[0].at, LINE[3].at]), 2) == 22.24
    assert nearest(LINE[0], []) == float("inf")


def test_a_station_in_the_middle_of_three_uncovered_places_reaches_them_all():
    gains = best(LINE, [LINE[0].at], 12, LINE)
    assert [(gain.spot.name, gain.reached) for gain in gains[:3]] == [
        ("村3", ("村2", "村3", "村4")),
        ("村4", ("村3", "村4", "村5")),
        ("村2", ("村2", "村3")),
    ]
    assert [gain.spot.name for gain in gains[3:]] == ["村5", "村1"]


def test_of_places_that_would_reach_the_same_the_one_that_needs_it_is_told():
    beside = Spot("9", "旁村", (112.801, 39.5))
    assert [gain.spot.name for gain in best([LINE[5]], [LINE[0].at], 12, [beside, LINE[5]])] == [
        "村5"
    ]


def test_where_all_is_near_nothing_is_proposed():
    assert best(LINE, [spot.at for spot in LINE], 12, LINE) == []
