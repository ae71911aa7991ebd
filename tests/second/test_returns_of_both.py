"""Returns under either plan, pressed on the pages from the form to the approval, with a line of
each kind that the next plan asks for."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from ledger.entries import stocks
from ledger.lines import FORMS
from ledger.lines.scope import Scope
from ledger.models import Entry, LineKind, Site, State, Submission
from ledger.sheets.words import load
from ledger.workbooks.vocabulary import names_of
from shanyin_charging.accounts.models import Role
from targets.models import Plan
from tests import cast, make
from tests.second import office
from tests.second.office import DECEMBER, JANUARY

pytestmark = pytest.mark.django_db
ON = "2026-01-20"
PLACE = {"site": "new", "village": cast.DAIYUE_VILLAGE, "on": ON}
PUBLIC = make.new_piles(site_name="二期充电站", on=ON, explanation="集中投运")
PRIVATE = make.new_piles(
    site_name="锦绣小区",
    site_kind="estate",
    public="2",
    dc="0",
    ac="8",
    connectors="8",
    power="56",
    on=ON,
    credited_to="none",
    explanation="集中投运",
)
SWAP = {**PLACE, "site_name": "客运站换电站", "site_kind": "hub", "event": "opened"}
PILOT = {**PLACE, "site_name": "车网互动示范", "site_kind": "pilot_v2g", "stage": "built"}
INSPECTED = {"facility": "加油站旁充电桩", "on": ON, "inspectors": "本局2人", "grade": "none"}
WORK = {"done": "召开现场会"}
# What a unit says of January, and what is posted for it: measure and value in its smallest unit.
SAYS = {
    cast.DAIYUE: [
        (
            LineKind.ADDED,
            PUBLIC,
            [("public_dc_pile", 6), ("public_connector", 12), ("public_power", 3600)],
        ),
        (LineKind.WORK, {**WORK, "clause": "task1"}, []),
    ],
    "housing": [
        (
            LineKind.ADDED,
            PRIVATE,
            [("private_ac_pile", 8), ("private_connector", 8), ("private_power", 560)],
        ),
        (LineKind.WORK, {**WORK, "clause": "task3"}, []),
    ],
    "transport": [
        (LineKind.SWAP, SWAP, [("swap_station", 1)]),
        (LineKind.PILOT, PILOT, [("pilot_built", 1)]),
    ],
    "energy": [(LineKind.INSPECTED, INSPECTED, [("inspection", 1)])],
    "traffic_police": [
        (
            LineKind.VEHICLES,
            {"bev": "3000", "phev": "900", "on": ON},
            [("bev", 3000), ("phev", 900)],
        )
    ],
}


@pytest.fixture
def reviewer(db):
    """It is 3 February 2026, the first plan's December of 岱岳镇 is approved."""
    with make.at(office.IN_DECEMBER):
        office.open_ledger()
        office.december(cast.officer(), cast.office())
    office.next_plan()
    with office.february():
        yield cast.person("reviewer", Role.OFFICE)


def form(month, unit):
    return f"/returns/{make.period(month).pk}/{unit}/"


def press(client, reviewer, unit, month, lines):
    """Write these lines on the pages, hand them in, and approve them; returns the submission."""
    client.force_login(speaker(unit))
    for number, (kind, typed, *_) in enumerate(lines):
        page = client.post(
            form(month, unit), {**typed, "kind": kind, "key": f"{number}" * 43}, follow=True
        )
        assert "已存入草稿" in page.content.decode(), (kind, page.context["form"].errors)
    check = client.get(form(month, unit) + "check/")
    client.post(form(month, unit) + "check/", {"key": check.context["key"]})
    made = Submission.objects.get(period=make.period(month), unit__code=unit)
    client.force_login(reviewer)
    client.post(f"/submissions/{made.pk}/begin_review/")
    client.post(f"/submissions/{made.pk}/approve/")
    made.refresh_from_db()
    return made


def speaker(unit):
    """Who speaks for a unit."""
    found = office.unit(unit).posts.select_related("user").first()
    return found.user if found else cast.officer(unit)


@pytest.mark.parametrize("unit", SAYS)
def test_what_the_next_plan_asks_is_pressed_through_to_the_ledger(client, reviewer, unit):
    made = press(client, reviewer, unit, JANUARY, SAYS[unit])
    assert made.state == State.APPROVED
    posted = Entry.objects.filter(line__version__submission=made).values_list("measure", "value")
    wanted = [entry for *_, entries in SAYS[unit] for entry in entries]
    assert set(wanted) <= set(posted)
    page = client.get(f"/submissions/{made.pk}/").content.decode()
    for clause in Plan.objects.get(code="shanyin_2026").clauses.filter(duties__unit__code=unit):
        if any(typed.get("clause") == clause.code for _, typed, _ in SAYS[unit]):
            assert str(clause) in page


def test_a_month_of_the_first_plan_is_corrected_and_reported_late_in_its_own_words(
    client, reviewer
):
    with make.at(office.IN_DECEMBER):
        clause = make.plan().clauses.filter(duties__unit__code="grid").first()
        made = press(
            client, reviewer, "grid", DECEMBER, [(LineKind.WORK, {**WORK, "clause": clause.code})]
        )
        assert made.state == State.APPROVED
    page = client.get(f"/submissions/{made.pk}/").content.decode()
    assert str(clause) in page
    line = Submission.objects.get(
        unit__code=cast.DAIYUE, period=make.period(DECEMBER)
    ).current.lines.get(kind=LineKind.ADDED)
    client.force_login(speaker(cast.DAIYUE))
    correcting = client.get(f"/corrections/{line.pk}/")
    assert correcting.status_code == 200 and "文化广场充电站" in correcting.content.decode()


def test_a_month_names_the_table_of_quotas_as_its_own_plan_does(client, reviewer):
    client.force_login(speaker(cast.DAIYUE))
    page = client.get(form(JANUARY, cast.DAIYUE), {"kind": LineKind.ADDED}).content.decode()
    assert "计入附表哪一行" in page and "未归入附表" in page and "附件2" not in page
    content = client.get(form(JANUARY, cast.DAIYUE) + "workbook/").content
    heads = [cell.value for cell in load_workbook(BytesIO(content))["新增充电桩"][3]]
    assert "计入附表" in heads and "计入附件2" not in heads
    page = client.get(form(DECEMBER, cast.DAIYUE) + "workbook/").content
    assert "计入附件2" in [cell.value for cell in load_workbook(BytesIO(page))["新增充电桩"][3]]
    names = names_of(make.county())
    assert names.tables == ("附件2", "附表")
    assert load(names).head("计入附表") == load(names).head("计入附件2") == "credited_to"


@pytest.mark.parametrize("unit", [cast.DAIYUE, "housing", "transport"])
def test_the_months_workbook_goes_out_and_in_again_unchanged(client, reviewer, unit):
    client.force_login(speaker(unit))
    for number, (kind, typed, _) in enumerate(SAYS[unit]):
        client.post(form(JANUARY, unit), {**typed, "kind": kind, "key": f"{number}" * 43})
    content = client.get(form(JANUARY, unit) + "workbook/").content
    sheets = load_workbook(BytesIO(content)).sheetnames
    assert ("换电站" in sheets) is (unit == "transport")
    file = SimpleUploadedFile("一月.xlsx", content)
    page = client.post(form(JANUARY, unit) + "upload/", {"file": file}, follow=True)
    proposal = page.context["proposal"]
    assert proposal.faults == [] and proposal.changes == [] and proposal.removed == []


def test_a_station_of_the_first_plan_is_taken_down_in_a_month_of_the_next(client, reviewer):
    site = Entry.objects.get(measure="public_dc_pile").site
    gone = {
        "site": str(site.pk),
        "public": "1",
        "dc": "2",
        "ac": "0",
        "connectors": "4",
        "power": "120",
    }
    lines = [(LineKind.REMOVED, {**gone, "on": ON, "credited_to": cast.DAIYUE})]
    press(client, reviewer, cast.DAIYUE, JANUARY, lines)
    movements = stocks.movements(stocks.homes([site.pk]))
    assert stocks.on_day(movements, site.pk, "public_dc_pile", JANUARY.last_day) == 4


def test_a_swap_station_at_a_pilot_of_the_first_plan_is_stopped_in_a_month_of_the_next(reviewer):
    Site.objects.create(
        county=make.county(),
        name="换电试点站",
        kind="pilot_swap",
        area_id=office.unit(cast.DAIYUE).area.children.first().pk,
        keeper=office.unit("transport"),
    )
    about = Submission(period=make.period(JANUARY), unit=office.unit("transport"))
    offered = FORMS[LineKind.SWAP](Scope(about), {}).sites().labels.values()
    assert any("换电试点站" in label for label in offered)
