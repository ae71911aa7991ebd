"""The life of a return: every transition, every refusal, nothing twice, nothing half."""

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from ledger.models import Entry, Ledger, Line, LineKind, Remark, State, Version
from ledger.periods import books
from ledger.returns import drafting, workflow
from ledger.returns.workflow import TRANSITIONS
from shanyin_charging import clock
from shanyin_charging.audit.models import Event
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Post, Unit
from targets.months import Month
from tests import cast, make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]
MARCH = Month(2025, 3)
VERBS = {
    "submit": lambda user, s: workflow.submit(user, s, s.current.key),
    "withdraw": workflow.withdraw,
    "begin_review": workflow.begin_review,
    "approve": workflow.approve,
    "send_back": lambda user, s: workflow.send_back(user, s, "请核对"),
    "undo": lambda user, s: workflow.undo(user, s, "审错了"),
}


@pytest.fixture
def officer():
    return cast.officer()


@pytest.fixture
def office():
    return cast.office()


def in_state(state, officer, office):
    submission = make.draft(officer, MARCH, lines=[(LineKind.ADDED, make.new_piles())])
    path = {
        State.DRAFT: [],
        State.SUBMITTED: ["submit"],
        State.IN_REVIEW: ["submit", "begin_review"],
        State.SENT_BACK: ["submit", "begin_review", "send_back"],
        State.APPROVED: ["submit", "begin_review", "approve"],
    }
    for verb in path[state]:
        VERBS[verb](officer if verb == "submit" else office, submission)
        submission.refresh_from_db()
    assert submission.state == state
    return submission


@pytest.mark.parametrize("state", [s for s in State if s not in (State.CHECKING, State.DROPPED)])
@pytest.mark.parametrize("verb", VERBS)
def test_only_the_table_moves_a_submission(state, verb, officer, office):
    submission = in_state(state, officer, office)
    actor = officer if verb in ("submit", "withdraw") else office
    allowed = {(t.source, t.verb): t.target for t in TRANSITIONS}
    events = Event.objects.count()
    if (state, verb) in allowed:
        VERBS[verb](actor, submission)
        submission.refresh_from_db()
        assert submission.state == allowed[state, verb]
        assert Event.objects.count() == events + 1
    elif verb == "submit" and submission.current.submitted_at:
        assert (
            VERBS[verb](actor, submission) == submission.current
        )  # the key is known: the same answer again
    else:
        with pytest.raises(Refused):
            VERBS[verb](actor, submission)
        submission.refresh_from_db()
        assert submission.state == state
        assert Event.objects.count() == events


@pytest.mark.parametrize("verb", VERBS)
def test_another_units_officer_moves_nothing(verb, officer, office):
    stranger = cast.officer(cast.YUJING)
    for state in State:
        submission = in_state(state, officer, office) if not Version.objects.exists() else None
        if submission and workflow.find(state, verb):
            with pytest.raises(Refused):
                VERBS[verb](stranger, submission)


def test_the_same_key_hands_in_once(officer):
    submission = make.draft(officer, MARCH, lines=[(LineKind.ADDED, make.new_piles())])
    key = submission.current.key
    first = workflow.submit(officer, submission, key)
    again = workflow.submit(officer, submission, key)
    assert again == first
    assert Event.objects.filter(verb="submit").count() == 1


def test_the_same_line_key_adds_one_line(officer):
    submission = make.draft(officer, MARCH)
    lines = {
        drafting.put_line(officer, submission, LineKind.ADDED, "k" * 43, make.new_piles()).pk
        for _ in range(3)
    }
    assert len(lines) == 1


def test_what_was_typed_wrong_is_kept_and_cannot_be_handed_in(officer):
    submission = make.draft(officer, MARCH)
    line = drafting.put_line(
        officer, submission, LineKind.ADDED, drafting.new_key(), make.new_piles(dc="约六台")
    )
    assert (line.typed["dc"], line.values) == ("约六台", None)
    with pytest.raises(Refused, match="还有明细需要更正"):
        workflow.submit(officer, submission, submission.current.key)
    assert Line.objects.get().typed["dc"] == "约六台"
    assert submission.current.submitted_at is None


def test_nil_needs_no_line_and_a_return_needs_one(officer):
    submission = make.draft(officer, MARCH)
    with pytest.raises(Refused, match="零报告"):
        workflow.submit(officer, submission, submission.current.key)
    assert workflow.submit(officer, submission, submission.current.key, nil=True).nil


def test_sending_back_opens_the_next_version_with_the_same_lines_and_keeps_the_reason(
    officer, office
):
    submission = in_state(State.SENT_BACK, officer, office)
    assert [(v.number, v.submitted_at is not None) for v in submission.versions.all()] == [
        (1, True),
        (2, False),
    ]
    assert Remark.objects.get().text == "请核对"
    assert submission.current.lines.get().values == submission.versions.first().lines.get().values


def test_sending_back_needs_a_reason(officer, office):
    submission = in_state(State.IN_REVIEW, officer, office)
    with pytest.raises(Refused, match="请写明退回的原因"):
        workflow.send_back(office, submission, "  ")


def test_nobody_approves_what_they_handed_in(officer):
    office = cast.office()
    Post.objects.create(user=office, unit=Unit.objects.get(code="energy"), starts_on="2025-01-01")
    submission = make.handed_in(office, MARCH, "energy", lines=[])
    workflow.begin_review(office, submission)
    submission.refresh_from_db()
    with pytest.raises(Refused, match="本人上报的材料须由专班其他工作人员审核"):
        workflow.approve(office, submission)
    workflow.approve(cast.person("second", "office"), submission)
    submission.refresh_from_db()
    assert submission.state == State.APPROVED


def test_nothing_is_posted_before_approval(officer, office):
    before = Entry.objects.count()
    submission = in_state(State.IN_REVIEW, officer, office)
    assert Entry.objects.count() == before
    assert workflow.approve(office, submission) == 3  # piles, connectors, power
    assert Entry.objects.count() == before + 3


def test_an_approval_that_fails_posts_nothing(officer, office):
    first = make.approved(officer, office, MARCH)
    site = Entry.objects.filter(line__version__submission=first).first().site
    april = [
        (
            LineKind.REMOVED,
            {**make.new_piles(site=str(site.pk), on="2025-04-01"), "dc": "4", "connectors": "8"},
        ),
        (
            LineKind.REMOVED,
            {**make.new_piles(site=str(site.pk), on="2025-04-01"), "dc": "4", "connectors": "8"},
        ),
    ]
    before = Entry.objects.count()
    with clock.at(cast.noon(cast.APRIL_2.replace(day=28))):
        make.ledger()
        books.open_periods(Ledger.objects.get(), "test")
        submission = make.handed_in(officer, Month(2025, 4), lines=april)
        workflow.begin_review(office, submission)
        submission.refresh_from_db()
        with pytest.raises(Refused, match="公共直流桩会在2025-04-01减成−2台"):
            workflow.approve(office, submission)
    submission.refresh_from_db()
    assert (submission.state, Entry.objects.count()) == (State.IN_REVIEW, before)


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("ledger_entry", "UPDATE ledger_entry SET value = 99"),
        ("ledger_entry", "DELETE FROM ledger_entry"),
        ("ledger_version", "UPDATE ledger_version SET nil = NOT nil"),
        ("ledger_line", "UPDATE ledger_line SET kind = 'removed'"),
        ("ledger_line", "DELETE FROM ledger_line"),
        ("ledger_remark", "UPDATE ledger_remark SET text = ''"),
        ("targets_ruling", "DELETE FROM targets_ruling"),
    ],
)
def test_the_database_refuses_to_change_what_is_final(table, change, officer, office):
    in_state(State.SENT_BACK, officer, office)
    drafting.remove_line(
        officer, Version.objects.first().submission, Line.objects.filter(frozen=False).get().pk
    )
    Version.objects.filter(submitted_at=None).delete()
    make.ruled("pace", {})
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


def test_what_a_reviewer_wrote_is_told_where_it_can_no_longer_be_said(client, officer, office):
    submission = in_state(State.IN_REVIEW, officer, office)
    client.force_login(office)
    address = f"/submissions/{submission.pk}/send_back/"
    typed = {"reason": [" ", "枪数不对"], "about": [":", ":"]}
    kept = client.post(address, {"reason": [" ", ""], "about": [":", ":"]}).content.decode()
    assert 'href="#send_back_reason">请写明退回的原因' in kept
    workflow.approve(cast.person("second", office.role), submission)
    late = client.post(address, typed).content.decode()
    assert "现在是“已通过”" in late and "枪数不对" in late and "已填的内容都保留着" not in late
