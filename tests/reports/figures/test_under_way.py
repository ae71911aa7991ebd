"""What is being built, as pressed: what rows and the county come to, which places it covers, on
pages, in files and in papers; nothing where nothing is being built."""

import re
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from ledger.entries import facts
from ledger.models import LineKind, Site
from reports.bulletins import sheets
from reports.bulletins.compose import compose
from reports.documents.kinds import BRIEF, MONTH, UNIT
from reports.documents.proofreading import findings
from reports.figures import formats, under_way
from reports.figures.reading import UNCREDITED, read
from shanyin_charging.accounts.models import User
from targets.months import Month
from tests import cast, make
from tests.indicators import PILE_COVERAGE, STATION_COVERAGE, VILLAGE_COVERAGE
from tests.reports.bulletins.checks import faults

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("late_april")]
MARCH, APRIL = Month(2025, 3), Month(2025, 4)
IN_JUNE = "2025-06-30"


def building(**changes):
    return LineKind.BUILDING, make.being_built(**changes)


@pytest.fixture
def projects(late_april):
    """Of 岱岳镇: six in service in March; four for June, two for next year, one for no row, two
    dedicated ones. Of 玉井镇: one past its day, told of with March."""
    cast.person("leader", cast.Role.LEADER)
    told = [
        (LineKind.ADDED, make.new_piles()),
        building(),
        building(site_name="南门充电站", dc="2", power="", expected_on="2026-02-01"),
        building(site_name="东门充电站", dc="1", power="", credited_to="none"),
        building(site_name="镇政府", dc="2", power="", public="0"),
    ]
    officer, office = cast.officer(), cast.office()
    make.approved(officer, office, MARCH, lines=told)
    late = {"site_name": "西门充电站", "village": cast.YUJING_SHUIQUAN, "credited_to": cast.YUJING}
    late |= {"dc": "1", "power": "", "expected_on": "2025-03-20", "explanation": "等接电"}
    make.approved(cast.officer(cast.YUJING), office, MARCH, cast.YUJING, [building(**late)])


def row(reading, code):
    return next(where for where in reading.rows if where.unit == code)


@pytest.mark.usefixtures("projects")
def test_rows_and_county_come_to_what_stands_and_what_is_expected_within_the_year():
    reading = read(MARCH)
    daiyue, yujing = (
        under_way.of_row(reading, row(reading, code)) for code in (cast.DAIYUE, cast.YUJING)
    )
    assert (daiyue.figure.value, daiyue.in_time, daiyue.value, daiyue.goal) == (6, 4, 10, 15)
    assert formats.reach(daiyue) == (
        "已投运6台＋在建4台＝可达10台，距参考计划15台还差5台；另有在建：12月以后2台"
    )
    assert formats.reach(yujing) == (
        "已投运0台＋在建1台（其中1台已过预计日）＝可达1台，距参考计划10台还差9台"
    )
    county, none = under_way.of_county(reading), under_way.of_row(reading, UNCREDITED)
    assert (county.in_time, county.value, county.short, none.in_time) == (6, 12, 180, 1)
    rows = [under_way.of_row(reading, where) for where in (*reading.rows, UNCREDITED)]
    assert sum(found.under_way for found in rows) == county.under_way == 8
    before = read(MARCH, facts.last_number(make.county()) - 1)
    assert under_way.of_county(before) is None and under_way.of_row(before, UNCREDITED) is None


@pytest.mark.usefixtures("projects")
def test_no_row_falls_short_before_its_month_is_due_nor_at_the_years_end():
    def short(month):
        reading = read(month)
        found = [s for s in reading.quota_standings() if s.figure.where.unit == cast.DAIYUE]
        return [under_way.falls_short(s, under_way.of_row(reading, s.figure.where)) for s in found]

    assert short(MARCH) == [5] and short(APRIL) == [0]


@pytest.mark.usefixtures("projects")
def test_places_that_lack_piles_will_have_them():
    """岱岳镇南大道村 has six, 玉井镇水泉村 will have one of the two that it should have."""
    reading = read(MARCH)
    assert under_way.to_be_covered(reading, PILE_COVERAGE) == ["玉井镇"]
    assert under_way.to_be_covered(reading, VILLAGE_COVERAGE) == []
    assert under_way.to_be_covered(reading, STATION_COVERAGE) == []
    assert under_way.piles_coming(reading, VILLAGE_COVERAGE) == {
        cast.DAIYUE_VILLAGE: 5,
        cast.YUJING_SHUIQUAN: 1,
    }


def test_what_has_come_to_the_place_since_is_counted_with_it():
    """Two piles are being built where nothing stands; then one is reported there by itself: the
    three will be a station."""
    officer, office = cast.officer(), cast.office()
    make.approved(officer, office, MARCH, lines=[building(dc="2")])
    assert under_way.to_be_covered(read(MARCH), STATION_COVERAGE) == []
    one = {"site_name": "北门充电站", "dc": "1", "connectors": "1", "power": "60"}
    one |= {"on": "2025-04-20", "explanation": "先投运的一台，不是在建的两台"}
    one = make.new_piles(**one)
    make.approved(officer, office, APRIL, lines=[(LineKind.ADDED, one)])
    assert under_way.to_be_covered(read(APRIL), STATION_COVERAGE) == ["岱岳镇"]
    (project,) = under_way.public(read(APRIL))
    assert project.site == Site.objects.get(name="北门充电站")


@pytest.mark.usefixtures("projects")
def test_the_pages_and_their_files_say_it(client):
    client.force_login(User.objects.get(username="leader"))
    words = "已投运6台＋在建6台（其中1台已过预计日）＝可达12台，距全年目标192台还差180台"
    pages = {
        "/dispatch/": words,
        "/ranking/": "差5",
        "/coverage/": "年内在建可覆盖",
        "/gaps/villages/": "建成后还差（台）",
        f"/units/{cast.DAIYUE}/": "北门充电站",
    }
    for path, said in pages.items():
        assert said in client.get(f"{path}?month=2025-03").content.decode(), path
    unit = client.get(f"/units/{cast.DAIYUE}/?month=2025-03")
    (listed,) = re.findall(r'href="(/sites/building/\?credited_to=\d+)"', unit.content.decode())
    assert "北门充电站" in client.get(listed).content.decode()
    (project, *_) = re.findall(r'href="(/sites/building/\d+/)"', unit.content.decode())
    assert "北门充电站" in client.get(project).content.decode()
    book = load_workbook(BytesIO(client.get("/dispatch/?month=2025-03&format=xlsx").content))
    rows = {line[0]: line[6:10] for line in book.active.iter_rows(min_row=3, values_only=True)}
    assert rows["单位"] == (
        "年内在建（台）",
        "可达（台）",
        "可达比计划（台）",
        "年内以外在建（台）",
    )
    assert rows["岱岳镇"] == (4, 10, -5, 2) and rows["全县"] == (6, 12, -180, 2)
    whole = load_workbook(BytesIO(client.get("/ledger/workbook/?month=2025-03").content))
    listed = list(whole["在建项目"].iter_rows(min_row=4, values_only=True))
    assert [line[3] for line in listed] == [
        "西门充电站",
        "北门充电站",
        "东门充电站",
        "镇政府",
        "南门充电站",
    ]


@pytest.mark.usefixtures("projects")
def test_another_units_projects_are_counted_for_an_officer_and_not_named(client):
    client.force_login(User.objects.get(username=f"officer_{cast.YUJING}"))
    page = client.get(f"/units/{cast.DAIYUE}/?month=2025-03").content.decode()
    assert "在建 6 台" in page and "北门充电站" not in page
    assert "西门充电站" in client.get(f"/units/{cast.YUJING}/?month=2025-03").content.decode()


@pytest.mark.usefixtures("projects")
def test_the_papers_list_it_and_say_what_is_missing_all_the_same():
    reading = read(MARCH)
    text = {}
    for kind, subject in ((MONTH, ""), (BRIEF, ""), (UNIT, cast.DAIYUE)):
        paper = compose(reading, kind, subject)
        assert findings(paper) == [] and list(faults(reading, paper)) == []
        text[kind.code] = "".join(p.text for p in paper.body)
        (table,) = paper.attachments[-1].tables
        assert table.title.endswith("2025年3月在建公共充电桩项目表")
    month = compose(reading)
    assert [[cell.text for cell in line] for line in month.attachments[-1].tables[0].rows] == [
        ["玉井镇", "玉井镇水泉村 西门充电站", "1", "报装", "已过预计日"],
        ["岱岳镇", "岱岳镇南大道村 北门充电站", "4", "报装", "2025年6月"],
        ["未计入各单位", "岱岳镇南大道村 东门充电站", "1", "报装", "2025年6月"],
        ["岱岳镇", "岱岳镇南大道村 南门充电站", "2", "报装", "2026年2月"],
        ["合计", "", "8", "", ""],
    ]
    assert (
        "4月起平均每月需新增21台，在建8台（见附件5）、其中预计年内投运6台，另有180台还没有落实；"
        in text["month"]
    )
    assert "在建公共充电桩8台（见附件2），6台预计年内投运，全年可达12台" in text["brief"]
    assert (
        "在建公共充电桩6台（见附件），4台预计年内投运，全年可达10台，距参考计划15台还差5台。"
        in (text["unit"])
    )
    sheet = sheets.unit_sheet(reading, cast.DAIYUE)
    assert sheet.attachments == compose(reading, UNIT, cast.DAIYUE).attachments


def test_where_nothing_is_being_built_nothing_is_said(client):
    make.approved(cast.officer(), cast.office(), MARCH)
    client.force_login(cast.leader())
    for path in ("/dispatch/", "/ranking/", "/coverage/", f"/units/{cast.DAIYUE}/"):
        assert "在建" not in client.get(f"{path}?month=2025-03").content.decode(), path
    with make.at(date(2025, 4, 26)):
        for kind, subject in ((MONTH, ""), (BRIEF, ""), (UNIT, cast.DAIYUE)):
            paper = compose(read(MARCH), kind, subject)
            assert "在建" not in "".join(p.text for p in paper.body)
            assert not [a for a in paper.attachments if "在建" in a.title]
