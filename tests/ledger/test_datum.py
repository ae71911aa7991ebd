"""Datums against published pairs of points, and the way back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import datum

# The gate of Tian'anmen as the services give it: GPS 116.39123, 39.90718; 高德 116.39747, 39.90858.
GPS, AMAP = (116.39123, 39.90718), (116.39747, 39.90858)


def test_a_point_of_the_map_service_is_where_the_gps_says():
    assert datum.kilometres(datum.to_wgs84(*AMAP, datum.GCJ02), GPS) < 0.02
    assert 0.45 < datum.kilometres(AMAP, GPS) < 0.65


@given(st.floats(112, 114), st.floats(39, 40))
def test_shifting_there_and_back_gives_the_point_to_a_metre(east, north):
    shift = datum.shift(east, north)
    back = datum.to_wgs84(east + shift[0], north + shift[1], datum.GCJ02)
    assert datum.kilometres(back, (east, north)) < 0.001


def test_baidu_stands_beside_amap():
    """A point in BD-09 is 0.0065 and 0.006 degrees and a small turn away from the same in
    GCJ-02."""
    amap = datum.to_wgs84(112.8168, 39.5204, datum.GCJ02)
    baidu = datum.to_wgs84(112.8168 + 0.0065, 39.5204 + 0.006, datum.BD09)
    assert datum.kilometres(amap, baidu) < 0.1


def test_a_degree_of_latitude_is_a_hundred_and_eleven_kilometres():
    assert datum.kilometres((112.8, 39.0), (112.8, 40.0)) == pytest.approx(111.19, abs=0.01)
    assert datum.to_wgs84(112.8, 39.5, datum.WGS84) == (112.8, 39.5)
