"""A county whose plan has no roads and no pilots is not asked for them, nor shown them."""

import pytest

from tests import cast, make
from tests.authorization.things import people_of
from tests.second.county import yunxi

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("march_due")]


@pytest.fixture
def office(client):
    """The browser of 云溪's office."""
    yunxi.join()
    with yunxi.served():
        make.ledger()
        people = people_of((yunxi.TINGLAN, yunxi.QIXIA), "_乙县")
    client.force_login(people["office"])
    return client


def test_no_tab_leads_to_roads_and_their_page_says_why(office):
    assert 'href="/roads/' not in office.get("/dispatch/").content.decode()
    page = office.get("/roads/").content.decode()
    assert "这份方案没有按公路定目标，也没有试点。" in page and "项目和阶段" not in page


def test_a_paper_on_a_road_is_not_offered(office):
    page = office.get("/bulletins/").content.decode()
    assert "任务专项通报" in page and "公路专项通报" not in page and 'name="road"' not in page
    pressed = office.post("/bulletins/draft/", {"kind": "road", "month": "2025-03"}, follow=True)
    assert "请选择种类和月份" in pressed.content.decode()


def test_the_plan_with_roads_has_both(client):
    client.force_login(cast.office())
    assert 'href="/roads/' in client.get("/dispatch/").content.decode()
    page = client.get("/bulletins/").content.decode()
    assert "公路专项通报" in page and 'name="road"' in page
