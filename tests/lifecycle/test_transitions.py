"""Decisions carry their reason; a table finds the transition, asks its rule, and says its words."""

from types import SimpleNamespace

import pytest

from shanyin_charging.lifecycle.decisions import YES, Decision, no
from shanyin_charging.lifecycle.transitions import (
    Refused,
    Table,
    Transition,
    Verb,
    Wait,
    require,
    words,
)

VERBS = (
    Verb("open", "打开", label="开门", done="门开了"),
    Verb("shut", "关上", needs="reason"),
)
RULES = SimpleNamespace(
    may_open=lambda user, door: YES if user == "keeper" else no("只有看门人可以开门"),
    may_shut=lambda user, door: YES,
)
TABLE = Table(
    RULES,
    VERBS,
    (
        Transition("shut", "open", "open", "may_open"),
        Transition("open", "shut", "shut", "may_shut", label="带上门"),
    ),
    suffix="_door",
    waits=(Wait("shut", ("open",), lambda user: user == "keeper", "", "开门"),),
    rests=("open",),
)


class Door:
    def __init__(self, state):
        self.state = state

    def __str__(self):
        return "大门"

    def get_state_display(self):
        return {"open": "开着", "shut": "关着"}[self.state]


def test_a_decision_is_a_yes_or_a_no_with_its_reason():
    assert YES and not no("不行")
    assert no("不行") == Decision(False, "不行")
    require(YES)
    with pytest.raises(Refused, match="^不行$"):
        require(no("不行"))


def test_a_transition_has_its_verbs_words_where_it_has_none_of_its_own():
    assert [(t.label, t.needs) for t in TABLE] == [("开门", ""), ("带上门", "reason")]
    assert VERBS[1].button == "关上"


def test_the_rule_of_the_transition_decides_and_a_state_without_one_says_what_it_is():
    assert TABLE.decide("keeper", "open", Door("shut")) == YES
    assert TABLE.decide("guest", "open", Door("shut")) == no("只有看门人可以开门")
    refused = TABLE.decide("keeper", "open", Door("open"))
    assert refused == no("大门现在是“开着”，请刷新页面后再看")
    assert TABLE.find("shut", "shut") is None


def test_buttons_are_the_transitions_that_the_person_may_make_now():
    assert [t.verb for t in TABLE.available("keeper", Door("shut"))] == ["open"]
    assert TABLE.available("guest", Door("shut")) == []
    assert [t.target for t in TABLE.available("guest", Door("open"))] == ["shut"]


def test_the_journal_and_the_person_are_told_in_the_verbs_words():
    assert words(VERBS, "_door") == {"open_door": "打开", "shut_door": "关上"}
    assert TABLE.event("open") == "open_door"
    assert (TABLE.done("open"), TABLE.done("shut"), TABLE.done("paint")) == ("门开了", "", "")


@pytest.mark.parametrize(("waits", "rests"), [((), ("open",)), (TABLE.waits, ()), ((), ())])
def test_a_table_wants_to_know_of_each_state_whom_it_waits_for(waits, rests):
    with pytest.raises(ValueError, match="waits for somebody, or rests"):
        Table(RULES, VERBS, TABLE.transitions, waits=waits, rests=rests)
