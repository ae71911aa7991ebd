"""The clauses that set no number say who told of them in which month, and how that stands; who is
asked and did not is only told once the month is due."""

from datetime import date

import pytest
from django.urls import reverse

from ledger.models import LineKind
from ledger.returns import workflow
from reports.figures import implementation
from reports.figures.reading import read
from targets.months import Month
from tests import cast, make

pytestmark = pytest.mark.django_db
MARCH, APRIL = Month(2025, 3), Month(2025, 4)
GRID, HOUSING = "grid", "housing"


def told(done, clause="task15"):
    typed = {"clause": clause, "done": done, "problems": "", "following": ""}
    return [(LineKind.WORK, typed)]


def states(month):
    """Clause to its state, and (clause, unit) to that of each unit that is asked."""
    found = implementation.carried_out(read(month))
    units = {
        (one.clause.code, part.duty.unit.code): part.state.word
        for one in found
        for part in one.asked
    }
    return {one.clause.code: one.state.word for one in found}, units


def test_a_clause_stands_as_its_units_told_of_it_and_is_judged_once_the_month_is_due(client):
    with make.at(cast.APRIL_2):
        make.ledger()
        grid, office = cast.officer(GRID), cast.office()
        first = make.handed_in(grid, MARCH, GRID, told("改造了两条线路"))
        workflow.begin_review(office, first)
        workflow.send_back(office, first, "写明是哪两条")
        first.refresh_from_db()
        workflow.submit(grid, first, first.current.key)
        assert states(MARCH)[0]["task15"] == states(MARCH)[0]["4-3"] == "未到截止"
        workflow.begin_review(office, first)
        workflow.approve(office, first)
        clauses, units = states(MARCH)
        assert clauses["task15"] == "有进展" and units["task15", HOUSING] == "未到截止"
        tasks, policies = ["task15", "task16", "task17"], ["3-1", "3-2", "3-3"]
        assert list(clauses) == [*tasks, *policies, "4-1", "4-2", "4-3"]
    with make.at(date(2025, 5, 8)):
        make.ledger()
        housing = cast.officer(HOUSING)
        make.handed_in(housing, APRIL, HOUSING, told("验收带上了配电设施"))
        clauses, units = states(APRIL)
        assert units["task15", GRID] == "本期无报告" and units["task15", "energy"] == "从未报告"
        assert (units["task15", HOUSING], clauses["task15"]) == ("待审核", "待审核")
        assert (clauses["task16"], clauses["4-1"]) == ("从未报告", "不单独报送")
        leader = cast.leader()
        client.force_login(leader)
        page = client.get("/implementation/?month=2025-04").content.decode()
        assert page.count("改造了两条线路") == 1 and "2025年3月" in page and "0/3家" in page
        assert reverse("submission", args=[first.pk]) in page
        assert cast.DAIYUE not in page  # is named by a clause, and is not asked to report on it
        assert cast.DAIYUE in client.get("/implementation/?state=every").content.decode()
        some = client.get("/implementation/?month=2025-04&state=slow&format=csv").content.decode()
        assert "国网山阴供电公司" in some and "县能源局" not in some
        client.force_login(housing)
        page = client.get("/implementation/?month=2025-04").content.decode()
        assert "改造了两条线路" not in page and "只有本单位和专班能看内容" in page
        client.force_login(leader)
        assert client.get("/tasks/15/?month=2025-03").content.decode().count("改造了两条线路") == 1


def test_the_clause_that_asks_for_returns_tells_who_came_in_time(client):
    with make.at(cast.APRIL_2):
        make.ledger()
        make.handed_in(cast.officer(GRID), MARCH, GRID, lines=[])
    with make.at(date(2025, 4, 9)):
        make.handed_in(cast.officer(HOUSING), MARCH, HOUSING, lines=[])
        returns = implementation.carried_out(read(MARCH))[-1]
        assert (returns.clause.code, returns.told, returns.parts) == ("4-3", (1, 35), [])
        assert returns.by_month[MARCH] == 1 and returns.state.word == "有迟报、未报"
        client.force_login(cast.leader())
        page = client.get("/implementation/?month=2025-03").content.decode()
        assert "1/35家" in page and "/timeliness/?month=2025-03" in page
        told = client.get("/implementation/?month=2025-03&format=xlsx")
        assert told.status_code == 200
