"""Zones and roads are measured where the office has named their villages, or their sites in order;
the unit's own number stands only where nothing can be measured."""

from datetime import date

import pytest

from ledger.entries.placed import measurable
from ledger.models import LineKind, Point, Site
from reports.figures.distance import Stop, stretches
from reports.figures.reading import read
from reports.figures.tracing import formula
from targets.models import Area, Ruling
from targets.months import Month
from tests import cast, make

FEBRUARY, MARCH = Month(2025, 2), Month(2025, 3)
GUANGMING, XINGLONG = "140621103001", "140621103002"
SURE = {"sure": "1"}


def test_a_road_is_measured_from_pile_to_pile_through_the_places_between():
    """Places a tenth of a degree of latitude apart, 11.12 km; the third one 20 % farther."""
    norths = {"起点": 39.0, "甲": 39.1, "乙": 39.22, "丙": 39.3}
    piles = {"甲": 2, "丙": 1}
    stops = [Stop(name, (112.8, north), piles.get(name, 0)) for name, north in norths.items()]
    assert [(name, round(way, 2)) for name, way in stretches(stops)] == [
        ("起点至甲", 11.12),
        ("甲至丙", 22.24),
    ]
    assert stretches(stops[:1]) == stretches([stops[0], stops[2]]) == []  # without piles
    assert [name for name, _ in stretches(stops[1:3])] == ["甲至乙"]  # the end of the road


def place(thing, north):
    about = {"area": thing} if isinstance(thing, Area) else {"site": thing}
    told = {"longitude": "112.8168", "latitude": str(north), "datum": "WGS-84"}
    Point.objects.create(**told, on=date(2025, 1, 1), recorded_by="test", **about)


@pytest.fixture
def piles(april):
    """Six piles in a village of 岱岳镇, two at a site farther north; the land bureau says that it
    is 0.9 km in the core of the town."""
    office = cast.office()
    north = {"site_name": "北门", "village": XINGLONG, "dc": "2", "connectors": "4", "power": "120"}
    lines = [(LineKind.ADDED, make.new_piles(**about)) for about in ({}, north)]
    make.approved(cast.officer(), office, MARCH, lines=lines)
    told = {"place": "Z140621_core", "distance": "0.9", "on": "2025-03-20"}
    make.approved(cast.officer("land"), office, MARCH, "land", [(LineKind.DISTANCE, told)])
    six, two = Site.objects.get(name="文化广场充电站"), Site.objects.get(name="北门")
    place(six, 39.5204)
    return six, two


@pytest.mark.django_db
def test_a_zone_is_measured_as_far_as_its_villages_have_positions(piles):
    def core():
        figure = read(MARCH).figure("I12")
        return figure.value, figure.note

    assert core() == (90, "按单位自评")
    named = {"answer": "光明社区、兴隆社区", "villages": [GUANGMING, XINGLONG]}
    make.ruled("zone:core", named, on=date(2025, 3, 1))
    assert core() == (90, "按单位自评")  # no village is on the map yet
    place(Area.objects.get(code=GUANGMING), 39.5214)  # 111.2 m north of the six
    value, note = core()
    assert value == 90  # farther than what could be measured
    assert "没有位置，没有量到：岱岳镇兴隆社区" in note and "直线距离" in note
    place(Area.objects.get(code=XINGLONG), 39.5304)  # 1.112 km north of the six
    assert core() == (112, "直线距离，按坐标量算：2个村（社区）到最近的公共桩")
    reading = read(MARCH)
    assert formula(reading, reading.figure("I12")) == (
        "各段直线距离中最远的：岱岳镇兴隆社区 ＝ 1.1公里"
    )
    assert "Z140621_core" not in read(FEBRUARY).beside  # ruled from March on


@pytest.mark.django_db
def test_a_road_is_measured_by_its_sites_in_their_order(piles, client):
    six, two = piles
    place(two, 39.6204)  # a tenth of a degree north of the six
    client.force_login(cast.person("chief", "chief"))
    address = "/bounds/Z140621_trunk/"
    typed = {"in_force_on": "2025-03-01", "document_no": "专班〔2025〕9号"}
    wrong = client.post(address, {**typed, "members": "北门\n南门"}).content.decode()
    assert "第2个“南门”没有找到" in wrong and "北门 南门" in wrong
    asked = client.post(address, {**typed, "members": f"北门\n{six.name}"})
    assert "是直线距离" in asked.content.decode() and not Ruling.objects.exists()
    client.post(address, {**typed, "members": f"北门\n{six.name}"} | SURE)
    assert Ruling.objects.get().value == {
        "answer": f"北门—{six.name}",
        "sites": [two.pk, six.pk],
    }
    figure = read(MARCH).figure("I23")
    assert figure.value == 1112 and "沿线2处依次相连" in figure.note
    road = Area.objects.get(code="Z140621_trunk")
    for month, asked in ((FEBRUARY, set()), (MARCH, {road.code})):  # no unit is asked for it then
        assert measurable(make.plan(), [road], month.last_day) == asked
    page = client.get(f"{address}?month=2025-03").content.decode()
    assert f"兴隆社区北门至岱岳镇{six.area.name}{six.name}" in page and "11.1公里" in page
    client.force_login(cast.leader())
    assert client.post(address, typed | SURE).status_code == 404
