"""Who has reported: the five states, the strip of months, the difference between versions."""

from datetime import date

import pytest

from ledger import deadlines
from ledger.models import Ledger, Line, LineKind, Period
from ledger.periods import books
from ledger.returns import drafting, standings, workflow
from ledger.returns.differences import changes, compared
from shanyin_charging import clock
from targets.models import Plan, Unit
from targets.months import Month
from tests import cast, history, make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]
MARCH = Month(2025, 3)


def states():
    found = standings.standings(Plan.objects.get(), make.period(MARCH))
    return {s.unit.code: s.word for s in found if s.state != "missing"}


def test_a_draft_is_not_reported_and_nil_is_not_missing():
    officer, office = cast.officer(), cast.office()
    make.draft(officer, MARCH, lines=[(LineKind.ADDED, make.new_piles())])
    make.approved(cast.officer(cast.YUJING), office, MARCH, cast.YUJING, lines=[])
    make.handed_in(cast.officer("energy"), MARCH, "energy", lines=[])
    assert states() == {cast.YUJING: "零报告", "energy": "待审核"}


def test_reported_nil_missing_sent_back_and_late_are_five_states_whatever_the_office_has_done():
    office = cast.office()
    make.handed_in(cast.officer("energy"), MARCH, "energy", lines=[])
    make.approved(cast.officer(cast.YUJING), office, MARCH, cast.YUJING, lines=[])
    make.handed_in(cast.officer(), MARCH)
    back = make.handed_in(cast.officer("housing"), MARCH, "housing", lines=[])
    workflow.begin_review(office, back)
    workflow.send_back(office, back, "请核对")
    with clock.at(cast.noon(date(2025, 4, 20))):
        make.handed_in(cast.officer("culture"), MARCH, "culture", lines=[])
    found = {
        s.unit.code: s.reported_word
        for s in standings.standings(Plan.objects.get(), make.period(MARCH))
    }
    assert {
        code: found[code]
        for code in ("energy", cast.YUJING, cast.DAIYUE, "housing", "culture", "transport")
    } == {
        "energy": "零报告",
        cast.YUJING: "零报告",
        cast.DAIYUE: "已报",
        "housing": "退回",
        "culture": "补报",
        "transport": "待报",  # it is the 2nd: nobody is 未报 before the month is due
    }
    assert ("missing", "待报", 30) in standings.counts(list(found_before()))
    with make.at(date(2025, 4, 8)):
        after = found_before()
        assert {s.unit.code: s.reported_word for s in after}["transport"] == "未报"
        assert ("missing", "未报", 30) in standings.counts(list(after))


def found_before():
    return standings.standings(Plan.objects.get(), make.period(MARCH))


def test_the_punctual_are_counted_and_the_others_named():
    make.handed_in(cast.officer(), MARCH)
    assert standings.punctuality(found_before()) == (1, 35, ())  # nobody is named before it is due
    with make.at(cast.MARCH_DUE):
        on_time, members, others = standings.punctuality(found_before())
    assert (on_time, members, len(others)) == (1, 35, 34) and "岱岳镇" not in others


def test_the_strip_has_a_cell_a_month():
    officer, office = cast.officer(), cast.office()
    make.handed_in(officer, MARCH)  # on time
    with clock.at(cast.noon(cast.MARCH_25)):
        make.handed_in(officer, Month(2025, 2), lines=[])  # due on the 5th of March
    strip = standings.calendar(Plan.objects.get(), make.county())[
        make.period(MARCH).submissions.get().unit_id
    ]
    assert [cell.state for cell in strip.cells] == ["missing", "late", "handed_in"]
    assert (strip.due, strip.width) == (["missing", "late"], 36)  # March is not due yet
    submission = make.period(MARCH).submissions.get()
    workflow.begin_review(office, submission)
    workflow.send_back(office, submission, "请核对")
    strip = standings.calendar(Plan.objects.get(), make.county())[submission.unit_id]
    assert strip.cells[-1].state == "open"
    with make.at(date(2025, 4, 8)):
        strip = standings.calendar(Plan.objects.get(), make.county())[submission.unit_id]
    assert strip.due == ["missing", "late", "sent_back"]


def test_what_was_taken_back_and_may_come_again_is_not_missing_in_the_strip():
    officer, due = cast.officer(), cast.MARCH_DUE
    submission = make.handed_in(officer, MARCH, lines=[(LineKind.ADDED, make.new_piles())])
    cells = {}
    for day in (due, date(2025, 4, 10), date(2025, 4, 11)):  # until the end of the 10th
        with make.at(day):
            if day == due:
                workflow.withdraw(officer, submission)
            strip = standings.calendar(Plan.objects.get(), make.county())[submission.unit_id]
            cells[day.day] = strip.due[-1]
    assert cells == {8: "sent_back", 10: "sent_back", 11: "missing"}


def test_versions_differ_by_line():
    officer, office = cast.officer(), cast.office()
    lines = [
        (LineKind.ADDED, make.new_piles()),
        (LineKind.ADDED, make.new_piles(site_name="体育馆", village="140621103201")),
    ]
    submission = make.handed_in(officer, MARCH, lines=lines)
    workflow.begin_review(office, submission)
    workflow.send_back(office, submission, "请核对")
    submission.refresh_from_db()
    first, second = Line.objects.filter(frozen=False).order_by("pk")
    drafting.put_line(
        officer,
        submission,
        LineKind.ADDED,
        first.key,
        {**first.typed, "connectors": "10"},
        first.pk,
    )
    drafting.remove_line(officer, submission, second.pk)
    drafting.put_line(
        officer,
        submission,
        LineKind.WORK,
        drafting.new_key(),
        {"clause": "task2", "done": "现场核实", "problems": "", "following": ""},
    )
    before, after = submission.versions.order_by("number")
    found = changes(before, after)
    assert [change.word for change in found] == ["删去", "改为", "新加"]
    assert "充电枪12个" in found[1].before and "充电枪10个" in found[1].sentence


def test_what_a_line_of_before_did_not_have_is_no_difference_while_it_is_empty():
    officer, office = cast.officer(), cast.office()
    submission = make.handed_in(officer, MARCH)
    workflow.begin_review(office, submission)
    workflow.send_back(office, submission, "请核对")
    submission.refresh_from_db()
    before, after = submission.versions.order_by("number")
    line = after.lines.get()
    for said, words in (("", []), ("山阴充电公司", ["改为"])):
        line.values = {**line.values, "operator": said}
        line.save()
        assert [change.word for change in changes(before, after)] == words


def test_the_returns_of_a_past_day_are_as_they_stood_then(april):
    unit, march, officer, office = (
        Unit.objects.get(code=cast.DAIYUE),
        make.period(MARCH),
        cast.officer(),
        cast.office(),
    )
    submission = make.handed_in(officer, MARCH)
    with make.at(date(2025, 4, 3)):
        workflow.begin_review(office, submission)
        submission.refresh_from_db()
        workflow.send_back(office, submission, "请核对枪数")
    with make.at(date(2025, 4, 8)):
        submission.refresh_from_db()
        workflow.submit(officer, submission, submission.current.key)
    words = {
        day: standings.standings_of(
            Plan.objects.get(), [unit], march, deadlines.midnight_after(date(2025, 4, day))
        )[0].reported
        for day in (1, 2, 3, 7, 8)
    }
    assert words == {1: "missing", 2: "reported", 3: "sent_back", 7: "sent_back", 8: "reported"}
    cells = {
        day: standings.calendar(
            Plan.objects.get(), make.county(), deadlines.midnight_after(date(2025, 4, day))
        )[unit.pk]
        .cells[2]
        .state
        for day in (1, 2, 3, 8)
    }
    assert cells == {1: "open", 2: "handed_in", 3: "open", 8: "on_time"}  # due on the 7th
    assert standings.reported_units(make.county(), 2025, clock.now()) == standings.reported_units(
        make.county(), 2025
    )


def test_a_third_version_is_held_against_the_second_and_not_against_the_first(april, client):
    """What the reviewer sees changed is what changed since the version that was sent back last."""
    officer, office = cast.officer(), cast.office()
    submission = make.handed_in(officer, MARCH)
    path = f"/submissions/{submission.pk}/"
    client.force_login(office)
    for guns in ("13", "14"):
        workflow.begin_review(office, submission)
        workflow.send_back(office, submission, "请核对枪数")
        submission.refresh_from_db()
        line = submission.current.lines.get()
        drafting.put_line(
            officer, submission, line.kind, line.key, {**line.typed, "connectors": guns}, line.pk
        )
        workflow.submit(officer, submission, submission.current.key)
        submission.refresh_from_db()
    page = client.get(path).content.decode()
    assert "充电枪14个" in page and "充电枪13个" in page and "充电枪12个" not in page
    workflow.begin_review(office, submission)
    workflow.send_back(office, submission, "再核对")
    # while the unit mends it, the version that was handed in last is shown against its own before
    page = client.get(path).content.decode()
    assert "充电枪14个" in page and "充电枪13个" in page and "充电枪12个" not in page


def test_the_month_before_is_compared_by_its_last_version_and_none_without_one(april):
    officer, office = cast.officer(), cast.office()
    first = make.handed_in(officer, MARCH)
    assert compared(first, first.current) == [("新增公共桩", "台", 6, None)]
    workflow.begin_review(office, first)
    workflow.send_back(office, first, "请核对")
    first.refresh_from_db()
    line = first.current.lines.get()
    drafting.put_line(officer, first, line.kind, line.key, {**line.typed, "dc": "5"}, line.pk)
    workflow.submit(officer, first, first.current.key)
    with make.at(date(2025, 4, 28)):
        books.open_periods(Ledger.objects.get(), "test")
        april_ = make.handed_in(officer, MARCH + 1, lines=[])
        assert compared(april_, april_.current) == [("新增公共桩", "台", 0, 5)]


def test_of_a_long_history_the_last_two_years_are_drawn():
    cells = (standings.Cell(Period(pk=n), "on_time", "按时") for n in range(30))
    long = standings.Strip(tuple(cells))
    assert [cell.period.pk for _, cell in long.drawn] == list(range(6, 30))
    assert [x for x, _ in long.drawn] == [str(x) for x in range(0, 288, 12)]
    assert (long.width, len(long.due)) == (288, 30)


def test_months_before_the_plan_are_none_of_its_strip():
    plan, county = Plan.objects.get(), make.county()
    before = {cell.period.month for cell in strip_of(plan, county)}
    make.handed_in(cast.officer(), MARCH)
    history.period_of(county, Month(2023, 12)).save()
    assert {cell.period.month for cell in strip_of(plan, county)} == before != set()


def strip_of(plan, county):
    """The cells of some unit."""
    return next(iter(standings.calendar(plan, county).values())).cells


def test_the_strip_of_one_unit_is_that_among_all():
    unit = make.handed_in(cast.officer(), MARCH).unit
    plan, county = Plan.objects.get(), make.county()
    assert standings.calendar(plan, county, of=[unit]) == {
        unit.pk: standings.calendar(plan, county)[unit.pk]
    }
