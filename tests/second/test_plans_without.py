"""A plan need not ask for what the first one asks for: no page fails, and no paper speaks of it."""

import re
from decimal import Decimal

import pytest

from ledger.models import LineKind
from reports.bulletins.compose import PERIODICALS, SPECIALS, compose
from reports.documents.kinds import KINDS
from reports.documents.proofreading import findings
from reports.figures.reading import read
from shanyin_charging.accounts.models import Role
from targets.models import Discrepancy, Indicator, Part
from targets.months import Month
from tests import cast, make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("late_april")]
PAGES = (
    "/",
    "/dispatch/",
    "/dispatch/?format=xlsx",
    "/indicators/",
    "/ranking/",
    "/units/140621103/",
    "/units/bus_station/",
    "/tasks/",
    "/tasks/2/",
    "/coverage/",
    "/roads/",
    "/timeliness/",
    "/timeliness/?format=csv",
    "/years/2025/",
    "/counties/",
    "/gaps/villages/",
    "/gaps/seats/",
    "/board/",
    "/ledger/",
    "/ledger/workbook/",
    "/supervision/",
    "/plan/",
    "/plan/quotas/",
    "/plan/milestones/",
    "/bulletins/2025-03/",
)
SUBJECTS = {"unit": "140621103", "task": "2", "road": "普通国省干线公路"}
MARCH = Month(2025, 3)


def without(*parts):
    Indicator.objects.filter(plays__in=parts).update(plays="")


def paper(kind, month=MARCH):
    content = compose(read(month), KINDS[kind], SUBJECTS.get(kind, ""))
    return content, [paragraph.text for paragraph in content.body]


@pytest.mark.parametrize("person", [cast.leader, cast.office, cast.officer])
def test_a_plan_with_none_of_the_parts_has_every_page(client, person):
    without(*Part.values)
    client.force_login(person())
    answers = {page: client.get(page) for page in PAGES}
    met = {page: answer.status_code for page, answer in answers.items()}
    assert {page: code for page, code in met.items() if code not in (200, 302, 404)} == {}
    read_ = {
        p: re.sub("<[^>]+>", " ", a.content.decode(errors="replace")) for p, a in answers.items()
    }
    assert [page for page, words in read_.items() if re.search(r"\bNone\b", words)] == []
    assert met["/dispatch/"] == met["/coverage/"] == met["/gaps/seats/"] == 200


@pytest.mark.parametrize("kind", [*PERIODICALS, *SPECIALS])
def test_a_plan_with_none_of_the_parts_has_papers_that_speak_of_none(kind):
    without(*Part.values)
    month = Month(2025, 12) if kind in ("year", "half", "quarter", "term") else MARCH
    with make.at(Month(2026, 1).first_day):
        content, said = paper(kind, month)
        assert findings(content) == []
    text = "".join(said)
    for word in ("参考计划", "桩车比", "充电桩保有量", "公共充电站", "隐患"):
        assert word not in text
    assert all(table.rows for one in content.attachments for table in one.tables)


@pytest.mark.parametrize("part", Part.values)
def test_a_plan_without_one_part_has_its_overview_and_its_papers(client, part):
    without(part)
    client.force_login(cast.leader())
    for page in ("/dispatch/", "/coverage/", "/units/140621103/", "/bulletins/2025-03/"):
        assert client.get(page).status_code == 200
    for kind in ("month", "brief"):
        assert findings(paper(kind)[0]) == []


def test_the_sum_that_does_not_hold_is_told_by_whatever_discrepancy_names_it():
    Discrepancy.objects.filter(code="D01").update(code="甲3")
    assert read(MARCH).stock_discrepancy.code == "甲3"
    Discrepancy.objects.filter(code="甲3").update(issue="两个数不相加。")
    assert read(MARCH).stock_discrepancy is None


def test_a_ratio_may_go_by_the_reported_vehicles_alone(client):
    Indicator.objects.filter(plays=Part.RATIO).update(counts="vehicle")
    client.force_login(cast.leader())
    assert not any("桩车比" in text for text in paper("month")[1])
    values = {"bev": "1500", "phev": "440", "on": "2025-03-31"}
    police, office = cast.officer("traffic_police"), cast.person("other", Role.OFFICE)
    make.approved(police, office, MARCH, "traffic_police", [(LineKind.VEHICLES, values)])
    piles = read(MARCH).figure_of(Part.IN_PLACE).counted
    content, said = paper("month")
    (ratio,) = [text for text in said if "桩车比" in text]
    assert "报送的1940辆电动汽车（截至2025年3月31日）计算，桩车比为" in ratio
    assert "方案测算" not in ratio and findings(content) == []
    tiles = client.get("/dispatch/?month=2025-03").context["ratios"]
    assert [s.figure.value for s in tiles] == [Decimal(1940) / piles]


def test_what_is_not_asked_for_is_not_said(client):
    client.force_login(cast.leader())
    whole = client.get("/dispatch/").content.decode()
    assert "桩车比" in whole and "不少于2台的村（社区）" in whole
    without(Part.RATIO, Part.VILLAGE_COVERAGE, Part.DISTANCE)
    told = client.get("/dispatch/").content.decode()
    assert "桩车比" not in told and "的村（社区）" not in told
    assert "方案没有定充电距离" in client.get("/coverage/").content.decode()
    assert "方案没有这一项要求" in client.get("/gaps/villages/").content.decode()
    assert not any("桩车比" in text for text in paper("month")[1])
