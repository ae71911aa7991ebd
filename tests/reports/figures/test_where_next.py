"""Where to build next: the fewest piles, what they bring, and the same as a draft of quotas."""

from io import BytesIO

import pytest
from lxml import html
from openpyxl import load_workbook

from ledger.models import LineKind, Site
from reports.figures.reading import read
from reports.figures.where_next import STATIONS, VILLAGE, WhereNext
from shanyin_charging import serving
from targets.models import Area, Unit
from targets.months import Month
from targets.plan import cells, intake
from tests import cast, make
from tests.queries import queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]
MARCH = Month(2025, 3)


@pytest.fixture
def station():
    """Six piles in one of the 33 villages of 岱岳镇, which is its station; nothing elsewhere."""
    make.approved(cast.officer(), cast.office(), MARCH)


def test_each_village_gets_two_and_each_seat_five_where_the_station_is_too(station):
    """207 villages lack two: 414. Twelve seats lack five, in no village that is known: 60 apart, or
    36, which is three more for each than its village gets."""
    proposed = WhereNext(read(MARCH))
    assert (proposed.found.total, proposed.found.bound) == (474, 450)
    piles = {where.name: number for where, number, _ in proposed.by_township}
    assert piles["岱岳镇"] == 32 * 2 + 5 and piles["玉井镇"] == 18 * 2 + 5
    first = proposed.places[0]
    village = next(place for place in proposed.places if place.code == "140621103001")
    assert first.name.endswith("所在地") and first.piles == 5 and first.effects[STATIONS] == 1
    assert village.piles == 2 and dict(village.effects) == {VILLAGE: 1}
    after = {o.standing.figure.code: o.after for o in proposed.outcomes}
    assert after["I10"] == "208/208" and after["I09"] == "12/12" and after["I23"] == "量不了"


def test_what_is_being_built_within_the_year_is_reckoned_with():
    building = make.being_built(village="140621103001")  # which lacks two
    lines = [(LineKind.ADDED, make.new_piles()), (LineKind.BUILDING, building)]
    make.approved(cast.officer(), cast.office(), MARCH, lines=lines)
    assert WhereNext(read(MARCH)).found.total == 474 - 2


def test_the_page_and_the_draft_of_the_next_quotas_say_the_same(client, station):
    client.force_login(cast.person("chief", "chief"))
    page = html.fromstring(client.get("/next/?month=2025-03").content)
    said = "".join(page.xpath("string(//main)").split())
    assert "再建474台" in said and "不可能少于450台" in said
    answer = client.get("/next/quotas/?month=2025-03")
    rows = list(load_workbook(BytesIO(answer.content))["任务数"].values)
    assert rows[0] == ("单位*", "原文写法*", "2026年*", "合计*")
    assert rows[1] == (cast.DAIYUE, "岱岳镇", 69, 69)
    assert sum(row[2] for row in rows[1:]) == 474 and len(rows) == 22
    read_again = intake.of_sheets(cells.read(answer.content), serving.county())
    assert {row["unit"]: row["2026"] for row in read_again.draft.of("quotas")}[cast.DAIYUE] == 69
    client.force_login(cast.leader())
    assert client.get("/next/quotas/").status_code == 404


def test_the_page_asks_the_database_as_often_for_ten_sites_as_for_one(client):
    def sites(number):
        about = {"county": make.county(), "kind": "estate", "keeper": Unit.objects.first()}
        for n, village in enumerate(Area.objects.filter(parent__code=cast.DAIYUE)[:number]):
            Site.objects.create(name=f"站{n}", area=village, at_seat=n % 2 == 1, **about)
        return cast.leader(), "/next/?month=2025-03"

    assert len(queries(client, sites)) == 1
