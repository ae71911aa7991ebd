"""Reading the plan in the browser and as Excel."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from shanyin_charging.accounts.models import Role
from targets.models import Ruling
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
    assert rows[-1][1:6] == ["合计", None, 30, 15, 45]
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


def test_only_the_administrator_makes_accounts(client):
    client.force_login(cast.office())
    assert client.get("/people/").status_code == 404
    client.force_login(cast.administrator())
    wrong = client.post("/people/", {"username": "Bad Name", "name": "", "role": "officer"})
    page = wrong.content.decode()
    assert (
        "账号用3到30个小写字母、数字" in page
        and "填报员要选所代表的单位" in page
        and 'value="Bad Name"' in page
    )


def test_the_head_of_the_office_rules_on_a_discrepancy_and_the_earlier_ruling_stays(client):
    client.force_login(cast.person("chief", Role.CHIEF))
    right = {
        "code": "D02",
        "decision": "以供电公司台账175台为准",
        "in_force_on": "2025-03-01",
        "document_no": "纪要3号",
    }
    assert (
        "请写裁定的内容"
        in client.post("/plan/discrepancies/", {**right, "decision": ""}).content.decode()
    )
    page = client.post("/plan/discrepancies/", right, follow=True).content.decode()
    assert "以供电公司台账175台为准（纪要3号" in page and "待核定 39 项" in page
    client.post(
        "/plan/discrepancies/",
        {**right, "decision": "以推算数188台为准", "in_force_on": "2025-04-01"},
    )
    assert Ruling.objects.count() == 2
    assert "以推算数188台为准" in client.get("/plan/discrepancies/").content.decode()
    client.force_login(cast.office())
    assert client.post("/plan/discrepancies/", right).status_code == 404


def test_the_head_of_the_office_answers_an_open_question_and_wrong_answers_stay_on_the_page(client):
    client.force_login(cast.person("chief", Role.CHIEF))
    right = {
        "subject": "slow_within",
        "answer": "10",
        "in_force_on": "2025-03-01",
        "document_no": "纪要4号",
    }
    page = client.post("/plan/discrepancies/", {**right, "answer": "很多"}).content.decode()
    assert (
        "百分点要填1到50的整数" in page and 'value="很多"' in page and not Ruling.objects.exists()
    )
    page = client.post("/plan/discrepancies/", right, follow=True).content.decode()
    assert "10个百分点（纪要4号，2025-03-01起，chief登记）" in page
    assert Ruling.objects.get().value == {"answer": 10}
    client.post("/plan/discrepancies/", {**right, "subject": "lead:task1", "answer": "energy"})
    assert "牵头：县能源局" in client.get("/tasks/").content.decode()
    client.force_login(cast.office())
    assert client.post("/plan/discrepancies/", right).status_code == 404
    assert "<summary>裁定</summary>" not in client.get("/plan/discrepancies/").content.decode()
