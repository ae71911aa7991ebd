"""Positions are told by officers, kept with their datum, and take the place of the self-assessment
when complete."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from ledger.lines.places import DistanceForm
from ledger.lines.scope import Scope
from ledger.models import LineKind, Point, Site
from reports.figures.reading import read
from shanyin_charging.accounts.models import User
from targets.models import Area
from targets.months import Month
from tests import cast, make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]
MARCH = Month(2025, 3)


def place(thing, east, north, datum="WGS-84"):
    about = {"area": thing} if isinstance(thing, Area) else {"site": thing}
    return Point.objects.create(
        longitude=str(east),
        latitude=str(north),
        datum=datum,
        on=date(2025, 1, 1),
        recorded_by="test",
        **about,
    )


@pytest.fixture
def station():
    """Six public piles in 岱岳镇, at 112.8168 east and 39.5204 north; the township says 4.25 km."""
    office, officer = cast.office(), cast.officer()
    own = {"place": cast.DAIYUE, "distance": "4.25", "on": "2025-03-20"}
    make.approved(
        officer, office, MARCH, lines=[(LineKind.ADDED, make.new_piles()), (LineKind.DISTANCE, own)]
    )
    site = Site.objects.get()
    place(site, 112.8168, 39.5204)
    return site


def told(reading):
    figure = reading.figure("I11")
    return figure.value, figure.note, len(figure.missing)


def test_without_all_villages_on_the_map_the_self_assessment_stands(station):
    villages = list(Area.objects.filter(parent__code=cast.DAIYUE))
    for village in villages[1:]:
        place(village, 112.8168, 39.5204)
    assert told(read(MARCH)) == (425, "1个乡（镇）按单位自评", 11)


def test_with_all_villages_on_the_map_the_way_is_measured(station):
    """The farthest village is a tenth of a degree of latitude away: 11.12 km, told rounded up."""
    for n, village in enumerate(Area.objects.filter(parent__code=cast.DAIYUE)):
        place(village, 112.8168, 39.5204 if n else 39.6204)
    assert told(read(MARCH)) == (1112, "1个乡（镇）按坐标量算", 11)
    assert read(Month(2024, 12)).measured == {}  # the piles came in March


def test_a_village_on_the_map_that_is_farther_than_was_told_counts(station):
    """One village is on the map, 11.12 km away; of the others nobody knows but the township, which
    told 4.25 km."""
    place(Area.objects.filter(parent__code=cast.DAIYUE).first(), 112.8168, 39.6204)
    words = "1个乡（镇）按单位自评，其中1个已标位置的村比自评的远，按量算的"
    assert told(read(MARCH)) == (1112, words, 11)


def test_no_distance_is_asked_for_that_positions_tell(station, client):
    """Nor is one that was typed before kept in silence."""
    officer = cast.officer(cast.YUJING)
    client.force_login(officer)
    filling = f"/returns/{make.period(MARCH).pk}/{cast.YUJING}/?kind=distance"
    assert "最远充电距离" in client.get(filling).content.decode()
    for village in Area.objects.filter(parent__code=cast.YUJING):
        place(village, 112.8168, 39.5204)
    assert "最远充电距离" not in client.get(filling, follow=True).content.decode()
    scope = Scope(make.draft(officer, MARCH, cast.YUJING))
    assert scope.distance_places.labels == {}
    form = DistanceForm(scope, {"place": cast.YUJING, "distance": "4.25", "on": "2025-03-20"})
    assert "已按坐标量算的不用自评" in str(form.errors)
    assert [code for code, way in read(MARCH).measured.items() if way.is_whole] == [cast.YUJING]


def test_the_newest_position_stands(station):
    place(station, 112.9, 39.6)
    assert read(MARCH).geography.piles == {station.pk: (112.9, 39.6)}


def test_an_officer_places_the_own_villages_and_wrong_lines_are_named_and_kept(client):
    client.force_login(cast.officer(cast.YUJING))
    wrong = "水头村 112.60,39.67\n光明社区 112.81,39.52\n东庄村 12,39"
    page = client.post("/places/", {"datum": "GCJ-02", "block": wrong}).content.decode()
    assert (
        "第2行：“光明社区”不是本单位的村（社区）" in page and "第3行：“12,39”不在本县附近" in page
    )
    assert "水头村 112.60,39.67" in page  # what was typed stays
    assert not Point.objects.exists()
    page = client.post(
        "/places/",
        {"datum": "GCJ-02", "block": "水头村 112.60,39.67\n140621100202 39.66，112.61"},
        follow=True,
    ).content.decode()
    assert "已登记2个村的位置" in page and "2 / 18" in page
    assert set(Point.objects.values_list("datum", "area__code")) == {
        ("GCJ-02", "140621100201"),
        ("GCJ-02", "140621100202"),
    }
    assert abs(Point.objects.first().wgs84[0] - 112.60) > 0.004


def test_the_sheet_of_villages_is_filled_in_and_pasted_back(client):
    client.force_login(cast.office())
    sheet = load_workbook(BytesIO(client.get("/places/?sheet=1").content)).active
    told = [[str(cell or "") for cell in row] for row in sheet.values]
    rows = [row for row in told if row[0].startswith("140621")]
    assert len(rows) == 208
    filled = {row[0]: row for row in rows}["140621103001"]
    assert filled[1:3] == ["岱岳镇", "光明社区"]
    filled[3:5] = "112.81", "39.52"
    pasted = "\n".join("\t".join(row) for row in [["区划代码", "乡（镇）"], *rows])
    page = client.post("/places/", {"datum": "WGS-84", "block": pasted}, follow=True)
    assert "已登记1个村的位置" in page.content.decode()
    twins = {"datum": "WGS-84", "block": "水泉村 112.6,39.7\n玉井镇水泉村 112.6,39.7"}
    refused = client.post("/places/", twins).content.decode()
    assert "第1行：“水泉村”有两个" in refused and "第2行" not in refused


def test_a_site_is_placed_by_its_keeper_and_by_nobody_else(client, station):
    client.force_login(cast.officer(cast.YUJING))
    assert (
        client.post(
            f"/sites/{station.pk}/", {"point": "112.82,39.52", "datum": "GCJ-02"}
        ).status_code
        == 404
    )
    client.force_login(User.objects.get(username=f"officer_{cast.DAIYUE}"))
    page = client.post(
        f"/sites/{station.pk}/", {"point": "112.82", "datum": "GCJ-02"}, follow=True
    ).content.decode()
    assert "要写成经度和纬度两个数" in page
    page = client.post(
        f"/sites/{station.pk}/", {"point": "112.82,39.52", "datum": "GCJ-02"}, follow=True
    ).content.decode()
    assert "112.820000, 39.520000" in page


@pytest.mark.parametrize("month", ["2024-06", "2025-03"])
def test_the_coverage_page_draws_the_county_in_any_year(client, station, month):
    client.force_login(cast.leader())
    page = client.get(f"/coverage/?month={month}").content.decode()
    assert page.count('class="seat"') + page.count('class="bare"') == 12
    assert "示意图，不作为划界依据" in page and "下一座站建在哪里" in page
