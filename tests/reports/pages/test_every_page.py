"""Every page about progress: for each role, with every figure traceable, the same numbers in its
files, and a number of queries that does not grow with units or months."""

import csv
import re
from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from ledger.models import Entry, Period, PeriodKind
from reports.figures.reading import read
from shanyin_charging import clock
from shanyin_charging.accounts.models import Role, User
from targets.models import Indicator, Membership, Plan, Target, Unit
from targets.months import Month
from tests import cast

pytestmark = [pytest.mark.at_length, pytest.mark.django_db]
PAGES = [
    "/dispatch/",
    "/indicators/",
    "/indicators/I01/",
    "/indicators/I04/",
    "/indicators/I10/",
    "/indicators/I34/",
    "/ranking/",
    "/units/140621103/",
    "/units/bus_station/",
    "/units/grid/",
    "/tasks/",
    "/tasks/2/",
    "/tasks/15/",
    "/coverage/",
    "/roads/",
    "/timeliness/",
    "/years/2024/",
    "/years/2025/",
    "/burden/",
    "/suggestions/",
]
TABLES = [
    "/dispatch/",
    "/indicators/",
    "/indicators/I01/",
    "/indicators/I10/",
    "/ranking/",
    "/tasks/",
    "/coverage/",
    "/roads/",
    "/years/2025/",
]
DECEMBER = Month(2025, 12)


@pytest.fixture(autouse=True)
def january(story):
    with clock.at(cast.noon(cast.AFTER_THE_YEAR)):
        yield


@pytest.fixture
def leader(client):
    client.force_login(User.objects.get(username="leader"))
    return client


def links(page):
    return set(re.findall(r'href="(/figures/[^"]+)"', page))


@pytest.mark.one_in(3)
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("username", [*Role.values, "u_grid"])
def test_every_role_reads_every_page(client, username, path):
    client.force_login(User.objects.get(username=username))
    if username == Role.ABOVE:
        cast.enter(client)
    answer = client.get(f"{path}?month=2025-12")
    words = re.sub(r"<[^>]+>", " ", answer.content.decode())
    assert answer.status_code == 200
    assert not re.search(r"\bNone\b|\bFalse\b|\bTrue\b|Decimal", words)


@pytest.mark.parametrize("username", Role.values)
def test_every_role_begins_at_the_first_page_of_its_menu_and_reads_all_of_it(client, username):
    client.force_login(User.objects.get(username=username))
    if username == Role.ABOVE:
        cast.enter(client)
    menu = client.get("/", follow=True).context["menu"]
    assert [here for *_, here in menu] == [True] + [False] * (len(menu) - 1)
    assert {client.get(reverse(name)).status_code for name, *_ in menu} == {200}


def test_every_figure_on_every_page_opens_to_its_origin(leader):
    found = set().union(
        *(links(leader.get(f"{path}?month=2025-12").content.decode()) for path in PAGES)
    )
    assert len(found) > 200
    refused = [
        path
        for path in sorted(found)[:: 1 if cast.LONG else 6]
        if leader.get(path).status_code != 200
    ]
    assert refused == []


@pytest.mark.parametrize("path", TABLES)
def test_a_table_and_its_files_say_the_same(leader, path):
    """Each figure that a file names by its key stands on the page under that key with the same
    digits."""
    book = load_workbook(BytesIO(leader.get(f"{path}?month=2025-12&format=xlsx").content))
    rows = list(book.active.iter_rows(min_row=3, values_only=True))
    text = leader.get(f"{path}?month=2025-12&format=csv").content.decode("utf-8-sig")
    lines = list(csv.reader(StringIO(text)))
    column = rows[0].index("数字编号")
    assert [row[column] for row in rows] == [line[column] for line in lines]
    shown = leader.get(f"{path}?month=2025-12").content.decode()
    keys = {row[column] for row in rows[1:]}
    assert len(keys) >= 5
    assert [key for key in keys if f"/figures/{key}/" not in shown and path != "/dispatch/"] == []


def test_a_leader_sees_no_pending_amounts_and_the_office_does(client):
    for username, sees in (("leader", False), ("office", True)):
        client.force_login(User.objects.get(username=username))
        with clock.at(clock.now() - timedelta(days=32)):
            assert (
                "待审核</th>" in client.get("/dispatch/?month=2025-11").content.decode()
            ) is sees


def test_an_officer_does_not_read_what_another_unit_wrote(client):
    client.force_login(User.objects.get(username="officer"))
    grid = client.get("/units/grid/?month=2025-12").content.decode()
    assert "两处台区容量不足" not in grid and "承办（马营乡提出）" not in grid
    assert "承办（岱岳镇提出）" in grid  # its own
    assert "两处台区容量不足" not in client.get("/tasks/15/?month=2025-11").content.decode()
    client.force_login(User.objects.get(username="u_grid"))
    grid = client.get("/units/grid/?month=2025-12").content.decode()
    assert "两处台区容量不足" in grid and "承办（马营乡提出）" in grid


def test_each_months_column_adds_up_to_the_years_figure():
    december = read(DECEMBER)
    months = december.series("I01")
    assert [figure.month.year for figure in months] == [2024] * 12 + [2025] * 12
    assert sum(figure.value for figure in months[12:]) == december.figure("I01").value == 173
    assert (
        sum(figure.value for figure in months)
        == december.figure("I01", window="to_date").value
        == 123 + 173
    )


def test_the_townships_parts_and_what_stands_nowhere_known_add_up_to_the_stock():
    december = read(DECEMBER)
    parts = [december.figure("I02", place).value for place in december.places["township"]]
    assert sum(parts) + 188 == december.figure("I02").value == 484


def test_a_township_has_no_target_of_its_own_in_the_countys_indicators():
    december = read(DECEMBER)
    township = december.places["township"][0]
    assert december.goals("I10", township) == [] and december.goals("I10")[0].value == 208
    assert [goal.value for goal in december.goals("I33", december.rows[0])] == [15]


def test_the_day_of_the_time_machine_goes_along_from_page_to_page(leader):
    page = leader.get("/ranking/?month=2025-05&known_on=2025-09-19").content.decode()
    assert 'href="/coverage/?month=2025-05&amp;known_on=2025-09-19"' in page
    assert "按台账第" in leader.get("/coverage/?month=2025-05&known_on=2025-09-19").content.decode()


def test_every_task_and_every_indicator_has_a_page(leader):
    assert [leader.get(f"/tasks/{n}/").status_code for n in range(1, 18)] == [200] * 17
    answers = {
        code: leader.get(f"/indicators/{code}/").status_code for code in read(DECEMBER).indicators
    }
    assert answers == dict.fromkeys(Indicator.objects.values_list("code", flat=True), 200)
    missing = [
        path
        for path in (
            "/tasks/18/",
            "/indicators/I99/",
            "/units/nobody/",
            "/years/2023/",
            "/years/2026/",
        )
        if leader.get(path).status_code == 404
    ]
    assert len(missing) == 5


def test_a_task_shows_the_worst_of_its_figures_and_how_many_are_where_they_should_be(leader):
    rows = leader.get("/tasks/?month=2025-11").context["rows"]
    shown = {clause.task: (light.code, light.word) for clause, *_, light, _ in rows}
    assert shown[2] == ("unmet", "1/4") and shown[5] == ("met", "1/1")
    assert shown[15] == ("no_plan", "无目标")
    assert [str(latest) for clause, *_, latest in rows if clause.task == 2] == ["2025-11"]


def test_the_pilots_are_pilots_and_nothing_that_merely_has_no_sites(leader):
    pilots = leader.get("/roads/?month=2025-12").context["pilots"]
    assert {standing.figure.code for standing, _ in pilots} == {f"I{n}" for n in range(26, 33)}


def grow():
    """Ten times the units and months, and more entries."""
    plan, quota = Plan.objects.get(), Indicator.objects.get(code="I33")
    like = Target.objects.filter(indicator=quota, year=2025).first()
    units = Unit.objects.bulk_create(
        Unit(
            county=plan.county,
            code=f"more_{n}",
            name=f"单位{n}",
            kind="member",
            position=500 + n,
        )
        for n in range(320)
    )
    Membership.objects.bulk_create(
        Membership(plan=plan, unit=unit, position=500 + n) for n, unit in enumerate(units)
    )
    Target.objects.bulk_create(
        Target(
            indicator=quota,
            unit=unit,
            year=2025,
            clause=like.clause,
            direction=like.direction,
            strength=like.strength,
            form=like.form,
            value=5,
            printed="5台",
            position=500,
        )
        for unit in units
    )
    county = Entry.objects.first().county
    Period.objects.bulk_create(
        Period(
            county=county,
            kind=PeriodKind.MONTH,
            starts_on=month.first_day,
            ends_on=month.last_day,
            due_at=clock.now(),
            lock_at=clock.now(),
        )
        for month in (Month(2026, 2) + n for n in range(110))
    )
    old, last = (
        Entry.objects.filter(site__isnull=False).first(),
        Entry.objects.order_by("number").last(),
    )
    Entry.objects.bulk_create(
        Entry(
            county=county,
            number=last.number + n,
            line=old.line,
            measure="public_dc_pile",
            cause="added",
            area=old.area,
            site=old.site,
            value=1,
            on=date(2024, 1, 1) + timedelta(days=n % 700),
            posted_at=clock.now(),
            approved_by="test",
        )
        for n in range(1, 3000)
    )


def queries_of(client, path):
    with CaptureQueriesContext(connection) as found:
        assert client.get(path if "?" in path else f"{path}?month=2025-12").status_code == 200
    return len(found)


def test_the_number_of_queries_does_not_grow_with_units_and_months(leader):
    december = Period.objects.get(starts_on=DECEMBER.first_day)
    pages = [
        *PAGES,
        "/figures/I02_140621_t_202512/",
        "/gaps/villages/",
        "/sites/",
        f"/board/?period={december.pk}",
        "/bulletins/2025-12/",
    ]
    with transaction.atomic():
        later = clock.now() + timedelta(days=30)  # a month that returns come in for, as mostly
        span = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 1, 31)}
        Period.objects.create(
            county=december.county, kind=PeriodKind.MONTH, due_at=later, lock_at=later, **span
        )
        before = {path: queries_of(leader, path) for path in pages}
        grow()
        after = {path: queries_of(leader, path) for path in pages}
        transaction.set_rollback(True)
    assert after == before
