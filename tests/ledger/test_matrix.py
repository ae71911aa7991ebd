"""Every cell of state × moment × action × person: who may do what, and that a refusal changes nothing.

The oracle below is written from the working rules, not from the code: a unit writes until the lock, the office reviews
until the lock, a live grant opens a locked period to both, and nobody approves what they handed in.
"""
from datetime import date, datetime

import pytest

from ledger import workflow
from ledger.demo import at
from ledger.models import Entry, LineKind, State, Submission, Version
from ledger.workflow import Refused
from shanyin_charging import clock
from shanyin_charging.accounts.models import Role
from shanyin_charging.audit.models import Event
from targets.models import Post, Unit
from targets.months import Month
from tests import cast, make

pytestmark = pytest.mark.django_db
MARCH = Month(2025, 3)
OPEN, PAST_DUE, LOCKED = at(cast.APRIL_2, 12), at(date(2025, 4, 20), 12), at(date(2025, 5, 3), 12)
MOMENTS = {"open": OPEN, "past due": PAST_DUE, "locked": LOCKED, "locked, granted": LOCKED,
           "locked, grant expired": at(date(2025, 5, 9), 12)}
ACTIONS = {
    "submit": lambda user, s: workflow.submit(user, s, s.current.key),
    "put_line": lambda user, s: workflow.put_line(user, s, LineKind.ADDED, workflow.new_key(), make.new_piles()),
    "withdraw": workflow.withdraw, "begin_review": workflow.begin_review, "approve": workflow.approve,
    "send_back": lambda user, s: workflow.send_back(user, s, "请核对"),
    "undo": lambda user, s: workflow.undo(user, s, "审错了")}
PEOPLE = ("officer", "officer of another unit", "officer whose post has ended", "office", "office that handed it in",
          "leader", "admin", "auditor")
PATHS = {State.DRAFT: "", State.SUBMITTED: "submit", State.IN_REVIEW: "submit begin_review",
         State.SENT_BACK: "submit begin_review send_back", State.APPROVED: "submit begin_review approve"}
BY_UNIT = {("submit", State.DRAFT), ("submit", State.SENT_BACK), ("put_line", State.DRAFT), ("put_line", State.SENT_BACK),
           ("withdraw", State.SUBMITTED)}
BY_OFFICE = {("begin_review", State.SUBMITTED), ("approve", State.IN_REVIEW), ("send_back", State.IN_REVIEW),
             ("undo", State.APPROVED)}


def allowed(state, moment, action, who) -> bool:
    if moment in ("locked", "locked, grant expired"):
        return False
    if (action, state) in BY_UNIT:
        return who in ("officer", "office that handed it in")  # the latter holds a post of the unit too
    if (action, state) in BY_OFFICE:
        return who == "office" or (who == "office that handed it in" and action != "approve")
    return False


@pytest.fixture
def people():
    with clock.at(OPEN):
        make.ledger()
    unit = Unit.objects.get(code=cast.DAIYUE)
    cast_of = {
        "officer": cast.officer(), "officer of another unit": cast.officer(cast.YUJING), "office": cast.office(),
        "officer whose post has ended": cast.person("former", Role.OFFICER),
        "office that handed it in": cast.person("both", Role.OFFICE, cast.DAIYUE), "leader": cast.leader(),
        "admin": cast.administrator(), "auditor": cast.person("auditor", Role.AUDITOR)}
    Post.objects.create(user=cast_of["officer whose post has ended"], unit=unit, starts_on="2024-01-01",
                        ends_on="2025-03-31")
    return cast_of


def prepared(people, state, who):
    """A submission in the state, handed in by the person who is to act where that person holds the unit's post."""
    writer = people[who if who == "office that handed it in" else "officer"]
    submission = make.draft(writer, MARCH, lines=[(LineKind.ADDED, make.new_piles())])
    for action in PATHS[state].split():
        ACTIONS[action](writer if action == "submit" else people["office"], submission)
        submission.refresh_from_db()
    return submission


def everything():
    """What a refused action must leave as it was."""
    return (list(Submission.objects.values()), list(Version.objects.order_by("pk").values()),
            list(Entry.objects.order_by("pk").values()), list(Version.objects.values("lines__typed", "lines__frozen")),
            Event.objects.count())


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("who", PEOPLE)
def test_each_cell_is_as_the_rules_say_and_a_refusal_changes_nothing(people, state, action, who):
    with clock.at(OPEN):
        submission = prepared(people, state, who)
    for moment, instant in MOMENTS.items():
        with clock.at(instant):
            if moment == "locked, granted":
                workflow.grant(people["office"], submission.period, submission.unit, "系统故障", at(date(2025, 5, 8), 0))
            decision = (workflow.decide(people[who], action, submission) if action != "put_line"
                        else workflow.rules.can_write(people[who], submission))
            if allowed(state, moment, action, who):
                assert decision, moment
                continue
            if action == "submit" and submission.current.submitted_at:
                continue  # its key is known: the answer is the receipt again, tested elsewhere
            before = everything()
            with pytest.raises(Refused) as refusal:
                ACTIONS[action](people[who], submission)
            assert str(refusal.value)
            assert everything() == before, moment


def test_a_grant_is_only_for_a_locked_period_and_by_the_office(people):
    unit = Unit.objects.get(code=cast.DAIYUE)
    with clock.at(OPEN), pytest.raises(Refused, match="还没有锁定"):
        workflow.grant(people["office"], make.period(MARCH), unit, "系统故障", LOCKED)
    with clock.at(LOCKED), pytest.raises(Refused, match="只有专班办公室"):
        workflow.grant(people["officer"], make.period(MARCH), unit, "系统故障", datetime.max.replace(tzinfo=clock.ZONE))


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


def test_a_period_is_extended_for_all_and_who_was_late_stays_late(people):
    officer, office = people["officer"], people["office"]
    period = make.period(MARCH)
    with clock.at(PAST_DUE):
        late = make.handed_in(officer, MARCH, lines=[])
        workflow.extend(office, period, at(date(2025, 4, 23), 0), "系统停机检修")
        after = make.handed_in(people["officer of another unit"], MARCH, cast.YUJING, lines=[])
    late.refresh_from_db()
    assert (late.late, after.late) == (True, False)
    with clock.at(PAST_DUE), pytest.raises(Refused, match="要晚于原来的截止日"):
        workflow.extend(office, period, at(date(2025, 4, 22), 0), "再提前")
    with clock.at(LOCKED), pytest.raises(Refused, match="已锁定，不能再延长"):
        workflow.extend(office, period, at(date(2025, 5, 20), 0), "忘了")
    with clock.at(PAST_DUE), pytest.raises(Refused, match="只有专班办公室"):
        workflow.extend(officer, period, at(date(2025, 4, 25), 0), "来不及")
