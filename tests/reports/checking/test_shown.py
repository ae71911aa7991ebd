"""What was found on the spot is told where it matters: on the page of the task, of the unit and of
the site, in the list of hazards, in the month's paper; where nothing was looked at nothing is."""

from datetime import date

import pytest

from ledger.models import Entry, LineKind, Site
from ledger.periods import books
from reports.bulletins.matters import on_the_spot
from reports.checking import course, visiting
from reports.figures import proved
from reports.figures.reading import read
from reports.figures.visited import visited
from shanyin_charging.accounts.models import Role
from targets.models import Clause
from targets.months import Month
from tests import cast, make
from tests.reports.checking.made import a_finding, a_round

pytestmark = pytest.mark.django_db
MARCH, APRIL, MAY = Month(2025, 3), Month(2025, 4), Month(2025, 5)


@pytest.fixture
def people(april):
    return {
        "office": cast.office(),
        "colleague": cast.person("colleague", Role.OFFICE),
        "unit": cast.officer(),
        "other": cast.officer(cast.YUJING),
    }


@pytest.fixture
def found(people):
    """Two piles fewer than the ledger says, on 2 April; a hazard of the second round there, on 9
    April, when all was as the ledger says; the first answered and struck off on 12 May."""
    difference = a_finding(people["unit"], people["office"], people["colleague"])
    with make.at(date(2025, 4, 9)):
        visit = a_round(people["office"], seed="2").visits.get()
        visiting.endanger(people["office"], visit, "grave", "急停按钮失灵", date(2025, 4, 20))
        visiting.record(people["office"], visit, visiting.as_the_ledger(visit))
    with make.at(date(2025, 5, 12)):
        course.move(people["unit"], "respond", difference, "已更正")
        difference.refresh_from_db()
        course.move(people["colleague"], "close_out", difference)
        yield


def said(month):
    sentence = on_the_spot(read(month), 1)
    return sentence.text if sentence else None


def test_the_months_paper_tells_it_by_days_and_nothing_where_nothing_was(people, found):
    assert said(MARCH) is None
    assert said(APRIL) == (
        "4月现场核查站点2处，与台账一致1处，发现与台账不符1件，隐患1处，"
        "月底核查事项未销号2件，最早的已有28天。"
    )
    assert said(MAY) == "5月核查事项销号1件，月底核查事项未销号1件，最早的已有52天。"
    april = visited(read(APRIL))
    assert (april.visits, april.agreeing, april.differences, april.dangers) == (2, 1, 1, 1)
    assert (april.closed, april.open, april.dangers_open, april.longest) == (0, 2, 1, 28)


def test_the_task_the_unit_and_the_site_show_it(client, people, found):
    clause = Clause.objects.filter(indicators__counts="hazard").first()
    site = Site.objects.get()
    for who in ("office", "unit"):
        client.force_login(people[who])
        page = client.get(f"/tasks/{clause.task}/?month=2025-05").content.decode()
        assert '<td class="number" data-head="本年核查（处）">2</td>' in page
        assert '<td class="number" data-head="最久（天）">52</td>' in page
        assert ("种子2）" in page) == (who == "office")
        page = client.get(f"/units/{cast.DAIYUE}/?month=2025-05").content.decode()
        assert "本年核查 2 处，与台账一致 1 处，不符 1 件，隐患 1 处" in page
        assert "急停按钮失灵" in page and "现场4台" not in page
        page = client.get(f"/sites/{site.pk}/").content.decode()
        assert "现场核查 2 次" in page and "与台账一致" not in page
        assert "现场4台，少2台" in page
        assert "急停按钮失灵" in client.get("/search/?q=急停").content.decode()
    client.force_login(people["other"])
    assert "按钮失灵" not in client.get("/search/?q=急停").content.decode()
    page = client.get(f"/units/{cast.DAIYUE}/?month=2025-05").content.decode()
    assert "急停按钮失灵" not in page


def test_hazards_of_checks_and_of_returns_stand_in_one_list(client, people, found):
    looked = {
        "facility": "东门加油站",
        "on": "2025-04-20",
        "inspectors": "本局2人",
        "grade": "general",
        "finding": "没有灭火器",
        "mend_by": "2025-05-10",
    }
    office, market = people["office"], cast.officer("market")
    books.open_periods(make.county().ledger, "test")
    make.approved(market, office, APRIL, "market", [(LineKind.INSPECTED, looked)])
    client.force_login(office)

    def shown(query=""):
        page = client.get(f"/checks/hazards/{query}").content.decode()
        return [text for text in ("急停按钮失灵", "没有灭火器") if text in page], page

    both, page = shown()
    assert both == ["急停按钮失灵", "没有灭火器"] and "未销号 2 处" in page
    assert '<td class="number" data-head="已有（天）">33</td>' in page
    assert '<td class="number" data-head="已有（天）">22</td>' in page
    assert page.count("已过期限") == 2
    assert shown("?grade=grave")[0] == ["急停按钮失灵"]
    for column in ("grade", "text", "place", "unit", "source", "mend_by", "ended_on", "days"):
        assert shown(f"?sort={column}")[0] == both
    assert shown("?source=单位月报")[0] == ["没有灭火器"] == shown("?words=东门")[0]
    gone = {"hazard": str(Entry.objects.get(measure="hazard_general").number)}
    gone |= {"on": "2025-05-06", "result": "已配齐"}
    with make.at(date(2025, 5, 26)):
        books.open_periods(make.county().ledger, "test")
        make.approved(market, office, MAY, "market", [(LineKind.CLEARED, gone)])
        assert shown()[0] == ["急停按钮失灵"] and shown("?which=over")[0] == ["没有灭火器"]
        client.force_login(people["other"])
        assert shown()[0] == shown("?which=over")[0] == []
        client.force_login(people["unit"])
        assert shown()[0] == ["急停按钮失灵"]


def test_piles_at_sites_that_were_looked_at_are_told_as_proved(people, found):
    sites = list(Site.objects.select_related("area__parent"))
    known = proved.evidence(sites)
    assert [row.row for row in proved.by_township(sites, known)] == [
        ("岱岳镇", 6, 0, 0, 6),
        ("合计", 6, 0, 0, 6),
    ]
