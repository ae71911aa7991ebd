"""县域比较: two counties side by side for who is above them, by hand; for nobody else."""

import csv
from io import StringIO

import pytest

from shanyin_charging.accounts.models import Role
from targets.models import Area
from targets.months import Month
from tests import cast, make
from tests.second.county import yunxi

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("march_due")]
MARCH = Month(2025, 3)


@pytest.fixture
def above(client):
    """Six piles of 360 kW in one of the twelve townships of the first county, beside the 188 of
    before; nothing yet in the second, which has joined."""
    make.approved(cast.officer(), cast.office(), MARCH)
    yunxi.join()
    client.force_login(cast.above())
    return client


def rows(client, address="/counties/?month=2025-03&format=csv"):
    return list(csv.reader(StringIO(client.get(address).content.decode("utf-8-sig"))))


def test_counties_stand_side_by_side_on_what_their_plans_share(above):
    heads, first, second = [row for row in rows(above) if len(row) > 2][:3]
    assert dict(zip(heads, first, strict=True)) == {
        "县（市、区）": "山阴县",
        "公共充电桩": "194",
        "本年新增": "6",
        "电动汽车": "未报",
        "桩车比": "未报",
        "公共充电容量": "360",
        "有公共桩的乡（镇）": "1",
        "按时报送": "0",
        "在办督办（件）": "0",
        "现行方案": "山阴县电动汽车充（换）电基础设施建设工作方案（2024—2025年）",
    }
    page = above.get("/counties/?month=2025-03").content.decode()
    assert "1/12" in page and "0/35" in page and "0/5" in page
    assert second[:3] == ["云溪县", "0", "0"]
    assert second[-1] == "云溪县充电设施建设行动计划（2025—2026年）（虚构，测试用）"


def test_they_are_ordered_by_a_column_the_most_first(above):
    Area.objects.filter(code=yunxi.CODE).update(code="140600")  # which comes first by its code
    names = [row.county.name for row in above.get("/counties/?month=2025-03").context["rows"]]
    assert names == ["云溪县", "山阴县"]
    ordered = above.get("/counties/?month=2025-03&order=0").context["rows"]
    assert [row.county.name for row in ordered] == ["山阴县", "云溪县"]


def test_one_goes_down_into_a_county_and_a_bar_leads_back(above):
    assert above.get("/").headers["Location"] == "/counties/"
    assert above.get("/dispatch/").headers["Location"] == "/counties/"  # none is chosen yet
    page = above.get(f"/counties/{cast.COUNTY}/", follow=True).content.decode()
    assert "正在查看：山阴县" in page and 'href="/counties/">返回各县' in page
    above.get(f"/counties/{yunxi.CODE}/")
    page = above.get("/plan/").content.decode()
    assert "正在查看：云溪县" in page and "云溪县充电设施建设平台" in page and "山阴" not in page
    page = above.get("/counties/").content.decode()
    assert "正在查看" not in page and "云溪县充电设施建设平台" not in page
    page = above.get("/plan/").content.decode()  # in another tab, which goes on
    assert "正在查看：云溪县" in page


def test_a_city_reads_no_county_of_another(client):
    reader = cast.person("other", Role.ABOVE, division="1407")
    client.force_login(reader)
    assert client.get("/counties/").context["rows"] == []
    assert client.get(f"/counties/{cast.COUNTY}/").status_code == 404
    assert client.get("/dispatch/").headers["Location"] == "/counties/"


def test_a_province_reads_all(above):
    above.force_login(cast.person("province", Role.ABOVE, division="14"))
    assert len(above.get("/counties/").context["rows"]) == 2


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.ABOVE])
def test_nobody_of_a_county_sees_others(client, role):
    client.force_login(cast.person("somebody", role))
    assert client.get("/counties/").status_code == 404
    assert client.get(f"/counties/{cast.COUNTY}/").status_code == 404
