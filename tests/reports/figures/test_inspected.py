"""A unit that only inspects has what it told of on its page and in its papers; hazards of sites
that were merged, told of twice, told of by mistake."""

from datetime import date

import pytest

from ledger.models import Entry, LineKind, Site
from ledger.periods import books
from ledger.returns import corrections, drafting, workflow
from ledger.sites import registers
from reports.bulletins.compose import compose
from reports.bulletins.sheets import unit_sheet
from reports.documents.kinds import MONTH, UNIT
from reports.figures.hazards import open_hazards
from reports.figures.reading import read
from shanyin_charging.lifecycle.transitions import Refused
from targets.months import Month
from tests import cast, make
from tests.reports.bulletins.checks import faults

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("late_april")]
MARCH, APRIL = Month(2025, 3), Month(2025, 4)
COUNTED = ("I42", "I43")


def told(**changes):
    """A check at no site that is listed, without a hazard unless one is said."""
    said = {"site": "", "facility": "某商场", "on": "2025-03-20", "inspectors": "本局2人"}
    return LineKind.INSPECTED, {**said, "grade": "none", **changes}


def hazard(**changes):
    return told(**{"grade": "general", "finding": "门锁坏", "mend_by": "2025-04-20", **changes})


def gone(number, on):
    return LineKind.CLEARED, {"hazard": str(number), "on": on, "result": "已更换"}


@pytest.fixture
def people():
    return cast.officer("market"), cast.office()


def corrected(people, submission, *changes):
    typed = [
        {"entry": str(entry.number), "value": value, "reason": "误报"} for entry, value in changes
    ]
    made = corrections.hand_in(people[0], submission, typed, drafting.new_key())
    workflow.begin_review(people[1], made)
    return workflow.approve(people[1], made)


def counted(month):
    """(checks of the year, open hazards) of a month's end, by their keys."""
    return [read(month).figure(code).value for code in COUNTED]


def said(month, code="market"):
    """What the unit's paper and its sheet say of its checks; both the same."""
    reading = read(month)
    papers = compose(reading, UNIT, code), unit_sheet(reading, code)
    found = [
        [p.text for p in paper.body if "检查" in p.text or "隐患" in p.text] for paper in papers
    ]
    assert [list(faults(reading, paper)) for paper in papers] == [[], []]
    assert found[0] == found[1]
    return found[0]


def test_its_checks_stand_on_its_page_and_in_its_papers_month_by_month(client, people):
    """March: three checks, two hazards. April: one check, one hazard cleared."""
    assert said(MARCH) == []
    make.approved(*people, MARCH, "market", [told(), hazard(), hazard(on="2025-03-22")])
    first = Entry.objects.filter(measure="hazard_general").earliest("number")
    lines = [told(on="2025-04-10"), gone(first.number, "2025-04-18")]
    make.approved(*people, APRIL, "market", lines)
    march = "1至3月安全检查3次，发现隐患2处，3月底未销号2处"
    april = "1至4月安全检查4次，发现隐患2处，销号1处，4月底未销号1处"
    assert (said(MARCH), said(APRIL)) == ([f"{march}。"], [f"{april}。"])
    client.force_login(people[1])
    for month, words in (("2025-03", march), ("2025-04", april)):
        assert words in client.get(f"/units/market/?month={month}").content.decode()
    assert "安全检查4次" not in client.get("/units/fire/?month=2025-04").content.decode()
    assert [counted(MARCH), counted(APRIL)] == [[3, 2], [4, 1]]


def test_checks_that_found_nothing_and_hazards_that_are_all_gone_are_said_so(people):
    make.approved(*people, MARCH, "market", [told()])
    assert said(MARCH) == ["1至3月安全检查1次。"]
    make.approved(*people, APRIL, "market", [hazard(on="2025-04-02")])
    assert said(APRIL) == ["1至4月安全检查2次，发现隐患1处，4月底未销号1处。"]
    number = Entry.objects.get(measure="hazard_general").number
    with make.at(date(2025, 5, 26)):
        books.open_periods(make.county().ledger, "test")
        make.approved(*people, Month(2025, 5), "market", [gone(number, "2025-05-06")])
        assert said(Month(2025, 5)) == [
            "1至5月安全检查2次，发现隐患1处，销号1处，没有未销号的隐患。"
        ]
        assert said(APRIL) == ["1至4月安全检查2次，发现隐患1处，4月底未销号1处。"]


def test_a_check_that_was_none_takes_what_it_found_along(people):
    submission = make.approved(*people, MARCH, "market", [hazard()])
    check, found = Entry.objects.order_by("number")[1:]
    assert (check.measure, found.measure) == ("inspection", "hazard_general")
    with pytest.raises(Refused, match="它发现的隐患、责令停用的桩也不会有"):
        corrected(people, submission, (check, "0"))
    assert counted(MARCH) == [1, 1]
    corrected(people, submission, (check, "0"), (found, "0"))
    assert counted(MARCH) == [0, 0] and said(MARCH) == []


def test_a_check_that_was_none_has_ordered_nothing_out_of_use(people):
    make.approved(cast.officer(), people[1], MARCH)  # six piles at 文化广场充电站
    site = str(Site.objects.get().pk)
    order = hazard(site=site, facility="", stopped="on", on="2025-03-25")
    submission = make.approved(*people, MARCH, "market", [order])
    stock = read(MARCH).figure("I02").value
    entries = Entry.objects.filter(line__version__submission=submission)
    zero = {e.measure: e for e in entries}
    rest = [(entry, "0") for measure, entry in zero.items() if measure != "inspection"]
    with pytest.raises(Refused, match="请在同一份更正里一起改为0"):
        corrected(people, submission, (zero["inspection"], "0"))
    with pytest.raises(Refused, match="请在同一份更正里一起改为0"):
        corrected(people, submission, (zero["inspection"], "0"), (zero["hazard_general"], "0"))
    corrected(people, submission, (zero["inspection"], "0"), *rest)
    assert read(MARCH).figure("I02").value == stock + 6
    assert counted(MARCH) == [0, 0]


def test_one_site_with_two_hazards_of_two_units_has_each_cleared_by_who_found_it(client, people):
    make.approved(cast.officer(), people[1], MARCH)
    site = str(Site.objects.get().pk)
    fire = cast.officer("fire")
    make.approved(*people, MARCH, "market", [hazard(site=site, facility="")])
    again = hazard(site=site, facility="", on="2025-03-27", grade="grave", finding="灭火器过期")
    make.approved(fire, people[1], MARCH, "fire", [again])
    assert counted(MARCH) == [2, 2] and read(MARCH).figure("I44").value == 1
    first, second = Entry.objects.filter(measure__startswith="hazard").order_by("number")
    with pytest.raises(AssertionError):  # the form has no such hazard
        make.draft(fire, APRIL, "fire", [gone(first.number, "2025-04-10")])
    make.approved(*people, APRIL, "market", [gone(first.number, "2025-04-10")])
    assert counted(APRIL) == [2, 1] and said(APRIL, "fire") == [
        "1至4月安全检查1次，发现隐患1处，4月底未销号1处。"
    ]
    assert [h.entry.number for h in open_hazards(read(APRIL))] == [second.number]


def test_hazards_of_two_records_that_are_one_place_stay_two_at_the_place_that_it_is(client, people):
    officer = cast.officer()
    make.approved(officer, people[1], MARCH)
    b = make.new_piles(
        site_name="B站", village="140621103001", on="2025-04-10", explanation="另一处"
    )
    make.approved(officer, people[1], APRIL, lines=[(LineKind.ADDED, b)])
    one, two = Site.objects.order_by("pk")
    at = [hazard(site=str(s.pk), facility="", on="2025-04-12", finding=str(s)) for s in (one, two)]
    make.approved(*people, APRIL, "market", at)
    registers.merge(people[1], one, two, "同一处", same_piles=True)
    assert counted(APRIL) == [2, 2]
    client.force_login(people[1])
    page = client.get("/checks/hazards/").content.decode()
    assert page.count(f'href="/sites/{two.pk}/"') == 2 and f'href="/sites/{one.pk}/"' not in page
    task = client.get("/tasks/17/?month=2025-04").content.decode()
    assert task.count(f"/sites/{two.pk}/") == 2 and f"/sites/{one.pk}/" not in task
    reading = read(APRIL)
    assert list(faults(reading, compose(reading, MONTH))) == []
