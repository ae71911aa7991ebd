"""The vocabulary of what can be counted."""

from targets.measures import GROUPS, MEASURES


def test_every_group_counts_known_measures_of_one_kind():
    for name, codes in GROUPS.items():
        assert all(code in MEASURES for code in codes), name
        assert len({MEASURES[code].level for code in codes}) <= 1, name
        assert len({MEASURES[code].scale for code in codes}) <= 1, name


def test_values_are_written_exactly():
    power, distance = MEASURES["public_power"], MEASURES["charging_distance"]
    assert [power.in_units(value) for value in (0, 5, 70, 3605, -70)] == [
        "0",
        "0.5",
        "7",
        "360.5",
        "−7",
    ]
    assert [distance.in_units(value) for value in (1000, 999, 905, 5)] == [
        "10",
        "9.99",
        "9.05",
        "0.05",
    ]
