"""What a unit is asked for comes from the plan's data."""

from datetime import date

import pytest

from ledger.lines.owed import PILES, owed_by
from ledger.models import LineKind
from targets.models import Unit
from tests import cast, make

pytestmark = pytest.mark.django_db


def owed(code):
    return owed_by(Unit.objects.get(code=code), make.plan(), date(2025, 3, 31))


def test_a_unit_without_a_duty_of_its_own_reports_its_work_alone():
    assert owed("finance").kinds == (LineKind.WORK,)
    assert owed("environment").kinds == (LineKind.WORK,)


def test_a_township_reports_piles_its_car_parks_and_its_distance():
    asked = owed(cast.DAIYUE)
    assert asked.kinds == (*PILES, LineKind.SITE, LineKind.LEFT, LineKind.DISTANCE, LineKind.WORK)
    assert asked.site_kinds == ("car_park", "commercial", "institution")
    assert [area.code for area in asked.distance_places] == [cast.DAIYUE]
    assert len(asked.clauses) == 17  # tasks 1–6, 9–14 and 16, the three of chapter three, 四（三）


def test_the_road_the_zones_and_the_pilots_have_their_reporters():
    assert owed("highway").site_kinds == ("parking_area",)
    assert [area.name for area in owed("highway").distance_places] == ["县内普通国省干线公路"]
    assert [area.name for area in owed("land").distance_places] == ["城市核心区", "外围城区"]
    assert owed("housing").pilot_kinds == (
        "pilot_unified_core",
        "pilot_unified_edge",
        "pilot_roadside",
    )


def test_vehicles_are_asked_of_the_traffic_police_alone():
    asking = [
        unit.code
        for unit in Unit.objects.filter(memberships__isnull=False)
        if LineKind.VEHICLES in owed_by(unit, make.plan(), date(2025, 3, 31)).kinds
    ]
    assert asking == ["traffic_police"]


def test_who_supervises_a_row_reports_its_piles():
    assert set(PILES) <= set(owed("health").kinds)
    assert not set(PILES) & set(owed("fire").kinds)
