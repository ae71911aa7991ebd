"""Who has which notice of supervision on their list: whoever it waits for."""

import pytest

from reports.models import NoticeState as State
from reports.supervision import workflow
from reports.supervision.todo import DECISIONS, to_do_of
from tests import make
from tests.reports.supervision import test_workflow
from tests.reports.supervision.test_workflow import DUE, LATER, PATH, at_state, step

pytestmark = pytest.mark.django_db
people = test_workflow.people
OF_OFFICE = {"office", "colleague", "chief"}
WAITS_FOR = {
    State.DRAFT: OF_OFFICE,
    State.PROPOSED: {"chief"},
    State.ASSIGNED: {"unit"},
    State.ACKNOWLEDGED: {"unit"},
    State.RESPONDED: OF_OFFICE,
    State.SETTLED: {"colleague", "chief"},
}


def having(people, notice):
    """Who finds the notice on their list, each with the word on its button."""
    return {
        name: duty.button
        for name, person in people.items()
        for duty in to_do_of(person)
        if duty.address == f"/supervision/{notice.pk}/"
    }


@pytest.mark.parametrize("state", list(State))
def test_a_notice_is_on_the_list_of_whoever_it_waits_for(people, state):
    notice = at_state(people, state)
    assert set(having(people, notice)) == WAITS_FOR.get(state, set())


def test_every_state_before_the_end_waits_for_somebody(people):
    ends = {State.CLOSED, State.ARCHIVED, State.DROPPED}
    assert set(WAITS_FOR) == set(PATH) - ends
    moving = {t.verb for t in workflow.TRANSITIONS if t.source in WAITS_FOR}
    assert set(DECISIONS) <= moving


def test_a_request_for_more_time_waits_for_the_head(people):
    notice = at_state(people, State.ACKNOWLEDGED)
    step(people, notice, "ask_extension", "unit", due_on=LATER)
    assert having(people, notice) == {"unit": "反馈", "chief": "同意延期"}


def test_a_suggested_talk_waits_for_a_leader(people, client):
    notice = at_state(people, State.ASSIGNED, level="red")
    with make.at(DUE.replace(day=28)):
        step(people, notice, "criticise", "chief")
        step(people, notice, "suggest_talk", "chief")
        assert having(people, notice) == {"unit": "签收", "leader": "同意约谈"}
        client.force_login(people["leader"])
        assert "等您决定" in client.get("/supervision/").content.decode()


def test_home_tells_the_head_of_what_waits_for_them(people, client):
    at_state(people, State.PROPOSED)
    client.force_login(people["chief"])
    page = client.get("/").content.decode()
    assert "有 1 件事要办" in page and "签发交办" in page
