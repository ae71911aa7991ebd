"""Every cell of state × moment × action × person: who may do what, and that a refusal changes
nothing.

The oracle below is written from the working rules, not from the code: a unit writes until the lock,
a live grant opens a locked period to it, the office reviews what was handed in after the lock too
but undoes nothing then, and nobody approves what they handed in.
"""

from datetime import date
from itertools import product

import pytest
from django.db import connection, transaction

from ledger.models import Entry, Line, LineKind, State, Submission, Version
from ledger.returns import drafting, more_time, rules, workflow
from shanyin_charging import clock
from shanyin_charging.accounts.models import Role
from shanyin_charging.audit.models import Event
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Post, Unit
from targets.months import Month
from tests import cast, make
from tests.demo.when import at

pytestmark = pytest.mark.django_db
MARCH = Month(2025, 3)
OPEN, PAST_DUE, LOCKED = at(cast.APRIL_2, 12), at(date(2025, 4, 20), 12), at(date(2025, 5, 3), 12)
MOMENTS = {
    "open": OPEN,
    "past due": PAST_DUE,
    "locked": LOCKED,
    "locked, granted": LOCKED,
    "locked, grant expired": at(date(2025, 5, 9), 12),
}
ACTIONS = {
    "submit": lambda user, s: workflow.submit(user, s, s.current.key),
    "put_line": lambda user, s: drafting.put_line(
        user, s, LineKind.ADDED, drafting.new_key(), make.new_piles()
    ),
    "put_lines": lambda user, s: drafting.put_lines(
        user, s, [], [s.current.lines.first().key], s.current.stamp
    ),
    "hand_over": lambda user, s: workflow.hand_over(user, s, s.current.key),
    "hand_back": lambda user, s: workflow.hand_back(user, s, "请核对"),
    "withdraw": workflow.withdraw,
    "begin_review": workflow.begin_review,
    "approve": workflow.approve,
    "send_back": lambda user, s: workflow.send_back(user, s, "请核对"),
    "undo": lambda user, s: workflow.undo(user, s, "审错了"),
    "drop": workflow.drop,  # a list, or a correction; never a month's return
}
BOTH = "office that holds a post of the unit"
PATHS = {
    State.DRAFT: "",
    State.CHECKING: "hand_over",
    State.SUBMITTED: "submit",
    State.IN_REVIEW: "submit begin_review",
    State.SENT_BACK: "submit begin_review send_back",
    State.APPROVED: "submit begin_review approve",
}
PREPARED = [  # the state, by whom, and whether the unit has a checker: with one it can be with them
    (State.CHECKING, "officer", True),
    (State.CHECKING, BOTH, True),
    *product(
        [state for state in PATHS if state != State.CHECKING], ("officer", BOTH), (False, True)
    ),
]
BY_WRITER = {
    ("put_line", State.DRAFT),
    ("put_line", State.SENT_BACK),
    ("put_lines", State.DRAFT),
    ("put_lines", State.SENT_BACK),
    ("withdraw", State.SUBMITTED),
}
HANDING_ON = {State.DRAFT, State.SENT_BACK}
BY_OFFICE = {
    ("begin_review", State.SUBMITTED),
    ("approve", State.IN_REVIEW),
    ("send_back", State.IN_REVIEW),
    ("undo", State.APPROVED),
}


def allowed(state, moment, action, who, writer, checked) -> bool:
    after_the_lock = {"begin_review", "approve", "send_back"}
    if moment in ("locked", "locked, grant expired") and action not in after_the_lock:
        return False
    if (action, state) in BY_WRITER or (
        action == ("hand_over" if checked else "submit") and state in HANDING_ON
    ):
        return who in ("officer", BOTH)
    if (action, state) == ("submit", State.CHECKING):
        return who == "checker"
    if (action, state) == ("hand_back", State.CHECKING):
        return who in ("checker", writer)
    if (action, state) in BY_OFFICE:
        return who in ("office", BOTH, "chief") and not (action == "approve" and who == writer)
    return False


@pytest.fixture
def people():
    with clock.at(OPEN):
        make.ledger()
    unit = Unit.objects.get(code=cast.DAIYUE)
    cast_of = {
        "officer": cast.officer(),
        "officer of another unit": cast.officer(cast.YUJING),
        "office": cast.office(),
        "officer whose post has ended": cast.person("former", Role.OFFICER),
        "checker": cast.person("checker", Role.OFFICER),
        "chief": cast.person("chief", Role.CHIEF),
        BOTH: cast.person("both", Role.OFFICE, cast.DAIYUE),
        "leader": cast.leader(),
        "admin": cast.administrator(),
        "auditor": cast.person("auditor", Role.AUDITOR),
        "above": cast.above(),
    }
    assert {person.role for person in cast_of.values()} == set(Role)
    Post.objects.create(
        user=cast_of["officer whose post has ended"],
        unit=unit,
        starts_on="2024-01-01",
        ends_on="2025-03-31",
    )
    return cast_of


def prepared(people, state, writer, checked):
    """A submission in the state, written by the writer and, where the unit has a checker, handed in
    by the checker."""
    unit = Unit.objects.get(code=cast.DAIYUE)
    if checked:
        Post.objects.create(user=people["checker"], unit=unit, starts_on="2024-01-01", checks=True)
    submission = make.draft(people[writer], MARCH, lines=[(LineKind.ADDED, make.new_piles())])
    path = PATHS[state].replace("submit", "hand_over submit") if checked else PATHS[state]
    actors = {"hand_over": writer, "submit": "checker" if checked else writer}
    for action in path.split():
        ACTIONS[action](people[actors.get(action, "office")], submission)
        submission.refresh_from_db()
    return submission


def everything():
    """What a refused action must leave as it was: every column of every row."""
    found = []
    with connection.cursor() as cursor:
        for model in (Submission, Version, Line, Entry, Event):
            cursor.execute(f"SELECT * FROM {model._meta.db_table} ORDER BY id")
            found.append(cursor.fetchall())
    return found


def decision(user, action, submission):
    if action.startswith("put_line"):
        return rules.can_write(user, submission)
    return workflow.decide(user, action, submission)


@pytest.mark.at_length
@pytest.mark.one_in(3)  # with each state, and with each writer with and without a checker
@pytest.mark.parametrize(("state", "writer", "checked"), PREPARED)
def test_each_cell_is_as_the_rules_say_and_a_refusal_changes_nothing(
    people, state, writer, checked
):
    """Eleven actions, ten people, five moments."""
    with clock.at(OPEN):
        submission = prepared(people, state, writer, checked)
    for moment, instant in MOMENTS.items():
        with clock.at(instant):
            if moment == "locked, granted":
                more_time.grant(
                    people["office"],
                    submission.period,
                    submission.unit,
                    "系统故障",
                    at(date(2025, 5, 8), 0),
                )
            before = everything()
            for action in ACTIONS:
                for who in people:
                    cell = (moment, action, who)
                    if allowed(state, moment, action, who, writer, checked):
                        assert decision(people[who], action, submission), cell
                        continue
                    if action == "submit" and submission.current.submitted_at:
                        # its key is known: the answer is the receipt again, tested elsewhere
                        continue
                    with pytest.raises(Refused) as refusal:
                        ACTIONS[action](people[who], submission)
                        pytest.fail(str(cell))
                    assert str(refusal.value), cell
                    assert everything() == before, cell


@pytest.mark.parametrize(
    ("state", "actions"),
    [
        (State.DRAFT, {"submit", "put_line", "put_lines"}),
        (State.SUBMITTED, {"withdraw", "begin_review"}),
        (State.SENT_BACK, {"submit", "put_line", "put_lines"}),
        (State.IN_REVIEW, {"approve", "send_back"}),
        (State.APPROVED, {"undo"}),
    ],
)
def test_each_allowed_action_is_carried_out(people, state, actions):
    for action in sorted(actions):
        with clock.at(OPEN), transaction.atomic():
            submission = prepared(people, state, "officer", False)
            by = people["office" if (action, state) in BY_OFFICE else "officer"]
            before = everything()
            ACTIONS[action](by, submission)
            assert everything() != before
            transaction.set_rollback(True)


def test_lateness_is_stamped_once_and_mending_in_time_keeps_it(people):
    officer, office = people["officer"], people["office"]
    with clock.at(at(date(2025, 4, 7), 23, 59)):  # the due day, after Qingming
        submission = make.handed_in(officer, MARCH)
        workflow.begin_review(office, submission)
        workflow.send_back(office, submission, "请核对")
    with clock.at(at(date(2025, 4, 10), 23)):  # the third working day after
        submission.refresh_from_db()
        workflow.submit(officer, submission, submission.current.key)
    submission.refresh_from_db()
    assert submission.late is False


def test_mending_after_the_grace_is_late(people):
    officer, office = people["officer"], people["office"]
    with clock.at(at(date(2025, 4, 7), 12)):
        submission = make.handed_in(officer, MARCH)
        workflow.begin_review(office, submission)
        workflow.send_back(office, submission, "请核对")
    with clock.at(at(date(2025, 4, 11), 0)):
        submission.refresh_from_db()
        workflow.submit(officer, submission, submission.current.key)
    submission.refresh_from_db()
    assert submission.late is True


def test_what_was_taken_back_is_judged_when_it_is_handed_in_again(people):
    officer = people["officer"]
    with clock.at(OPEN):
        submission = make.handed_in(officer, MARCH)
        workflow.withdraw(officer, submission)
    with clock.at(PAST_DUE):
        submission.refresh_from_db()
        assert submission.late is None
        workflow.submit(officer, submission, submission.current.key)
    submission.refresh_from_db()
    assert submission.late is True
