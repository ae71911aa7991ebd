"""The page of what the plan leaves open: its head rules there, and wrong answers stay on it."""

import re

import pytest

from shanyin_charging.accounts.models import Role
from shanyin_charging.audit.models import Event
from targets.models import Question, Ruling
from tests import cast

pytestmark = pytest.mark.django_db
SURE = {"sure": "1"}


def test_the_head_of_the_office_rules_on_a_discrepancy_and_the_earlier_ruling_stays(client):
    client.force_login(cast.person("chief", Role.CHIEF))
    right = {
        "code": "D02",
        "decision": "以供电公司台账175台为准",
        "in_force_on": "2025-03-01",
        "document_no": "纪要3号",
    }
    assert (
        "请写核定的内容"
        in client.post("/plan/discrepancies/D02/", {**right, "decision": ""}).content.decode()
    )
    page = client.post("/plan/discrepancies/D02/", right | SURE, follow=True).content.decode()
    assert "以供电公司台账175台为准（纪要3号" in page
    assert "待核定 41 项" in client.get("/plan/discrepancies/").content.decode()
    client.post(
        "/plan/discrepancies/D02/",
        {**right, **SURE, "decision": "以推算数188台为准", "in_force_on": "2025-04-01"},
    )
    assert Ruling.objects.count() == 2
    assert "以推算数188台为准" in client.get("/plan/discrepancies/D02/").content.decode()
    client.force_login(cast.office())
    assert client.post("/plan/discrepancies/D02/", right).status_code == 404


def test_the_head_of_the_office_answers_an_open_question_and_wrong_answers_stay_on_the_page(client):
    client.force_login(cast.person("chief", Role.CHIEF))
    right = {
        "subject": "slow_within",
        "answer": "10",
        "in_force_on": "2025-03-01",
        "document_no": "纪要4号",
    }
    own = "/plan/discrepancies/slow_within/"
    page = client.post(
        "/plan/discrepancies/slow_within/", {**right, "answer": "很多"}
    ).content.decode()
    assert (
        "百分点要填1到50的整数" in page and 'value="很多"' in page and not Ruling.objects.exists()
    )
    page = client.post(own, right | SURE, follow=True).content.decode()
    assert "已登记核定" in page and "已印发的通报和现在的台账一致，不用更正" in page
    page = client.get(own).content.decode()
    assert "10个百分点（纪要4号，2025-03-01起，chief登记）" in page
    assert Ruling.objects.get().value == {"answer": 10}
    client.post(
        "/plan/discrepancies/lead:task1/",
        {**right, **SURE, "subject": "lead:task1", "answer": "energy"},
    )
    assert "牵头：县能源局" in client.get("/tasks/1/").content.decode()
    client.force_login(cast.office())
    assert client.post(own, right).status_code == 404
    assert "<summary>核定</summary>" not in client.get(own).content.decode()


def test_words_ruled_on_a_discrepancy_stand_beside_the_question_that_asks_the_same(client):
    client.force_login(cast.person("chief", Role.CHIEF))
    words = {
        "code": "D28",
        "decision": "开放后不算新建",
        "in_force_on": "2025-03-01",
        "document_no": "纪要5号",
    }
    client.post("/plan/discrepancies/D28/", words | SURE)
    page = client.get("/plan/discrepancies/opened_counts/").content.decode()
    question = page.split('id="opened_counts"')[1].split("</div>")[0]
    assert "存疑事项D28已核定：开放后不算新建（纪要5号）。照此在这里登记" in question
    assert page.count("照此在这里登记") == 1


def test_before_a_ruling_the_numbers_that_it_changes_are_shown_and_no_leads_back(client, march_due):
    client.force_login(cast.person("chief", Role.CHIEF))
    typed = {"subject": "register:I15", "answer": "20", "document_no": "纪要6号"}
    typed |= {"in_force_on": "2025-01-01"}
    events = Event.objects.count()
    answer = client.post("/plan/discrepancies/register:I15/", typed)
    page = answer.content.decode()
    covered = "山阴县　城镇居住小区充电桩覆盖（目标充电桩全县城镇居住小区全覆盖）"
    assert answer.context["changes"] == [(covered, "—　待核定", "—　未报")]
    assert "将改变1个数字" in page and "纪要6号" in page
    assert not Ruling.objects.exists() and Event.objects.count() == events
    back = client.post("/plan/discrepancies/register:I15/", {**typed, "back": "1"}).content.decode()
    assert 'value="纪要6号"' in back and not Ruling.objects.exists()
    client.post("/plan/discrepancies/register:I15/", typed | SURE)
    assert Ruling.objects.get().value == {"answer": 20}


def test_a_ruling_by_which_no_number_is_counted_says_so_before_it_is_made(client, march_due):
    client.force_login(cast.person("chief", Role.CHIEF))
    terms = {"document_no": "纪要7号", "in_force_on": "2025-01-01"}
    in_words = client.post(
        "/plan/discrepancies/D21/", {"code": "D21", "decision": "以120千瓦为界", **terms}
    )
    answer = {"subject": "naming:window", "answer": "3", **terms}
    beside = client.post("/plan/discrepancies/naming:window/", answer)
    for page in (in_words, beside):
        assert "这一项核定不改变任何数字" in page.content.decode()
    counted = {"subject": "opened_counts", "answer": "是", **terms}
    page = client.post("/plan/discrepancies/opened_counts/", counted).content.decode()
    assert "其他月份从生效日期所在月起按核定计算" in page


def test_the_list_says_in_a_line_what_holds_now_and_leads_to_each_matters_own_page(client):
    client.force_login(cast.person("chief", Role.CHIEF))
    page = client.get("/plan/discrepancies/").content.decode()
    found = set(re.findall(r'href="(/plan/shanyin_2024/discrepancies/[^"]+/)"', page))
    assert len(found) == 42 + Question.objects.count() and "登记</button>" not in page
    assert [path for path in sorted(found) if client.get(path).status_code != 200] == []
    assert client.get("/plan/discrepancies/D99/").status_code == 404


def test_what_no_number_hangs_on_is_folded_and_printed_with_the_rest(client):
    client.force_login(cast.person("chief", Role.CHIEF))
    address = "/plan/shanyin_2024/discrepancies/"
    page = client.get(address)
    changing, others = ([row[0] for row in page.context[name]] for name in ("questions", "manners"))
    assert {"pace", "stopped_counts"} <= {question.subject for question in changing}
    assert {"ladder:blue_after", "door:idle"} <= {question.subject for question in others}
    leads = [row[0] for row in page.context["leads"]]
    assert len(changing) + len(others) + len(leads) == Question.objects.count()
    folded = re.compile(r"<details\s*>")
    assert len(folded.findall(page.content.decode())) == 3
    whole = client.get(address, {"print": "1"}).content.decode()
    assert len(folded.findall(whole)) == 1  # the filter
