"""The county's map in full: each village by its piles, where it is as far as that is known, each
mark a link."""

from datetime import date

import pytest
from lxml import html

from ledger.models import LineKind, Point, Site
from reports.figures.atlas import ENOUGH, NONE, OF_SITES, SHORT, TOLD, UNKNOWN, Atlas
from reports.figures.county_map import whole
from reports.figures.reading import read
from targets.models import Area
from targets.months import Month
from tests import cast, make
from tests.queries import queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]
MARCH = Month(2025, 3)
GUANGMING, XINGLONG = "140621103001", "140621103002"


def place(thing, east, north):
    about = {"area": thing} if isinstance(thing, Area) else {"site": thing}
    return Point.objects.create(
        longitude=str(east),
        latitude=str(north),
        datum="WGS-84",
        on=date(2025, 1, 1),
        recorded_by="test",
        **about,
    )


@pytest.fixture
def placed():
    """Six public piles in a village of 岱岳镇 that is on the map by its site only; one pile in a
    second one; a third, without any, a tenth of a degree of latitude north of the six."""
    lines = [
        (LineKind.ADDED, make.new_piles()),
        (
            LineKind.ADDED,
            make.new_piles(site_name="路边", village=XINGLONG, dc="1", power="60", connectors="2"),
        ),
    ]
    make.approved(cast.officer(), cast.office(), MARCH, lines=lines)
    six = Site.objects.get(area__code=cast.DAIYUE_VILLAGE)
    place(six, 112.8168, 39.5204)
    place(Area.objects.get(code=GUANGMING), 112.8168, 39.6204)
    return six


def test_a_village_is_told_by_its_piles_and_by_what_is_known_of_its_position(placed):
    atlas = Atlas(read(MARCH))
    village = {v.place.area: v for v in atlas.villages}
    own, short, bare = village[cast.DAIYUE_VILLAGE], village[XINGLONG], village[GUANGMING]
    assert (own.piles, own.state, own.source, own.at) == (6, ENOUGH, OF_SITES, (112.8168, 39.5204))
    assert (short.piles, short.state, short.source, short.at) == (1, SHORT, UNKNOWN, None)
    assert (bare.piles, bare.state, bare.source, bare.way) == (0, NONE, TOLD, "11.1公里")
    assert [(state, number) for state, _, number in atlas.counts] == [
        (ENOUGH, 1),
        (SHORT, 1),
        (NONE, 206),
    ]
    assert len(atlas.villages) == 208 and len(atlas.unplaced) == 206
    dots = whole(atlas, set()).dots
    assert sorted(dot.mark for dot in dots if not dot.is_seat) == ["enough", "far", "none", "pile"]


def test_each_mark_leads_on_and_who_is_not_on_the_map_is_listed_by_township(client, placed):
    client.force_login(cast.leader())
    page = client.get("/map/?month=2025-03")
    told = html.fromstring(page.content)
    drawn = told.xpath("//main//svg[@class='county-map']//a")
    assert all(mark.get("href") for mark in drawn) and len(drawn) == 12 + 1 + 3 + 208
    listed = told.xpath("//details[contains(@class, 'panel')]//a/text()")
    assert len(listed) == 206 and Area.objects.get(code=XINGLONG).name in listed
    assert "没有可用的乡（镇）界，图上只有县的轮廓" in page.content.decode()
    bare = told.xpath("//a[title[contains(., '光明社区')]]/@href")
    assert set(bare) == {f"/figures/I02_{GUANGMING}_t_202503/"}
    assert client.get(bare[0]).status_code == 200


def test_the_map_asks_the_database_as_often_for_ten_places_as_for_one(client):
    def villages(number):
        for area in Area.objects.filter(parent__code=cast.DAIYUE)[:number]:
            place(area, 112.8, 39.5)
        return cast.leader(), "/map/?month=2025-03"

    assert len(queries(client, villages)) == 1
