"""An invented plan of 2026–2027 after the first: what a next plan is likely to want is rows of JSON
over the measures that there are, and both plans stand side by side."""

from io import StringIO

import pytest
from django.core.management import call_command

from reports.figures.evaluate import FORMS
from targets.models import Clause, Duty, Indicator, Part, Plan, Target, Unit
from targets.months import Month
from targets.plan import folder, queries
from targets.plan.taking_out import draft_of
from tests import cast, make
from tests.targets.plan.books import NEXT
from tests.targets.plan.rows import everything

pytestmark = pytest.mark.django_db
# What is wanted: how it is counted with what there is.
WANTED = {
    "K01": ("total", "public_power", "to_date"),  # public capacity in kW
    "K02": ("total", "public_power", "year"),  # what was added of it
    "K03": ("ratio", "public_power", "to_date"),  # kW for each vehicle
    "K04": ("total", "private_pile", "to_date"),
    "K05": ("total", "swap_station", "to_date"),
    "K06": ("total", "pilot_built", "year"),  # V2G, by pilots
    "K07": ("total", "public_dc_pile", "to_date"),
    "K09": ("total", "public_dc_pile", "to_date"),  # of sites with 250 kW a pile and more
    "K10": ("total", "public_dc_pile", "to_date"),  # of 480
    "I10": ("coverage", "public_pile", "to_date"),  # share of villages
}


@pytest.fixture
def both():
    """The plan of 2024–2025, and that of 2026–2027 after it."""
    call_command("load_plan", NEXT, stdout=StringIO())


def test_the_next_plan_is_rows_over_what_is_counted_already(both):
    rows = {row.code: row for row in Indicator.objects.filter(plan__code="shanyin_2026")}
    assert {c: (rows[c].form, rows[c].counts, rows[c].window) for c in WANTED} == WANTED
    assert {row.form for row in rows.values()} <= set(FORMS)
    kilowatts = Target.objects.get(indicator=rows["K01"], year=2027)
    assert (kilowatts.value, kilowatts.printed) == (600_000, "额定功率达到60000千瓦")  # of 0.1 kW


def test_the_first_plan_stays_as_it_was_and_is_loaded_again_without_change():
    before = everything()
    call_command("load_plan", NEXT, stdout=StringIO())
    after = everything()
    assert [model for model, rows in before.items() if not set(rows) <= set(after[model])] == []
    told = StringIO()
    call_command("load_plan", stdout=told)
    assert told.getvalue().splitlines()[-1].endswith("：没有变化")
    call_command("load_plan", NEXT, stdout=told)
    assert told.getvalue().splitlines()[-1].endswith("：没有变化")


def test_each_plan_comes_out_as_it_went_in(both):
    """With the spellings of its units that other documents have used."""
    plan, printed = draft_of(Plan.objects.get(code="shanyin_2026")), folder.read(NEXT)
    assert {alias["name"] for alias in plan.rows.pop("aliases")} > {"薛圪圉乡", "薛圪窰乡"}
    assert printed.rows.pop("aliases") == []
    assert plan.rows == printed.rows and plan.scan == printed.scan


def test_codes_of_both_plans_are_told_apart_by_the_plan(both):
    assert Clause.objects.filter(code="task1").count() == 2
    county = make.county()
    first, second = (Plan.objects.in_force(county, Month(year, 12)) for year in (2025, 2026))
    assert (first.code, second.code) == ("shanyin_2024", "shanyin_2026")
    assert queries.yearly_values(first, Part.ADDED) == [{2024: 133, 2025: 192}]
    assert queries.yearly_values(second, Part.ADDED) == [{2026: 150, 2027: 180}]
    assert [queries.implied(one).piles for one in (first, second)] == [188, 510]
    assert [check.holds for check in queries.sums(second)] == [True, True, True]


def test_a_row_that_is_no_member_is_reported_by_the_one_that_the_plan_proposes(both):
    rows = queries.supervisors(Plan.objects.get(code="shanyin_2026"), Month(2026, 1).first_day)
    assert rows["bus_company"].code == "transport"


def test_a_unit_of_both_plans_has_duties_in_both(both):
    energy = Unit.objects.get(code="energy")
    plans = Duty.objects.filter(unit=energy).values_list("clause__plan__code", flat=True)
    assert set(plans) == {"shanyin_2024", "shanyin_2026"}


@pytest.mark.usefixtures("april")
def test_the_pages_of_the_plan_show_the_one_that_holds(both, client):
    client.force_login(cast.leader())
    assert "山政办发〔2024〕31号" in client.get("/plan/").content.decode()
    with make.at(Month(2026, 1).first_day):
        pages = ("", "quotas/", "milestones/", "indicators/", "discrepancies/")
        for page in pages:
            assert client.get(f"/plan/shanyin_2026/{page}").status_code == 200
        told = client.get("/plan/").content.decode()
        assert "山政办发〔2026〕3号" in told and "推算基数 510 台" in told and "D02" not in told
        assert "县公交公司" in client.get("/plan/shanyin_2026/quotas/").content.decode()
        clause = client.get("/plan/shanyin_2026/clauses/task1/").context["clause"]
        assert clause.label == "二1"
