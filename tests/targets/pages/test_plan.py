"""Reading the plan in the browser and as Excel."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from targets.models import Clause
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    client.force_login(cast.officer())
    return client


def sheet(answer):
    return [
        [cell.value for cell in row]
        for row in load_workbook(BytesIO(answer.content)).active.iter_rows()
    ]


def test_the_plan_and_each_of_its_clauses_can_be_read(reader):
    page = reader.get("/plan/").content.decode()
    assert "力争公共充电桩数量与电动汽车比例达到1:7" in page
    clause = reader.get("/plan/clauses/task2/").content.decode()
    for cited in ("每个行政村（社区）不少于2台", "县农业农村局", "D04", "国网山阴供电公司"):
        assert cited in clause
    assert reader.get("/plan/clauses/no-such/").status_code == 404


def test_the_quota_table_sorts_filters_and_exports_what_it_shows(reader):
    page = reader.get("/plan/quotas/?sort=-in_2025").content.decode()
    assert page.index("广武镇") < page.index("吴马营乡")
    rows = sheet(reader.get("/plan/quotas/?kind=other&format=xlsx"))
    assert rows[2] == [
        "序号",
        "乡（镇）、部门",
        "类别",
        "2024年（台）",
        "2025年（台）",
        "合计（台）",
        "代报单位（建议）",
    ]
    assert [row[1] for row in rows[3:-1]] == [
        "山阴县医疗集团",
        "山阴动车站",
        "山阴汽车站",
        "煤炭交易中心",
        "山阴高铁站",
    ]
    assert rows[-1][1:6] == ["所选合计", None, 30, 15, 45]
    assert sheet(reader.get("/plan/quotas/?format=xlsx"))[-1][3:6] == [133, 192, 325]


def test_the_milestones_carry_the_printed_words(reader):
    rows = sheet(reader.get("/plan/milestones/?heading=高速公路&format=xlsx"))
    assert [row[1:3] for row in rows[3:]] == [
        ["2024年底", "快充桩2个服务区覆盖率达到50%"],
        ["2025年底", "快充桩2个服务区全覆盖"],
    ]


def test_every_indicator_and_every_discrepancy_is_listed(reader):
    page = reader.get("/plan/indicators/").content.decode()
    assert all(f'id="I{number:02}"' in page for number in range(1, 35))
    page = reader.get("/plan/discrepancies/").content.decode()
    assert all(f'id="D{number:02}"' in page for number in range(1, 41))


def test_the_quota_table_is_read_as_the_plan_itself_remarks(reader):
    remark = Clause.objects.get(code="annex2").remark
    assert remark.startswith("备注：") and remark.endswith("以上数据仅供各单位参考。")
    assert remark in reader.get("/plan/quotas/").content.decode()
    Clause.objects.filter(code="annex2").update(text="台数按上年底存量分配。")
    assert "仅供各单位参考" not in reader.get("/plan/quotas/").content.decode()
