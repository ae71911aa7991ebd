"""The plan's code is in the addresses of its pages; addresses of before mean the first plan."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from ledger.models import Ledger
from ledger.periods import books
from reports.supervision import subjects
from shanyin_charging.accounts.models import Role
from targets.models import Plan
from tests import cast, make
from tests.targets.plan.books import NEXT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]
FIRST, SECOND = "shanyin_2024", "shanyin_2026"
LATER = date(2026, 4, 2)  # March 2026 is being reported
OLD = {  # address: what its page says of the first plan
    "/plan/clauses/annex2/": "附件2",
    "/plan/clauses/task17/": "任务",
    "/plan/quotas/": "岱岳镇",
    "/plan/milestones/": "附件3",
    "/plan/indicators/": "I45",
    "/plan/discrepancies/": "D01",
    "/plan/discrepancies/D01/": "509",
    "/indicators/I02/": "321",
    "/tasks/3/": "居住小区",
}


@pytest.fixture
def both(client):
    """Both plans, on a day of the second."""
    call_command("load_plan", NEXT, stdout=StringIO())
    client.force_login(cast.person("chief", Role.CHIEF))
    with make.at(LATER):
        books.open_periods(Ledger.objects.get(), "系统")
        yield client


def told(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.mark.parametrize("address", OLD)
def test_an_address_of_before_means_the_first_plan(both, address):
    assert OLD[address] in told(both, address)


def test_each_plan_has_its_pages_whichever_holds(both):
    pages = ("", "clauses/1-1/", "quotas/", "milestones/", "indicators/", "discrepancies/")
    titles = dict(Plan.objects.values_list("code", "title"))
    for plan, number in ((FIRST, "133"), (SECOND, "150")):
        (other,) = set(titles) - {plan}
        for page in (*pages, "indicators/I02/", "tasks/3/"):
            assert titles[other] not in told(both, f"/plan/{plan}/{page}"), page
        assert titles[plan] in told(both, f"/plan/{plan}/")
        assert f"新增公共充电桩{number}台" in told(both, f"/plan/{plan}/clauses/1-1/")
    assert both.get("/plan/nowhere/quotas/").status_code == 404
    assert both.get(f"/plan/{SECOND}/clauses/annex2/").status_code == 404
    assert both.get(f"/plan/{SECOND}/tasks/17/").status_code == 404


def test_the_page_of_the_plan_shows_the_one_in_force_and_leads_to_the_others(both):
    now = told(both, "/plan/")
    assert "山政办发〔2026〕3号" in now and f'href="/plan/{FIRST}/"' in now and "现行" in now
    assert "到2025年底" in told(both, f"/plan/{FIRST}/")


def test_a_plans_page_has_the_months_that_the_plan_judges(both):
    for plan, last in ((FIRST, "2025-12"), (SECOND, "2026-02")):
        context = both.get(f"/plan/{plan}/indicators/I02/").context
        assert str(context["month"]) == last and context["reading"].plan.code == plan
    nearest = both.get(f"/plan/{FIRST}/indicators/I02/?month=2026-02").context
    assert str(nearest["month"]) == "2025-12"
    assert {m.year for m in nearest["months"]} == {2024, 2025}


def test_a_figure_cites_the_clause_of_its_own_plan(both):
    past, present = (told(both, f"/figures/I02_140621_t_{m}/") for m in ("202511", "202602"))
    assert f"/plan/{FIRST}/clauses/1-2/" in past and SECOND not in past
    assert f"/plan/{SECOND}/clauses/1-1/" in present and FIRST not in present


def test_pages_of_a_month_lead_to_pages_of_its_plan(both):
    for page in ("/dispatch/", "/indicators/", "/tasks/", "/coverage/", "/units/140621103/"):
        past, present = (told(both, f"{page}?month={m}") for m in ("2025-11", "2026-02"))
        assert f"/plan/{SECOND}/" not in past and f"/plan/{FIRST}/" not in present, page


def test_a_plan_without_a_table_of_roads_says_so(both):
    assert "没有按公路定目标" in told(both, f"/plan/{SECOND}/milestones/")
    tabs = told(both, f"/plan/{SECOND}/")
    assert "附表 参考计划" in tabs and "公路计划" not in tabs and "附件2" not in tabs


def test_a_leaders_word_on_a_task_is_about_the_task_of_its_plan(both):
    leader = cast.leader()
    both.force_login(leader)
    assert f"task:{SECOND}:3" in told(both, f"/plan/{SECOND}/tasks/3/")
    assert subjects.subject(leader, f"task:{SECOND}:3").address == f"/plan/{SECOND}/tasks/3/"
    assert subjects.subject(leader, "task:3").address == f"/plan/{FIRST}/tasks/3/"
