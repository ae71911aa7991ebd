"""上线准备: each step stands as it is found; without an address nothing is signed."""

import re

import pytest

from reports.rules import has_an_address
from shanyin_charging.accounts.models import Role
from tests import cast, make

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


def test_without_an_address_that_others_can_open_nothing_is_signed(settings, admin):
    assert has_an_address()
    settings.PORTAL_URL = "http://127.0.0.1:8000"
    assert "平台还没有设地址" in has_an_address().reason
    assert not steps(admin)["平台地址"].done
    settings.DEMO = True
    assert has_an_address()
