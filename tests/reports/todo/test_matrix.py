"""Every state of every table × every person: who is waited for has the thing on their list and in
the number beside 待办, nobody else has, and none of the states is forgotten."""

import ast
from datetime import date, timedelta

import pytest

from ledger.models import Kind, LineKind, Period, State
from ledger.returns import corrections, drafting, paper
from ledger.returns import workflow as returns
from reports.announcing import course as announcing
from reports.bulletins import drafting as bulletins
from reports.bulletins import issuing, states
from reports.checking import course as checking
from reports.coordination import course, raising
from reports.documents.kinds import MONTH
from reports.figures.reading import read
from reports.meetings import packing
from reports.meetings import workflow as meetings
from reports.models import (
    AnnouncementState,
    BulletinState,
    FindingState,
    InstructionState,
    MatterState,
    MeetingState,
    NoticeState,
)
from reports.supervision import instructions, subjects, taking_up, workflow
from reports.todo import lists, places
from reports.todo.returns import REVIEWS
from shanyin_charging.accounts.models import Role
from targets.models import Holder, Post, Unit
from targets.months import Month
from tests import cast, make
from tests.reports.checking import made as checks
from tests.reports.supervision import test_workflow
from tests.reports.supervision.test_workflow import DUE, LATER, at_state, step
from tests.test_imports import SOURCES, module_of

pytestmark = pytest.mark.django_db
MARCH = Month(2025, 3)
OFFICE = {"office", "colleague", "chief"}
TABLES = {
    "ledger.returns.workflow": returns.TRANSITIONS,
    "reports.bulletins.states": states.TRANSITIONS,
    "reports.checking.course": checking.TRANSITIONS,
    "reports.coordination.course": course.TRANSITIONS,
    "reports.meetings.workflow": meetings.TRANSITIONS,
    "reports.announcing.course": announcing.TRANSITIONS,
    "reports.supervision.instructions": instructions.TRANSITIONS,
    "reports.supervision.workflow": workflow.TRANSITIONS,
}


@pytest.fixture
def people(april):
    found = test_workflow.people.__wrapped__(april)
    found["checker"] = cast.person("checker", Role.OFFICER)
    return found


def checked(people):
    """From now on the unit has a checker of its own."""
    if people["checker"].posts.exists():
        return
    unit = Unit.objects.get(code=cast.DAIYUE)
    Post.objects.create(user=people["checker"], unit=unit, starts_on=date(2024, 1, 1), checks=True)


# what is in a state


def a_return(people, state, kind=Kind.RETURN):
    """The unit's return of March, or a correction to it, brought there."""
    if state == State.DROPPED:
        found = a_return(people, State.SENT_BACK, Kind.CORRECTION)
        returns.drop(people["unit"], found)
        found.refresh_from_db()
        return found
    unit, office, lines = people["unit"], people["office"], None
    if kind == Kind.CORRECTION:
        checks = Post.objects.filter(checks=True)
        checks.delete()
        before = make.approved(unit, office, MARCH)
        checked(people)
        line = before.current.lines.get()
        entry = corrections.standing_entries(line).first()
        typed = [{"entry": str(entry.number), "value": "5", "reason": "误报一台"}]
        found = corrections.hand_in(unit, before, typed, drafting.new_key())
    else:
        lines = [(LineKind.ADDED, make.new_piles())]
        found = make.draft(unit, MARCH, lines=lines)
        if state == State.DRAFT:
            return found
        returns.hand_over(unit, found, found.current.key)
        found.refresh_from_db()
    for reached, act in (
        (State.CHECKING, None),
        (State.SUBMITTED, lambda: returns.submit(people["checker"], found, found.current.key)),
        (State.IN_REVIEW, lambda: returns.begin_review(office, found)),
    ):
        if act:
            act()
            found.refresh_from_db()
        if reached == state:
            return found
    if state == State.SENT_BACK:
        returns.send_back(office, found, "请核对")
    else:
        returns.approve(office, found)
    found.refresh_from_db()
    return found


def a_bulletin(people, state):
    found = bulletins.draft(people["office"], read(MARCH), MONTH)
    steps = {BulletinState.DRAFT: (), BulletinState.IN_REVIEW: ("propose",)}
    for verb in steps.get(state, ("propose", "pass")):
        who = {"propose": "office", "pass": "colleague"}[verb]
        found = issuing.move(people[who], verb, found)
    return make.sign(people["chief"], found) if state == BulletinState.ISSUED else found


def a_word(people, state):
    """A leader's word on a lagging row."""
    about = subjects.subject(people["leader"], "figure:I33_u140621103_y_202503")
    word = instructions.instruct(people["leader"], about, "为什么一台没有？")
    if state == InstructionState.ANSWERED:
        return instructions.answer(people["office"], word, "电网四月接入，五月投运")
    if state in (InstructionState.TAKEN, InstructionState.DONE):
        fields = {**taking_up.filled_in(word), "lead": word.unit}
        notice = taking_up.take_up(people["office"], word, **fields)
        if state == InstructionState.DONE:
            for verb in test_workflow.PATH[NoticeState.CLOSED].split():
                notice = step(people, notice, verb)
        word.refresh_from_db()
    return word


STEPS = {  # by which a matter of the helper's unit comes to a state
    MatterState.OFFICE: "",
    MatterState.HANDED: "hand",
    MatterState.ANSWERED: "hand respond",
    MatterState.REPLIED: "reply",
    MatterState.CLOSED: "hand respond agree",
    MatterState.WITHDRAWN: "withdraw",
}


def a_matter(people, state):
    """What the helper's unit asks of the unit, brought there."""
    raiser, solver = (Unit.objects.get(code=code) for code in (cast.MAYING, cast.DAIYUE))
    found = raising.raise_matter(people["helper"], raiser, "land", "没有地")
    who = {"hand": "office", "reply": "office", "respond": "unit"}
    for verb in STEPS[state].split():
        to = {"solver": solver, "answer_by": LATER} if verb == "hand" else {}
        found = course.move(people[who.get(verb, "helper")], verb, found, "请办", **to)
    return found


def a_finding(people, state):
    """Two piles fewer at a site of the helper's unit than the ledger says."""
    at = {"unit": cast.MAYING, "village": cast.MAYING_SHUIQUAN}
    return checks.a_finding(people["helper"], people["office"], people["colleague"], state, **at)


def a_meeting(people, state):
    """A meeting of today."""
    made = meetings.plan(people["office"], cast.APRIL_2)
    if state == MeetingState.CANCELLED:
        return meetings.cancel(people["office"], made, "改期")
    return meetings.hold(people["office"], made) if state == MeetingState.HELD else made


def an_announcement(people, state):
    """The office's word to the unit and the helper's, of which the helper's has read it."""
    units = Unit.objects.filter(code__in=[cast.MAYING, cast.DAIYUE])
    found = announcing.write(people["office"], "请参加调度会", "三楼会议室", units)
    if state != AnnouncementState.DRAFT:
        found = announcing.move(people["office"], "send", found)
        found = announcing.move(people["helper"], "read", found)
    if state == AnnouncementState.WITHDRAWN:
        found = announcing.move(people["colleague"], "withdraw", found, "改期")
    return found


# who has it


def having(people, thing):
    """Who finds the thing on their list; for each of them and for one of the others (under LONG=1
    for all) the number in the menu is that of their list."""
    found = set()
    for name, person in people.items():
        rows = [row for s in (*lists.DUTIES, *REVIEWS) for row in s.waiting(Holder(person))]
        if any(thing in row for row in rows if row.model is type(thing)):
            found.add(name)
    others = [name for name in people if name not in found]
    for name in [*found, *(others if cast.LONG else others[:1])]:
        who = Holder(people[name])
        own, reviews = lists.to_do_of(who), lists.to_do_of(who, REVIEWS)
        assert lists.number_of(who) == len(own) + len(reviews)
    return found


def may_act(people, table, thing):
    """Who may do what some wait of the state waits for."""
    waits = [wait for wait in table.waits if wait.state == thing.state]
    return {
        name
        for name, person in people.items()
        if any(table.decide(person, verb, thing) for wait in waits for verb in wait.verbs)
    }


WAITED_FOR = [
    (a_return, State.DRAFT, {"unit"}),
    (a_return, State.CHECKING, {"checker"}),
    (a_return, State.SUBMITTED, OFFICE),
    (a_return, State.IN_REVIEW, OFFICE),
    (a_return, State.SENT_BACK, {"unit"}),
    (a_return, State.APPROVED, set()),
    (a_return, State.DROPPED, set()),
    (a_bulletin, BulletinState.DRAFT, OFFICE),
    (a_bulletin, BulletinState.IN_REVIEW, {"colleague", "chief"}),
    (a_bulletin, BulletinState.REVIEWED, {"chief"}),
    (a_bulletin, BulletinState.ISSUED, set()),
    (at_state, NoticeState.DRAFT, OFFICE),
    (at_state, NoticeState.PROPOSED, {"chief"}),
    (at_state, NoticeState.ASSIGNED, {"unit"}),
    (at_state, NoticeState.ACKNOWLEDGED, {"unit", "helper"}),
    (at_state, NoticeState.RESPONDED, OFFICE),
    (at_state, NoticeState.SETTLED, {"colleague", "chief"}),
    (at_state, NoticeState.CLOSED, set()),
    (at_state, NoticeState.ARCHIVED, set()),
    (at_state, NoticeState.DROPPED, set()),
    (a_matter, MatterState.OFFICE, OFFICE),
    (a_matter, MatterState.HANDED, {"unit"}),
    (a_matter, MatterState.ANSWERED, {"helper"}),
    (a_matter, MatterState.REPLIED, {"helper"}),
    (a_matter, MatterState.CLOSED, set()),
    (a_matter, MatterState.WITHDRAWN, set()),
    (a_finding, FindingState.OPEN, {"helper"}),
    (a_finding, FindingState.ANSWERED, OFFICE),
    (a_finding, FindingState.CLOSED, set()),
    (a_finding, FindingState.WITHDRAWN, set()),
    (an_announcement, AnnouncementState.DRAFT, OFFICE),
    (an_announcement, AnnouncementState.SENT, {"unit", "checker"}),
    (an_announcement, AnnouncementState.WITHDRAWN, set()),
    (a_word, InstructionState.WAITING, OFFICE),
    (a_word, InstructionState.TAKEN, set()),
    (a_word, InstructionState.ANSWERED, set()),
    (a_word, InstructionState.DONE, set()),
    (a_meeting, MeetingState.PLANNED, OFFICE),
    (a_meeting, MeetingState.HELD, OFFICE),
    (a_meeting, MeetingState.CANCELLED, set()),
]
TABLE_OF = {
    a_return: returns.TRANSITIONS,
    a_bulletin: states.TRANSITIONS,
    at_state: workflow.TRANSITIONS,
    a_word: instructions.TRANSITIONS,
    a_matter: course.TRANSITIONS,
    a_finding: checking.TRANSITIONS,
    a_meeting: meetings.TRANSITIONS,
    an_announcement: announcing.TRANSITIONS,
}


@pytest.mark.at_length
@pytest.mark.parametrize(("made", "state", "expected"), WAITED_FOR)
def test_who_is_waited_for_has_it_on_their_list_and_may_do_it(
    people, quick_press, made, state, expected
):
    checked(people)
    with make.at(date(2025, 4, 8) if made is a_bulletin else cast.APRIL_2):
        thing = made(people, state)
        assert thing.state == state
        assert having(people, thing) == expected
        assert may_act(people, TABLE_OF[made], thing) == expected


def test_the_matrix_has_every_table_and_every_state():
    told = {module_of(path) for path in SOURCES if makes_a_table(path)}
    assert told == set(TABLES) and set(TABLE_OF.values()) == set(TABLES.values())
    for made, table in TABLE_OF.items():
        states_of = {state for t in table for state in (t.source, t.target)}
        assert {state for how, state, _ in WAITED_FOR if how is made} == states_of


def makes_a_table(path):
    """Whether a module holds a table of transitions."""
    calls = [n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call)]
    return any(getattr(call.func, "id", "") == "Transition" for call in calls)


def test_a_correction_that_was_sent_back_waits_for_its_unit_until_it_is_dropped(people):
    thing = a_return(people, State.SENT_BACK, Kind.CORRECTION)
    with make.at(date(2025, 6, 20)):
        assert having(people, thing) == {"unit"}


def test_a_return_on_paper_waits_for_the_office_and_then_for_the_units_word(people):
    unit, period = Unit.objects.get(code=cast.DAIYUE), make.period(MARCH)
    thing = paper.enter(people["office"], period, unit, "停电")
    assert having(people, thing) == OFFICE
    drafting.put_line(people["office"], thing, LineKind.ADDED, drafting.new_key(), make.new_piles())
    with make.at(date(2025, 5, 6)):  # locked: the office may not go on either
        assert having(people, thing) == set()


def test_more_time_that_is_asked_for_waits_for_the_head(people):
    thing = at_state(people, NoticeState.ACKNOWLEDGED)
    step(people, thing, "ask_extension", "unit", due_on=LATER)
    thing.refresh_from_db()
    assert having(people, thing) == may_act(people, workflow.TRANSITIONS, thing)
    assert having(people, thing) == {"unit", "helper", "chief"}


def test_a_matter_past_its_day_waits_for_the_office_too_until_it_has_urged(people):
    thing = a_matter(people, MatterState.HANDED)
    with make.at(LATER):
        assert having(people, thing) == {"unit"}
    with make.at(LATER + timedelta(days=1)):
        assert having(people, thing) == {"unit"} | OFFICE
        assert may_act(people, course.TRANSITIONS, thing) == {"unit"} | OFFICE
        day = LATER + timedelta(days=3)
        course.move(people["office"], "urge", thing, "请今天答复", answer_by=day)
        assert having(people, thing) == {"unit"}


def test_a_finding_past_its_day_waits_for_the_office_too_until_it_has_urged(people):
    thing = a_finding(people, FindingState.OPEN)
    with make.at(thing.reply_by):
        assert having(people, thing) == {"helper"}
    with make.at(thing.reply_by + timedelta(days=1)):
        assert having(people, thing) == {"helper"} | OFFICE
        assert may_act(people, checking.TRANSITIONS, thing) == {"helper"} | OFFICE
        day = thing.reply_by + timedelta(days=3)
        checking.move(people["office"], "urge", thing, "请今天答复", reply_by=day)
        assert having(people, thing) == {"helper"}


def test_a_meeting_waits_for_its_pack_from_two_days_before_and_for_its_word_afterwards(
    people, quick_press
):
    thing = meetings.plan(people["office"], date(2025, 4, 5))
    assert having(people, thing) == set()
    with make.at(date(2025, 4, 3)):
        assert having(people, thing) == OFFICE
        packing.pack(people["office"], thing)
        assert having(people, thing) == set()
    with make.at(date(2025, 4, 6)):
        assert having(people, thing) == OFFICE
        thing = meetings.hold(people["office"], thing)
        assert having(people, thing) == OFFICE
        meetings.minute(people["office"], thing, "没有议定事项")
        assert having(people, thing) == set()


@pytest.mark.parametrize("state", [NoticeState.ASSIGNED, NoticeState.ACKNOWLEDGED])
def test_a_suggested_talk_waits_for_a_leader(people, state):
    thing = at_state(people, state, level="red")
    with make.at(DUE.replace(day=28)):
        step(people, thing, "criticise", "chief")
        step(people, thing, "suggest_talk", "chief")
        thing.refresh_from_db()
        expected = {"unit", "leader", *["helper"] * (state == NoticeState.ACKNOWLEDGED)}
        assert having(people, thing) == expected
        assert may_act(people, workflow.TRANSITIONS, thing) == expected


def test_a_period_that_nobody_has_begun_waits_for_who_writes_for_the_unit(people):
    for period in Period.objects.all():
        open_now = period.lock_at is None or period.lock_at > cast.noon(cast.APRIL_2)
        writers = {"unit", "other", "helper"} if open_now else set()
        assert having(people, period) == writers, period
    make.draft(people["unit"], MARCH)
    assert having(people, make.period(MARCH)) == {"other", "helper"}


def test_a_member_without_an_officer_waits_for_the_administrator(people):
    """One by one while they are few, by one row that leads to the sheet once they are more."""
    lacking = list(places.without_officer().order_by("pk"))
    last, first = lacking[-1], lacking[0]
    assert having(people, first) == {"admin"} and having(people, last) == set()
    (one,) = lists.to_do_of(Holder(people["admin"]))
    assert (one.title, one.address) == (f"{len(lacking)}个成员单位没有填报人", "/people/workbook/")
    for unit in lacking[:-3]:
        unit.posts.create(user=people["unit"], starts_on=cast.APRIL_2)
    assert having(people, first) == set() and having(people, last) == {"admin"}
    told = [todo.title for todo in lists.to_do_of(Holder(people["admin"]))]
    assert sorted(told) == sorted(f"{unit}没有填报人" for unit in lacking[-3:])
