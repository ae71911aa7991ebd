"""查找: each kind of thing is found by what people call it, by those who may see it; nobody is led
to a page that is not theirs, and what does not fit is counted."""

import pytest

from ledger.models import State, Submission
from reports.models import Bulletin, SupervisionNotice
from reports.search import finds
from shanyin_charging import clock
from shanyin_charging.accounts.models import Role, User
from tests import cast

pytestmark = [pytest.mark.at_length, pytest.mark.django_db]
TEXTS = ("岱岳", "an", "2025", "桩", "D", "演示")


@pytest.fixture(autouse=True)
def january(story):
    with clock.at(cast.noon(cast.AFTER_THE_YEAR)):
        yield


def found(client, text, username="office"):
    """Heading to the (name, address) under it."""
    client.force_login(User.objects.get(username=username))
    groups = client.get("/search/", {"q": text}).context["found"]
    return {g.heading: [(find.name, find.address) for find in g.finds] for g in groups}


@pytest.mark.parametrize(
    ("text", "heading", "name", "address"),
    [
        ("放假", "页面", "放假安排", "/calendar/2026/holidays/"),
        ("双随机", "页面", "抽查", "/checks/rounds/"),
        ("任务5", "条款", "二（一）5 ", "/plan/shanyin_2024/clauses/"),
        ("桩车比", "数字", "I04　桩车比", "/plan/shanyin_2024/indicators/I04/"),
        ("i02", "数字", "I02　公共充电桩保有量", "/plan/shanyin_2024/indicators/I02/"),
        ("zcb", "数字", "I04　桩车比", "/plan/shanyin_2024/indicators/I04/"),
        ("dyz", "单位", "岱岳镇", f"/units/{cast.DAIYUE}/"),
        ("国网", "单位", "国网山阴供电公司", "/units/grid/"),
        ("安荣乡填报员", "人员", "演示·安荣乡填报员", "/units/140621205/"),
        ("140621103", "地方", "岱岳镇", "/sites/?township="),
        ("玉井村充电", "站点", "玉井村充电站", "/sites/"),
        (
            "统建统服",
            "条款",
            "二（三）9 实施城乡居住小区“统建统服”模式",
            "/plan/shanyin_2024/clauses/",
        ),
        (
            "偏慢",
            "口径和存疑事项",
            "低于序时几个百分点",
            "/plan/shanyin_2024/discrepancies/slow_within/",
        ),
        ("d02", "口径和存疑事项", "D02　基数未写明", "/plan/shanyin_2024/discrepancies/D02/"),
    ],
)
def test_a_thing_is_found_by_name_number_or_initials(client, text, heading, name, address):
    lines = found(client, text)[heading]
    assert [line for line in lines if line[0].startswith(name) and line[1].startswith(address)]


def test_papers_and_matters_are_found_by_their_numbers(client):
    paper = Bulletin.objects.issued().exclude(number="").first()
    notice = SupervisionNotice.objects.exclude(number="").first()
    by_number = found(client, paper.number)["通报"]
    assert (paper.title, f"/bulletins/{paper.pk}/") in by_number
    assert found(client, paper.code)["通报"] == [(paper.title, f"/bulletins/{paper.pk}/")]
    assert found(client, notice.number)["督办"] == [(notice.matter, f"/supervision/{notice.pk}/")]


def test_a_receipt_is_found_by_who_may_read_the_return(client):
    returned = Submission.objects.filter(unit__code="grid", state=State.APPROVED).first()
    number = returned.current.receipt_number
    address = f"/submissions/{returned.pk}/"
    assert found(client, number) == {"回执": [(number, address)]}
    assert found(client, number, "u_grid") == {"回执": [(number, address)]}
    assert found(client, number, "officer") == {}
    assert found(client, "209901" + number[6:]) == {}


@pytest.mark.one_in(2)
@pytest.mark.parametrize("username", [*(Role.values if cast.LONG else (Role.AUDITOR,)), "u_grid"])
def test_nobody_is_led_to_a_page_that_is_not_theirs(client, username):
    led_to = {
        address
        for text in TEXTS
        for lines in found(client, text, username).values()
        for _, address in lines
    }
    paths = {address.split("#")[0] for address in led_to}
    assert len(paths) > 20
    assert [path for path in sorted(paths) if client.get(path).status_code != 200] == []


def test_people_are_found_by_who_calls_them(client):
    assert found(client, "演示·岱岳", "admin")["人员"][0][1].startswith("/people/")
    assert "人员" not in found(client, "演示·岱岳", "officer")


def test_what_does_not_fit_is_counted(client, monkeypatch):
    monkeypatch.setattr(finds, "MOST", 2)
    client.force_login(User.objects.get(username="office"))
    group = next(g for g in finds.look("乡", User.objects.get(username="office")) if g.left)
    assert len(group.finds) == 2 and group.left > 0
    page = client.get("/search/?q=乡").content.decode()
    assert f"还有 {group.left} 条，请写得再具体些" in page


def test_every_page_has_the_box_in_its_head(client):
    client.force_login(User.objects.get(username="officer"))
    page = client.get("/plan/").content.decode()
    head = page[: page.index("</header>")]
    assert 'role="search"' in head and 'action="/search/"' in head and 'name="q"' in head
