"""在建项目: the list and the page of one, for who may see it; what is past its day is on the unit's
list."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from ledger.entries.construction import under_way
from ledger.lines.projects import again, in_service
from ledger.lines.scope import Scope
from ledger.models import Construction, LineKind, Site, Submission
from ledger.returns import drafting
from reports.todo import lists
from targets.models import Holder
from targets.months import Month
from tests import cast, make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("late_april")]
MARCH, APRIL = Month(2025, 3), Month(2025, 4)


@pytest.fixture
def people():
    """Two projects of 岱岳镇, one of them past its day; one of 玉井镇."""
    officer, other, office = cast.officer(), cast.officer(cast.YUJING), cast.office()
    past = make.being_built(
        site_name="煤炭交易市场充电点",
        dc="6",
        expected_on="2025-04-20",
        stage="wiring",
        obstacle_kind="",
        obstacle="",
    )
    with make.at(date(2025, 4, 2)):
        lines = [(LineKind.BUILDING, make.being_built()), (LineKind.BUILDING, past)]
        make.approved(officer, office, MARCH, lines=lines)
        there = {"village": cast.YUJING_SHUIQUAN, "credited_to": cast.YUJING}
        theirs = make.being_built(site_name="玉井中学充电点", stage="siting", **there)
        make.approved(other, office, MARCH, cast.YUJING, [(LineKind.BUILDING, theirs)])
    return officer, office


def page(client, user, address="/sites/building/"):
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_unit_sees_its_own_and_the_office_all_that_is_being_built(client, people):
    officer, office = people
    own = page(client, officer)
    assert "在建 2 个" in own and "玉井中学充电点" not in own
    assert "2025-04-20（已过8天）" in own and "电力：等变压器" in own
    all_ = page(client, office)
    assert "在建 3 个" in all_ and "玉井中学充电点" in all_
    theirs = Construction.objects.get(name="玉井中学充电点")
    client.force_login(officer)
    assert client.get(f"/sites/building/{theirs.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("stage=wiring", ["煤炭交易市场充电点"]),
        ("expected=202506", ["北门充电站", "玉井中学充电点"]),
        ("expected=past", ["煤炭交易市场充电点"]),
        ("obstacle_kind=power&words=玉井", ["玉井中学充电点"]),
        ("sort=-dc", ["煤炭交易市场充电点", "北门充电站", "玉井中学充电点"]),
        ("which=over", []),
    ],
)
def test_the_list_is_filtered_and_taken_out(client, people, asked, names):
    client.force_login(people[1])
    file = client.get(f"/sites/building/?{asked}&format=xlsx")
    rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(file.content)).active]
    heads = next(row for row in rows if "项目" in row)
    below = rows[rows.index(heads) + 1 :]
    found = [row[heads.index("项目")] for row in below if row[0] and row[heads.index("性质")]]
    assert found == names
    if names == ["煤炭交易市场充电点"]:
        (row,) = (row for row in below if row[heads.index("项目")] == names[0])
        told = dict(zip(heads, row, strict=True))
        assert (told["直流（台）"], told["功率（千瓦）"], told["已过（天）"]) == (6, 240, 8)


def test_the_page_of_one_tells_its_course_and_leads_to_its_site(client, people):
    officer, office = people
    scope = Scope(make.draft(officer, APRIL))
    project = next(p for p in scope.projects.values() if p.piles == 6)
    moved = {**again(project), "expected_on": "2025-04-25"}
    explained = {**moved, "explanation": "通电试运行"}
    built = {**in_service(project, scope), "on": "2025-04-26"}
    lines = [(LineKind.BUILDING, explained), (LineKind.ADDED, built)]
    make.approved(officer, office, APRIL, lines=lines)
    address = f"/sites/building/{project.construction.pk}/"
    shown = page(client, officer, address)
    assert "原预计2025-04-20，改为2025-04-25" in shown and "<h2>已投运</h2>" in shown
    assert f"/sites/{Site.objects.get().pk}/" in shown
    assert "提请协调" not in shown
    assert "已投运和不再建 1 个" in page(client, office)
    still = next(p for p in under_way(make.county(), APRIL) if p.row == cast.DAIYUE)
    asks = page(client, officer, f"/sites/building/{still.construction.pk}/")
    assert "提请协调" in asks and "kind=power" in asks


def told(client, user):
    home = page(client, user, "/")
    return "煤炭交易市场充电点" in home, lists.number_of(Holder(user))


def test_a_day_that_is_past_is_on_the_list_of_who_writes_until_something_is_said(client, people):
    officer, office = people
    said = "预计4月20日投运，已过8天：投运了就报，没有就改日期"
    home = page(client, officer, "/")
    assert said in home and f"/returns/{make.period(APRIL).pk}/{cast.DAIYUE}/#projects" in home
    there, number = told(client, officer)
    assert there and number == len(lists.to_do_of(Holder(officer)))
    assert not told(client, office)[0]
    submission = make.draft(officer, APRIL)
    scope = Scope(submission)
    project = next(p for p in scope.projects.values() if p.piles == 6)
    moved = {**again(project), "expected_on": "2025-05-31"}
    drafting.put_line(officer, submission, LineKind.BUILDING, drafting.new_key(), moved)
    assert told(client, officer) == (False, number - 1)


def test_while_no_month_is_open_the_list_leads_to_the_projects_own_page(client, people):
    make.handed_in(people[0], APRIL, lines=[])  # told nothing of it, and waits for review
    home = page(client, people[0], "/")
    project = Construction.objects.get(name="煤炭交易市场充电点")
    assert "预计4月20日投运，已过8天" in home and f"/sites/building/{project.pk}/" in home


def test_what_is_being_built_at_a_site_is_told_on_its_page_and_goes_into_service_there(client):
    officer, office = cast.officer(), cast.office()
    make.approved(officer, office, MARCH)
    site = Site.objects.get()
    more = {"site": str(site.pk), "site_name": "", "site_kind": "", "village": "", "dc": "2"}
    lines = [(LineKind.BUILDING, make.being_built(**more))]
    make.approved(officer, office, APRIL, lines=lines)
    number = Construction.objects.get().pk
    shown = page(client, officer, f"/sites/{site.pk}/")
    assert f'/sites/building/{number}/"><b>2</b></a> 台' in shown and "预计2025-06-30" in shown
    found = page(client, office, "/search/?q=文化广场")
    assert f"/sites/building/{number}/" in found
    scope = Scope(Submission(period=make.period(APRIL), unit=officer.posts.get().unit))
    assert in_service(scope.projects[str(number)], scope)["site"] == str(site.pk)
