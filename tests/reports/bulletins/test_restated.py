"""What was issued and is another number now: listed with its correction, never restated."""

from datetime import date

import pytest

from ledger.models import LineKind
from ledger.returns import workflow
from reports.bulletins import drafting, issuing
from reports.bulletins.comparing import to_correct
from reports.bulletins.restated import forget, how_many, look_through, restated
from reports.documents.kinds import BRIEF, MONTH
from reports.figures.reading import read
from reports.press import press
from shanyin_charging import serving
from shanyin_charging.accounts.models import Role
from shanyin_charging.asking import SURE
from targets.months import Month
from tests import cast, make

pytestmark = [
    pytest.mark.at_length,
    pytest.mark.django_db,
    pytest.mark.usefixtures("late_april"),
]
MARCH, APRIL = Month(2025, 3), Month(2025, 4)
FOUR = {"dc": "4", "ac": "0", "connectors": "8", "power": "240"}


@pytest.fixture
def people(monkeypatch):
    formats = {f: (lambda c: b"made", "text/plain", f) for f in press.FORMATS}
    monkeypatch.setattr(press, "FORMATS", formats)
    return cast.office(), cast.person("second", Role.OFFICE), cast.person("chief", Role.CHIEF)


def issued(people, made):
    """The draft, issued once its month is due."""
    office, second, chief = people
    with make.at(date(2025, 5, 7)):
        issuing.move(office, "propose", made)
        issuing.move(second, "pass", made)
        return make.sign(chief, made)


def differ():
    """How many issued papers home says to differ, once the timer has looked through them."""
    look_through()
    return how_many().differ


def open_to_all(people):
    """Four dedicated piles that are opened to all: in 新增 only where the office rules so."""
    officer = cast.officer()
    dedicated = make.new_piles(public="0", **FOUR)
    first = make.approved(officer, people[0], MARCH, lines=[(LineKind.ADDED, dedicated)])
    site = first.current.lines.get().entries.first().site_id
    opened = {**FOUR, "site": str(site), "on": "2025-04-02", "credited_to": cast.DAIYUE}
    make.approved(officer, people[0], APRIL, lines=[(LineKind.OPENED, opened)])


def test_a_ruling_that_changes_a_default_lists_every_issued_number_that_differs(client, people):
    open_to_all(people)
    with make.at(date(2025, 5, 7)):
        made = issued(people, drafting.draft(people[0], read(APRIL), MONTH))
        assert restated() == []
        client.force_login(people[2])
        typed = {"subject": "opened_counts", "answer": "是", "in_force_on": "2025-04-01"}
        answer = client.post(
            "/plan/discrepancies/opened_counts/",
            {**typed, "document_no": "纪要6号", SURE: "1"},
            follow=True,
        ).content.decode()
        assert made.number in answer and "起草更正通报" in answer
        (one,) = restated()
        assert one.bulletin == made and one.draft is None
        assert ("山阴县新增公共充电桩（2025年累计至4月）", "0台", "4台") in one.numbers
        for name, then, now in one.numbers:
            assert f"<td>{name}</td>" in answer and then != now
        stored = made.plain
        made.refresh_from_db()
        assert made.is_issued and made.plain == stored  # never restated


def test_an_issued_correction_settles_what_it_says(people):
    made = issued(people, drafting.draft(people[0], read(MARCH), MONTH))
    make.approved(cast.officer(), people[0], MARCH)
    assert [one.bulletin for one in restated()] == [made]
    draft = drafting.correct(people[0], made)
    assert restated()[0].draft == draft
    issued(people, draft)
    assert restated() == []


def test_home_tells_the_office_of_issued_bulletins_that_differ_and_of_nothing_else(client, people):
    client.force_login(people[0])
    made = issued(people, drafting.draft(people[0], read(MARCH), MONTH))
    assert differ() == 0 and "现在的台账" not in client.get("/").content.decode()
    make.approved(cast.officer(), people[0], MARCH)
    assert differ() == 1
    page = client.get("/").content.decode()
    assert (
        "已印发的通报有 1 份和现在的台账不一致" in page and 'href="/bulletins/differing/"' in page
    )
    issued(people, drafting.correct(people[0], made))
    assert differ() == 0 and "现在的台账" not in client.get("/").content.decode()


def test_what_was_found_is_kept_until_something_is_about_the_month(people, monkeypatch):
    looked = []
    monkeypatch.setattr(
        "reports.bulletins.restated.to_correct", lambda b: looked.append(b) or to_correct(b)
    )
    issued(people, drafting.draft(people[0], read(MARCH), MONTH))
    assert (differ(), differ(), len(looked)) == (0, 0, 1)
    lines = [(LineKind.ADDED, make.new_piles(on="2025-04-10"))]
    make.approved(cast.officer(), people[0], APRIL, lines=lines)
    assert (differ(), len(looked)) == (0, 1)
    yujing = make.new_piles(village=cast.YUJING_SHUIQUAN, credited_to=cast.YUJING)
    make.approved(
        cast.officer(cast.YUJING), people[0], MARCH, cast.YUJING, [(LineKind.ADDED, yujing)]
    )
    assert (differ(), differ(), len(looked)) == (1, 1, 2)
    make.ruled("least_gap", {"answer": 3})
    assert (differ(), len(looked)) == (1, 3)
    forget()
    assert (how_many(), differ(), len(looked)) == ((0, 1), 1, 4)


def test_who_begins_the_day_waits_for_no_paper_and_is_told_of_those_not_looked_at(client, people):
    for _ in range(2):
        issued(people, drafting.draft(people[0], read(MARCH), BRIEF))
    make.approved(cast.officer(), people[0], MARCH)
    client.force_login(people[2])
    assert "还有2份没有和现在的台账核对" in client.get("/").content.decode()
    assert len(restated()) == 2
    assert differ() == 2 and how_many() == (2, 0)
    assert "已印发的通报有 2 份和现在的台账不一致" in client.get("/").content.decode()
    with serving.of("140622"):  # where none of them was issued
        assert (restated(), how_many()) == ([], (0, 0))


def rows_told(made):
    """What a paper puts right, as its table lists it."""
    (table,) = made.plain.attachments[0].tables
    return [tuple(cell.text for cell in row)[:3] for row in table.rows]


def test_what_goes_back_to_what_was_printed_is_listed_against_its_correction(people):
    made = issued(people, drafting.draft(people[0], read(MARCH), MONTH))
    submission = make.approved(cast.officer(), people[0], MARCH)
    first = issued(people, drafting.correct(people[0], made))
    workflow.undo(people[0], submission, "审错了")
    (one,) = restated()
    name = f"山阴县新增公共充电桩（2025年累计至3月）（{first.number}更正）"
    assert (name, "6台", "0台") in one.numbers
    second = issued(people, drafting.correct(people[0], made))
    assert (name, "6台", "0台") in rows_told(second)
    assert restated() == []


def test_a_second_correction_tells_only_what_the_first_did_not(people):
    made = issued(people, drafting.draft(people[0], read(MARCH), MONTH))
    make.approved(cast.officer(), people[0], MARCH)
    first = issued(people, drafting.correct(people[0], made))
    yujing = make.new_piles(village=cast.YUJING_SHUIQUAN, credited_to=cast.YUJING)
    lines = [(LineKind.ADDED, yujing)]
    make.approved(cast.officer(cast.YUJING), people[0], MARCH, cast.YUJING, lines)
    told = rows_told(issued(people, drafting.correct(people[0], made)))
    assert (f"山阴县新增公共充电桩（2025年累计至3月）（{first.number}更正）", "6台", "12台") in told
    assert ("玉井镇公共直流充电桩", "0台", "6台") in told
    assert not set(told) & set(rows_told(first))
    assert not any(name.startswith("岱岳镇") for name, *_ in told)
    assert restated() == []


def test_home_counts_a_paper_that_differs_by_a_return_that_was_sent_back(people):
    with make.at(date(2025, 4, 2)):
        submission = make.handed_in(cast.officer(), MARCH, lines=[])
        make.handed_in(cast.officer(cast.YUJING), MARCH, cast.YUJING, lines=[])
    issued(people, drafting.draft(people[0], read(MARCH), MONTH))
    assert differ() == len(restated()) == 0
    workflow.begin_review(people[1], submission)
    submission.refresh_from_db()
    workflow.send_back(people[1], submission, "请核对")
    assert differ() == len(restated()) == 1


def test_what_follows_from_a_changed_number_is_listed_too(people):
    """Six piles later the gap to the year's goal is another, and who has added nothing."""
    made = issued(people, drafting.draft(people[0], read(MARCH), MONTH))
    make.approved(cast.officer(), people[0], MARCH)
    rows = to_correct(made)
    assert any("还差321台" in row.then and "还差315台" in row.now for row in rows)
    assert any("无新增" in row.then and "新增公共充电桩6台" in row.now for row in rows)


def test_a_number_that_is_none_any_more_is_listed_whatever_else_the_sentence_counts(people):
    """One township had a station; by the ruling it has none and one is open: 1, 1 and 1, 0, 1. With
    the ruling taken back the first paper is right again, and says so against its correction."""
    four = make.new_piles(dc="2", ac="2", connectors="4", power="200")
    make.approved(cast.officer(), people[0], MARCH, lines=[(LineKind.ADDED, four)])
    made = issued(people, drafting.draft(people[0], read(MARCH), MONTH))
    make.ruled("station:piles", {"answer": 6})
    (one,) = restated()
    (row,) = one.numbers
    assert "1个有公共充电桩，1个建有公共充电站" in row.then
    assert "1个有公共充电桩，尚无建有公共充电站的（另有1个待核定）" in row.now
    issued(people, drafting.correct(people[0], made))
    assert restated() == []
    make.ruled("station:piles", {"answer": 3})
    ((back,),) = [one.numbers for one in restated()]
    assert (back.then, back.now) == (row.now, row.then)
