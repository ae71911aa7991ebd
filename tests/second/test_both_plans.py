"""Two plans in one office: each month is asked, read back and cited by its own."""

from datetime import date

import pytest

from ledger.lines.readback import sentence
from ledger.lines.scope import Scope
from ledger.models import Kind, LineKind, Period, Submission
from ledger.returns import standings, waiting
from ledger.workbooks.vocabulary import names_of
from reports.figures.reading import read
from shanyin_charging.accounts.models import Role
from targets.models import Plan, Unit
from tests import cast, make
from tests.second import office
from tests.second.office import DECEMBER, HOUSING, JANUARY, MARKET, TRANSPORT

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db):
    return {"officer": cast.officer(), "office": cast.office(), "leader": cast.leader()}


@pytest.fixture
def both(people):
    """It is 3 February 2026; December of 岱岳镇 was approved under the first plan."""
    with make.at(office.IN_DECEMBER):
        office.open_ledger()
        office.december(people["officer"], people["office"])
    office.next_plan()
    with office.february():
        yield


def scope(unit, month):
    return Scope(Submission(period=make.period(month), unit=office.unit(unit), kind=Kind.RETURN))


def test_each_month_asks_by_the_duties_of_its_own_plan(both):
    kinds = {month: set(scope(TRANSPORT, month).owed.kinds) for month in (DECEMBER, JANUARY)}
    assert LineKind.SWAP in kinds[JANUARY] and LineKind.DISTANCE not in kinds[JANUARY]
    assert scope(TRANSPORT, JANUARY).owed.pilot_kinds == ("pilot_v2g",)
    assert "pilot_v2g" not in scope(TRANSPORT, DECEMBER).owed.pilot_kinds
    for month, code in ((DECEMBER, "shanyin_2024"), (JANUARY, "shanyin_2026")):
        clauses = scope(TRANSPORT, month).owed.clauses
        assert {clause.plan.code for clause in clauses} == {code}
        assert len(set(scope(TRANSPORT, month).clauses.labels)) == len(clauses)


def test_the_rows_of_each_months_plan_are_offered(both):
    december, january = (scope(TRANSPORT, month).rows.labels for month in (DECEMBER, JANUARY))
    assert {"bus_station", "bus_company"} & set(december) == {"bus_station"}
    assert {"bus_station", "bus_company"} & set(january) == {"bus_company"}


def test_a_site_of_a_sort_that_the_next_plan_has_not_is_reported_on_all_the_same(both, people):
    scenic = make.new_piles(
        site_name="广武景区充电站", site_kind="scenic", on="2025-12-20", explanation="旺季前"
    )
    lines = [(LineKind.ADDED, scenic)]
    with make.at(office.IN_DECEMBER):
        submission = make.approved(
            people["officer"], people["office"], DECEMBER, lines=lines, kind=Kind.LIST
        )
    site = str(submission.current.lines.get().entries.first().site_id)
    about = scope(cast.DAIYUE, JANUARY)
    assert site in about.pile_sites.labels and "scenic" not in about.offered
    assert "scenic" in scope(cast.DAIYUE, DECEMBER).offered


def test_a_line_is_read_back_in_the_words_of_its_own_month(both, people):
    was = Submission.objects.get(period=make.period(DECEMBER))
    words = [sentence(line) for line in was.current.lines.filter(kind=LineKind.WORK)]
    code = was.current.lines.get(kind=LineKind.WORK).values["clause"]
    assert words == [f"{make.plan().clauses.get(code=code)}。本月工作：召开现场会"]
    clause = Scope(Submission(period=make.period(JANUARY), unit=office.unit(cast.DAIYUE))).plan
    work = {**office.WORK, "clause": "task1"}
    made = make.draft(people["officer"], JANUARY, lines=[(LineKind.WORK, work)])
    assert sentence(made.current.lines.get()).startswith(str(clause.clauses.get(code="task1")))


def not_begun(unit):
    return waiting.not_begun([unit], Plan.objects.served())


def test_a_unit_of_the_first_plan_alone_owes_nothing_of_the_next_and_has_its_past(both):
    with make.at(date(2026, 1, 28)):  # December is not locked yet
        found = {
            code: [p.month for p in not_begun(office.unit(code)) if p.month >= DECEMBER]
            for code in (MARKET, HOUSING)
        }
    assert found == {MARKET: [DECEMBER], HOUSING: [JANUARY, DECEMBER]}
    owing = {
        month: {
            s.unit.code for s in standings.standings(make.period(month).plan, make.period(month))
        }
        for month in (DECEMBER, JANUARY)
    }
    assert MARKET in owing[DECEMBER] and MARKET not in owing[JANUARY]


def test_the_year_before_stays_the_same_when_the_next_plan_is_loaded_and_ruled_upon(
    people,
):
    with make.at(office.IN_DECEMBER):
        office.open_ledger()
        office.december(people["officer"], people["office"])
    with office.february():
        before = told(DECEMBER)
        plan = office.next_plan()
        chief = cast.person("chief", Role.CHIEF)
        for subject, answer in (("pace", [9] * 11 + [100]), ("station:direct", False)):
            make.put_on_record(chief, plan, subject, {"answer": answer}, date(2024, 1, 1), "纪要")
        assert told(DECEMBER) == before
        assert read(JANUARY).plan == plan


def told(month):
    """Every standing in a month, and what its indicators cite."""
    reading = read(month)
    return {
        code: (reading.standings(code), [(c.plan.code, c.label) for c in reading.clauses[code]])
        for code in reading.indicators
    }


def test_a_list_over_the_change_knows_the_names_of_both(both):
    names = names_of(make.county())
    assert {"bus_station", "bus_company"} <= set(names.rows) and "scenic" in names.kinds


def test_the_stock_goes_on_from_the_first_plan_into_the_next(both):
    assert [read(month).figure("I02").value for month in (DECEMBER, JANUARY)] == [194, 194]
    assert [read(month).figure("I01").value for month in (DECEMBER, JANUARY)] == [6, 0]


def test_who_reports_is_a_member_of_the_months_plan(both):
    members = {
        month: set(Unit.objects.members(make.period(month).plan).values_list("code", flat=True))
        for month in (DECEMBER, JANUARY)
    }
    assert members[JANUARY] < members[DECEMBER]
    assert Period.objects.filter(starts_on="2026-01-01").count() == 1
