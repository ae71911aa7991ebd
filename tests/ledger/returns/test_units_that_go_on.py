"""A unit that is merged into another in the midst of a month owes that month no more; whoever goes
on as it takes over what it told of."""

import re
from datetime import date

import pytest

from ledger.entries.construction import under_way
from ledger.lines.scope import Scope
from ledger.models import Entry, LineKind, Site, Submission
from ledger.periods import books
from ledger.returns import standings
from reports.bulletins.compose import compose
from reports.documents.kinds import UNIT
from reports.figures.reading import read
from shanyin_charging.accounts.models import Role
from targets.models import Unit
from targets.months import Month
from targets.rulings.changes import merge
from tests import cast, make
from tests.indicators import TIMELINESS

pytestmark = pytest.mark.django_db
FEBRUARY, MARCH, APRIL = (Month(2025, month) for month in (2, 3, 4))
HAZARD = {
    "site": "",
    "facility": "某商场",
    "on": "2025-02-20",
    "inspectors": "本局2人",
    "grade": "general",
    "finding": "门锁坏",
    "mend_by": "2025-04-20",
}
PLACE = {"village": "140621103001", "credited_to": "culture", "on": "2025-02-18"}


def unit(code):
    return Unit.objects.get(code=code)


def goes_on(gone, into, on):
    chief = cast.User.objects.filter(role=Role.CHIEF).first() or cast.person("chief", Role.CHIEF)
    merge(chief, unit(gone), unit(into), on, "晋政函〔2025〕9号")


@pytest.fixture
def merged():
    """文旅 told of six piles and of a project in February, in time; it is 教育's from 15 March on,
    which is put on record on 2 April."""
    with make.at(date(2025, 3, 3)):
        make.ledger()
        culture, office = cast.officer("culture"), cast.office()
        lines = [
            (LineKind.ADDED, make.new_piles(**PLACE)),
            (LineKind.BUILDING, make.being_built(village="140621103001", credited_to="culture")),
        ]
        make.approved(culture, office, FEBRUARY, "culture", lines)
    with make.at(date(2025, 4, 2)):
        books.open_periods(make.county().ledger, "test")
        goes_on("culture", "education", date(2025, 3, 15))
        cast.officer("education")
        yield office


def cells(code, moment=None):
    found = standings.calendar(make.plan(), make.county(), moment)[unit(code).pk].cells
    return [cell.state for cell in found]


def test_it_owes_the_months_whose_end_it_saw_and_no_other(merged):
    with make.at(date(2025, 4, 8)):
        assert cells("culture") == ["missing", "on_time", "gone"]
        assert cells("education") == ["missing", "missing", "missing"]
        before = cells("culture", cast.noon(date(2025, 4, 1)))
        assert before == ["missing", "on_time", "open"]  # nobody had recorded it
        assert "县文旅局" not in read(MARCH).returns[2]
        assert read(MARCH).returns[:2] == (0, 34)


def test_pages_and_files_count_as_the_figure_does(client, merged):
    client.force_login(merged)
    with make.at(date(2025, 4, 8)):
        page = client.get("/timeliness/?month=2025-03").content.decode()
        found = read(MARCH).figure(TIMELINESS)
        assert f'data-figure="{found.key}">0/{found.of}<' in page and found.of == 34
        assert f'data-figure="{read(FEBRUARY).figure(TIMELINESS).key}">1/35<' in page
        assert "按时 1 / 2 次" in client.get("/units/culture/?month=2025-03").content.decode()
        table = client.get("/timeliness/?month=2025-03&format=csv").content.decode("utf-8-sig")
        row = next(line for line in table.splitlines() if "文" in line and "已并入" in line)
        assert row.split(",")[1:] == ["未报", "按时", "已并入", "1", "0", "0", "1"]


def test_it_begins_no_return_of_a_month_that_it_does_not_owe(client, merged):
    client.force_login(cast.User.objects.get(username="officer_culture"))
    address = f"/returns/{make.period(MARCH).pk}/culture/"
    page = client.get(address).content.decode()
    assert "2025-03-15并入" in page and "由县教育局报送" in page
    client.post(f"{address}nil/", {"once": "n" * 43})
    assert not make.period(MARCH).submissions.exists()


def test_its_zero_is_none_that_nobody_reported(merged):
    """文旅's row is told by what 文旅 itself returned; 教育 has returned nothing for its own."""
    with make.at(date(2025, 4, 8)):
        reading = read(MARCH)
        rows = {row.unit for row in reading.rows}
        assert "culture" in rows and "culture" not in reading.silent_rows
        assert ("education" in reading.silent_rows) == ("education" in rows)


def test_whoever_goes_on_as_it_takes_over_its_sites_projects_and_returns(client, merged):
    goes_on("education", "housing", date(2025, 4, 1))
    heir = cast.officer("housing")
    site = Site.objects.get()
    assert list(Site.objects.reported_by(unit("housing"))) == [site]
    assert site in Site.objects.visible_to(heir)
    scope = Scope(Submission(period=make.period(MARCH), unit=unit("housing")))
    assert [one.row for one in scope.projects.values()] == ["culture"]
    client.force_login(heir)
    assert client.get(f"/sites/{site.pk}/").status_code == 200
    line = Entry.objects.filter(site=site).first().line
    numbers = {entry.measure: entry.number for entry in Entry.objects.filter(site=site)}
    wrong = {
        f"value_{numbers['public_dc_pile']}": "4",
        f"value_{numbers['public_connector']}": "8",
        f"value_{numbers['public_power']}": "240",
        "reason": "误报2台",
        "key": "c" * 43,
    }
    answer = client.post(f"/corrections/{line.pk}/", wrong)
    assert answer.status_code == 302
    made = Submission.objects.latest("pk")
    client.force_login(merged)
    for verb in ("begin_review", "approve"):
        client.post(f"/submissions/{made.pk}/{verb}/", {})
    assert read(FEBRUARY).figure("I01").value == 4
    assert [p.piles for p in under_way(make.county(), MARCH)] == [4]


def test_a_hazard_that_it_found_is_cleared_by_who_goes_on_as_it():
    with make.at(date(2025, 3, 3)):
        make.ledger()
        office = cast.office()
        found = [(LineKind.INSPECTED, HAZARD)]
        make.approved(cast.officer("market"), office, FEBRUARY, "market", found)
    with make.at(date(2025, 4, 2)):
        books.open_periods(make.county().ledger, "test")
        goes_on("market", "emergency", date(2025, 3, 15))
        number = str(Entry.objects.get(measure="hazard_general").number)
        gone = {"hazard": number, "on": "2025-03-28", "result": "已更换"}
        heir = cast.officer("emergency")
        make.approved(heir, office, MARCH, "emergency", [(LineKind.CLEARED, gone)])
        assert [read(month).figure("I43").value for month in (FEBRUARY, MARCH)] == [1, 0]


def said(client, code, **asked):
    """What stands beneath the name of a unit on its page, without its links."""
    page = client.get(f"/units/{code}/", {"month": "2025-03", **asked}).content.decode()
    head = page.partition("<h1>")[2].partition("</header>")[0]
    return re.sub(r"<[^>]+>|\s", "", head), page


def test_the_old_address_says_who_goes_on_as_it_and_keeps_its_figures(client, merged):
    goes_on("education", "housing", date(2025, 4, 1))
    client.force_login(merged)
    head, page = said(client, "culture")
    assert "2025-03-15起，并入县教育局" in head and "2025-04-01起，县教育局又并入县住建局" in head
    assert 'href="/units/education/?month=2025-03"' in page
    for month in (FEBRUARY, MARCH):
        (row,) = (
            s.figure for s in read(month).quota_standings() if s.figure.where.unit == "culture"
        )
        page = said(client, "culture", month=str(month))[1]
        assert re.search(rf"/figures/{row.key}/[^>]*>6<", page)
    assert "县文旅局并入本单位" in said(client, "education")[0]
    assert "县教育局并入本单位" in said(client, "housing")[0]


def test_its_own_paper_says_since_when_another_reports_for_it(merged):
    """Of February 文旅 itself returned; from 15 March on it is 教育's, which is known by April."""
    with make.at(date(2025, 4, 8)):
        told = {
            month: " ".join(p.text for p in compose(read(month), UNIT, "culture").body)
            for month in (FEBRUARY, MARCH)
        }
    assert "2025年3月15日起并入县教育局，此后各月由其报送。" in told[MARCH]
    assert "并入" not in told[FEBRUARY]
    assert all("已到期的月报2次，按时1次，未报1次。" in text for text in told.values())
