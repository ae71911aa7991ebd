"""上线准备: each step stands as it is found; without an address nothing is signed."""

import re

import pytest

from reports.bulletins import numbering
from reports.rules import has_an_address
from shanyin_charging.accounts.models import Role
from targets.management.commands.load_plan import SHIPPED
from targets.models import Letterhead
from targets.plan import folder
from targets.plan.loading import Loader
from tests import cast, make
from tests.pressing import Forms

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    with make.at(cast.APRIL_2):
        client.force_login(cast.administrator())
        yield client


def steps(admin):
    return {step.title: step for step in admin.get("/setup/").context["steps"]}


def test_what_is_done_is_marked_and_what_is_not_leads_to_where_it_is_done(admin, settings):
    settings.OFFICE_TELEPHONE = ""
    found = steps(admin)
    open_ = {title for title, step in found.items() if not step.done}
    assert open_ == {
        *("起报月份", "办公室、电话和报头", "专班的人", "各单位的填报人", "口令条"),
        *("已有的桩", "机器"),
    }
    assert "35个单位没有填报人" in found["各单位的填报人"].says
    for step in found.values():
        assert not step.address or admin.get(step.address).status_code == 200
    settings.OFFICE_TELEPHONE = "0349-7070000"
    make.ledger()
    cast.office()
    cast.person("chief", Role.CHIEF)
    cast.officer()
    found = steps(admin)
    assert found["办公室、电话和报头"].done and found["起报月份"].done and found["专班的人"].done
    assert "34个单位没有填报人" in found["各单位的填报人"].says
    page = re.sub("<[^>]+>", "", admin.get("/setup/").content.decode())
    assert "2025年1月起按月报送" in page


def typed(page, what, **values):
    """What the form of the page sends, with some of it typed anew."""
    form = next(form for form in Forms(page).all if form["what"] == what)
    return {name: form[name] for name in form.fields} | values


def test_the_office_states_its_telephone_address_and_heads_on_a_page(admin, settings):
    settings.OFFICE_TELEPHONE, settings.PORTAL_URL = "", "http://127.0.0.1:8000"
    settings.ALLOWED_HOSTS = ["testserver", "charging.example.cn"]
    page = admin.get("/setup/office/").content.decode()
    told = {"telephone": "0349-7070000", "brief": "山阴县充电简报", "on": "2025-04-01"}
    for wrong, words in {
        "https://charging.example.cn/portal": "后面不带别的",
        "https://127.0.0.1": "只有服务器自己打得开",
        "charging.example.cn": "地址写成",
        "https://[": "地址写成",
    }.items():
        answer = admin.post("/setup/office/", typed(page, "names", **told, address=wrong))
        assert words in answer.content.decode()
    assert "还没到的日期" in str(
        admin.post("/setup/office/", typed(page, "names", **told | {"on": "2025-04-03"})).content,
        "utf-8",
    )
    told["address"] = "https://charging.example.cn/"
    assert admin.post("/setup/office/", typed(page, "names", **told)).status_code == 302
    found = steps(admin)
    assert found["平台地址"].done and found["平台地址"].says == "https://charging.example.cn"
    assert "电话0349-7070000" in found["办公室、电话和报头"].says
    assert "山阴县充电简报" in found["办公室、电话和报头"].says and has_an_address()
    Loader(folder.read(SHIPPED)).load()  # loading the plan again leaves it as it was stated
    assert Letterhead.objects.get().brief == "山阴县充电简报"
    assert "0349-7070000" in admin.get("/").content.decode().partition("<footer")[2]


def test_an_address_under_which_the_machine_does_not_answer_yet_is_taken_and_told(admin, settings):
    """Papers may be signed before the machine is set up for others, not without a word of it."""
    settings.OFFICE_TELEPHONE, settings.PORTAL_URL = "0349-7070000", "http://127.0.0.1:8000"
    page = admin.get("/setup/office/").content.decode()
    told = typed(page, "names", on="2025-04-01", address="https://charging.example.cn")
    answer = admin.post("/setup/office/", told, follow=True)
    lacking = "机器的设置 ALLOWED_HOSTS 里还没有charging.example.cn"
    assert lacking in answer.content.decode() and has_an_address()
    step = steps(admin)["平台地址"]
    assert not step.done and step.says.startswith(f"https://charging.example.cn；{lacking}")
    settings.ALLOWED_HOSTS = ["testserver", "charging.example.cn"]
    step = steps(admin)["平台地址"]
    assert step.done and step.says == "https://charging.example.cn"


def test_numbers_go_on_from_those_that_the_head_of_the_office_states(admin):
    page = admin.get("/setup/office/").content.decode()
    assert "请专班办公室主任在这一页登记" in page and "document_no" not in page
    admin.force_login(cast.person("chief", Role.CHIEF))
    page = admin.get("/setup/office/").content.decode()
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids)), "a label leads to the field of its own form"
    wrong = typed(page, "numbers", notice="-1", document_no="2025年发文登记簿")
    assert "编到几号要填0到9999的整数" in admin.post("/setup/office/", wrong).content.decode()
    told = typed(page, "numbers", notice="7", supervision="2", document_no="2025年发文登记簿")
    assert admin.post("/setup/office/", told).status_code == 302
    assert [one.next for one in numbering.this_year(make.plan().county)] == [8, 1, 3]
    late = typed(page, "numbers", notice="9", document_no="2025年发文登记簿")
    assert "又改过" in admin.post("/setup/office/", late).content.decode()


def test_without_an_address_that_others_can_open_nothing_is_signed(settings, admin):
    assert has_an_address()
    settings.PORTAL_URL = "http://127.0.0.1:8000"
    assert "平台还没有设地址" in has_an_address().reason
    assert not steps(admin)["平台地址"].done
    settings.DEMO = True
    assert has_an_address()
