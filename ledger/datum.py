"""Coordinates of one datum in another (pure): what Chinese map services give is shifted on purpose,
some 500 metres."""

from math import asin, cos, pi, radians, sin, sqrt

WGS84, GCJ02, BD09 = "WGS-84", "GCJ-02", "BD-09"
AXIS, FLATTENING = (
    6378245.0,
    0.00669342162296594323,
)  # of the Krasovsky ellipsoid, by which GCJ-02 is shifted
EARTH = 6371.0  # kilometres


def shift(longitude: float, latitude: float) -> tuple[float, float]:
    """By how many degrees GCJ-02 shows a WGS-84 point too far east and north."""
    x, y = longitude - 105.0, latitude - 35.0
    waves = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    north = (
        -100
        + 2 * x
        + 3 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * sqrt(abs(x))
        + waves
        + (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
        + (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3
    )
    east = (
        300
        + x
        + 2 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * sqrt(abs(x))
        + waves
        + (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
        + (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    )
    bend = 1 - FLATTENING * sin(radians(latitude)) ** 2
    north = north * 180 / (AXIS * (1 - FLATTENING) / (bend * sqrt(bend)) * pi)
    return east * 180 / (AXIS / sqrt(bend) * cos(radians(latitude)) * pi), north


def to_wgs84(longitude: float, latitude: float, datum: str) -> tuple[float, float]:
    """The point in WGS-84, to about a metre; raises KeyError for a datum that is not known."""
    return {WGS84: same, GCJ02: from_gcj02, BD09: from_bd09}[datum](longitude, latitude)


def same(longitude: float, latitude: float) -> tuple[float, float]:
    """A point that is in WGS-84 already."""
    return longitude, latitude


def from_gcj02(longitude: float, latitude: float) -> tuple[float, float]:
    """A GCJ-02 point in WGS-84, to about a metre."""
    x, y = longitude, latitude
    for _ in range(3):  # the shift is given for the point that is sought
        east, north = shift(x, y)
        x, y = longitude - east, latitude - north
    return x, y


def from_bd09(longitude: float, latitude: float) -> tuple[float, float]:
    """A BD-09 point in WGS-84, by way of GCJ-02."""
    x, y = longitude - 0.0065, latitude - 0.006
    radius = sqrt(x * x + y * y) - 0.00002 * sin(y * pi * 3000 / 180)
    turn = 0.000003 * cos(x * pi * 3000 / 180)
    scale = radius / sqrt(x * x + y * y)
    return from_gcj02(
        scale * (x * cos(turn) + y * sin(turn)), scale * (y * cos(turn) - x * sin(turn))
    )


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The great-circle distance of two WGS-84 points (longitude, latitude)."""
    east, north, other_east, other_north = map(radians, (*a, *b))
    half = (
        sin((other_north - north) / 2) ** 2
        + cos(north) * cos(other_north) * sin((other_east - east) / 2) ** 2
    )
    return 2 * EARTH * asin(sqrt(half))
