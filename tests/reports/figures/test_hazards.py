"""Hazards open at a month's end: found by then and not cleared by then, with the days."""

from datetime import date

import pytest

from ledger.lines import line_form
from ledger.models import Entry, LineKind, Site
from ledger.returns import corrections, drafting, workflow
from reports.figures.hazards import open_hazards
from reports.figures.reading import read
from shanyin_charging.lifecycle.transitions import Refused
from targets.months import Month
from tests import cast, make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("late_april")]
MARCH, APRIL = Month(2025, 3), Month(2025, 4)


@pytest.fixture
def inspected():
    """A grave hazard of 20 March, cleared on 18 April."""
    office, market = cast.office(), cast.officer("market")
    make.approved(cast.officer(), office, MARCH)
    looked = {
        "site": str(Site.objects.get().pk),
        "on": "2025-03-20",
        "inspectors": "本局2人",
        "grade": "grave",
        "finding": "急停按钮失灵",
        "mend_by": "2025-04-20",
    }
    make.approved(market, office, MARCH, "market", [(LineKind.INSPECTED, looked)])
    hazard = Entry.objects.get(measure="hazard_grave")
    gone = {"hazard": str(hazard.number), "on": "2025-04-18", "result": "已更换"}
    make.approved(market, office, APRIL, "market", [(LineKind.CLEARED, gone)])


def test_a_hazard_is_open_until_the_day_it_is_cleared(inspected):
    found = open_hazards(read(MARCH))
    assert [(h.days, h.finding, h.mend_by) for h in found] == [
        ((date(2025, 3, 31) - date(2025, 3, 20)).days, "急停按钮失灵", "2025-04-20")
    ]
    assert open_hazards(read(APRIL)) == []
    assert [read(month).figure("I43").value for month in (MARCH, APRIL)] == [1, 0]
    assert [read(month).figure("I42").value for month in (MARCH, APRIL)] == [1, 1]


def test_the_page_of_the_task_lists_what_is_open(client, inspected):
    client.force_login(cast.leader())
    page = client.get("/tasks/17/?month=2025-03").content.decode()
    assert "没有销号的隐患 1 处" in page and "急停按钮失灵" in page and "文化广场充电站" in page
    assert "都已销号" in client.get("/tasks/17/?month=2025-04").content.decode()
    assert "没有销号的隐患" not in client.get("/tasks/2/?month=2025-03").content.decode()


def told(**changes):
    """What the market bureau tells of a hazard at no site that is listed."""
    said = {"site": "", "facility": "某商场", "on": "2025-03-20", "inspectors": "本局2人"}
    said |= {"grade": "general", "finding": "门锁坏", "mend_by": "2025-04-20"}
    return LineKind.INSPECTED, {**said, **changes}


@pytest.fixture
def of_two_one_is_cleared():
    """(people, the return that told of them): of two hazards of March the first is cleared in
    April."""
    people = cast.officer("market"), cast.office()
    found = make.approved(*people, MARCH, "market", [told(), told(on="2025-03-22")])
    first = Entry.objects.filter(measure="hazard_general").earliest("number")
    gone = {"hazard": str(first.number), "on": "2025-04-18", "result": "已更换"}
    make.approved(*people, APRIL, "market", [(LineKind.CLEARED, gone)])
    return people, found


def corrected(people, submission, entry, value):
    typed = [{"entry": str(entry.number), "value": value, "reason": "误报"}]
    made = corrections.hand_in(people[0], submission, typed, drafting.new_key())
    workflow.begin_review(people[1], made)
    return workflow.approve(people[1], made)


def counted(month):
    """(the figure, the list) of what is open at a month's end."""
    return read(month).figure("I43").value, len(open_hazards(read(month)))


def test_a_hazard_that_was_cleared_is_not_taken_away_from_beneath(of_two_one_is_cleared):
    people, found = of_two_one_is_cleared
    first, second = Entry.objects.filter(measure="hazard_general", cause="added").order_by("number")
    with pytest.raises(Refused, match=f"台账第{first.number}号隐患已于2025-04-18销号"):
        corrected(people, found, first, "0")
    with pytest.raises(Refused, match="请先更正或撤销销号的那一笔"):
        workflow.undo(people[1], found, "误报")
    corrected(people, found, second, "0")
    assert [counted(month) for month in (MARCH, APRIL)] == [(1, 1), (0, 0)]


def test_a_clearing_that_was_none_opens_its_hazard_again_and_may_be_said_again(
    of_two_one_is_cleared,
):
    people, _ = of_two_one_is_cleared
    clearing = Entry.objects.get(measure="hazard_general", cause="removed")
    submission = clearing.line.version.submission
    corrected(people, submission, clearing, "0")
    assert counted(APRIL) == (2, 2)
    corrected(people, submission, Entry.objects.latest("number"), "1")
    assert counted(APRIL) == (1, 1)


def test_a_hazard_is_cleared_on_no_day_before_it_was_found(of_two_one_is_cleared):
    (officer, _), _ = of_two_one_is_cleared
    second = Entry.objects.filter(measure="hazard_general", cause="added").latest("number")
    draft = make.period(APRIL).submissions.get()
    typed = {"hazard": str(second.number), "on": "2025-02-20", "result": "已更换"}
    form = line_form(LineKind.CLEARED, draft, typed)
    assert form.errors["on"] == ["这处隐患2025-03-22才发现，复查日期不能早于那一天"]
    assert line_form(LineKind.CLEARED, draft, {**typed, "on": "2025-03-22"}).is_valid()


@pytest.mark.parametrize("measure", ["hazard_general", "inspection"])
def test_what_is_told_one_by_one_is_corrected_to_one_or_none(of_two_one_is_cleared, measure):
    _, found = of_two_one_is_cleared
    entry = Entry.objects.filter(measure=measure, cause="added").latest("number")
    form = corrections.read(found, entry, "5", "误报")
    assert "一笔只记1" in form.errors["value"][0]
    assert corrections.read(found, entry, "0", "误报").is_valid()
