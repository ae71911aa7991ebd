"""The ladder: which step the rule proposes, by hand-made standings."""

from datetime import date, datetime

import pytest

from ledger import deadlines
from ledger.holidays import PRINTED
from reports.supervision import ladder
from reports.supervision.ladder import (
    BLUE,
    RED,
    REMIND,
    URGE,
    YELLOW,
    LadderRule,
    Progressed,
    Returned,
)

# The thresholds and the pace as the office has approved them, and as nobody has.
RULE = LadderRule(
    documents=("专班办〔2025〕1号",), approved=frozenset({"red_months", "red_behind", "pace"})
)
DEFAULT = LadderRule()


@pytest.mark.parametrize(
    ("months", "days", "step"),
    [
        (0, 9, None),
        (1, 0, URGE),
        (1, 2, URGE),
        (1, 3, BLUE),
        (2, 0, YELLOW),
        (3, 0, RED),
        (7, 20, RED),
    ],
)
def test_what_is_not_reported_climbs_by_days_and_by_months(months, days, step):
    found = ladder.for_returns(Returned("140621103", "岱岳镇", months, days), RULE)
    assert (found and found.step) == step


@pytest.mark.parametrize(
    ("behind", "slow", "step"),
    [(0, False, None), (0, True, REMIND), (1, False, YELLOW), (2, False, YELLOW), (3, False, RED)],
)
def test_what_falls_behind_climbs_by_months(behind, slow, step):
    row = Progressed("140621103", "岱岳镇", behind, slow, "I33_u140621103_y_202510", "岱岳镇8台")
    found = ladder.for_progress(row, RULE)
    assert (found and found.step) == step
    if found:
        assert (found.key, found.text) == ("I33_u140621103_y_202510", "岱岳镇8台")


def test_the_office_may_rule_every_threshold():
    rule = LadderRule(
        blue_after=1,
        yellow_months=3,
        red_months=6,
        red_behind=2,
        documents=("专班办〔2025〕2号",),
        approved=frozenset({"red_behind", "pace"}),
    )
    assert ladder.for_returns(Returned("x", "x", 1, 1), rule).step == BLUE
    assert ladder.for_returns(Returned("x", "x", 2, 0), rule).step == URGE
    assert ladder.for_progress(Progressed("x", "x", 2, False, "", ""), rule).step == RED
    assert "专班办〔2025〕2号" in rule.words and "默认规则" in DEFAULT.words


def test_the_gravest_come_first_and_what_is_under_supervision_is_not_proposed_again():
    returned = [
        Returned("a", "甲", 1, 0),
        Returned("b", "乙", 3, 0),
        Returned("c", "丙", 2, 0),
        Returned("d", "丁", 0, 0),
    ]
    found = ladder.proposals(
        returned, [Progressed("a", "甲", 1, False, "", "")], RULE, running={("c", "returns")}
    )
    assert [(p.unit, p.step) for p in found] == [("b", RED), ("a", YELLOW), ("a", URGE)]
    assert [p.opens_notice for p in found] == [True, True, False]


def test_what_the_office_has_not_approved_makes_no_red_notice():
    behind = Progressed("x", "x", 3, False, "", "")
    for rule in (DEFAULT, LadderRule(approved=frozenset({"pace"}))):
        assert ladder.for_progress(behind, rule).step == YELLOW
    for rule in (DEFAULT, LadderRule(approved=frozenset({"red_behind", "pace"}))):
        assert ladder.for_returns(Returned("x", "x", 9, 40), rule).step == YELLOW
    overdue = ladder.Pursued(1, "x", "progress", "督〔2025〕1号", YELLOW, 9)
    assert ladder.for_pursued(overdue, DEFAULT) is None
    assert ladder.for_pursued(overdue, RULE).step == "raise_level"
    assert "不建议红色" in DEFAULT.words and "不建议红色" not in RULE.words


def test_a_gap_ends_a_row():
    assert [
        ladder.in_a_row(flags) for flags in ([], [False, True], [True, True, False, True], [True])
    ] == [0, 0, 2, 1]


@pytest.mark.parametrize(
    ("now", "unsigned", "unanswered", "told"),
    [  # assigned Wednesday 2 April, due Friday 18 April
        (
            (4, 7, 8),
            True,
            False,
            "",
        ),  # 4 April is a holiday: the second working day after is the 7th, from nine o'clock on
        ((4, 7, 9), True, False, "unsigned"),
        ((4, 7, 9), False, True, ""),
        ((4, 7, 9), False, False, ""),
        ((4, 16, 8), False, True, ""),
        ((4, 16, 9), False, True, "due_soon"),
        ((4, 18, 23), False, True, "due_soon"),
        ((4, 20, 9), False, True, ""),
        ((4, 21, 9), False, True, "overdue"),
        ((4, 21, 9), True, False, "overdue"),
        ((4, 21, 9), False, False, ""),
    ],
)
def test_a_notice_is_nudged_on_working_mornings_until_it_is_signed_for_and_answered(
    now, unsigned, unanswered, told
):
    month, day, hour = now
    moment = datetime(2025, month, day, hour, tzinfo=deadlines.ZONE)
    assert (
        ladder.nudge(
            unsigned, unanswered, date(2025, 4, 2), date(2025, 4, 18), moment, PRINTED.rests
        )
        == told
    )


@pytest.mark.parametrize(
    ("level", "days", "criticised", "talk", "cured", "step"),
    [
        (BLUE, 0, False, "", "", None),
        (BLUE, 1, False, "", "", "raise_level"),
        (YELLOW, 9, False, "", "", "raise_level"),
        (RED, 4, False, "", "", None),
        (RED, 5, False, "", "", "criticise"),
        (RED, 9, True, "", "", None),
        (RED, 10, True, "", "", "suggest_talk"),
        (RED, 10, False, "", "", "criticise"),
        (RED, 30, True, "agreed", "", None),
        (RED, 30, True, "", "没有到期未报的月报", "settle"),
    ],
)
def test_a_running_notice_climbs_while_it_is_past_its_day_and_stops_when_cured(
    level, days, criticised, talk, cured, step
):
    notice = ladder.Pursued(
        1, "140621103", "returns", "督〔2025〕1号", level, days, criticised, talk, cured
    )
    found = ladder.for_pursued(notice, RULE)
    assert (found and found.step) == step
