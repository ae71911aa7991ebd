"""Of readings that are possible the one is taken by which the printed numbers come out; where they
tell nothing it is asked, and where none makes them come out without a proposal."""

from datetime import date

import pytest

from ledger.sheets import cells, reading, settling
from ledger.sheets.proving import prove
from tests.ledger.sheets.plan import VOCABULARY

TODAY = date(2026, 1, 6)
HEADS = "站点名称,所在村,直流桩,枪数,投运日期,性质,类别"
TWICE = ["甲站,岱岳镇梁山村,2,4,2024-05-01,公共,小区"] * 2


def read(*lines, answers=()):
    sheets = cells.sheets("\n".join(lines).encode())
    settlement = settling.propose(sheets, VOCABULARY)
    settlement.answers |= dict(answers)
    settlement.proven = prove(sheets, settlement, VOCABULARY, TODAY)
    return reading.read(sheets, settlement, VOCABULARY, TODAY)


def twins(found):
    return next(question for question in found.questions if question.key == "twins")


@pytest.mark.parametrize(
    ("total", "answer", "proposal"),
    [("合计,,4,8,,,", "each", ""), ("合计,,2,4,,,", "one", ""), ("", "", "one")],
)
def test_a_total_tells_whether_a_row_that_stands_twice_counts_twice(total, answer, proposal):
    found = read(HEADS, *TWICE, *filter(None, [total]))
    assert (twins(found).answer, twins(found).proposal) == (answer, proposal)
    assert all(one.agrees for one in found.totals)


def test_an_answer_that_was_given_stands_over_what_is_printed():
    found = read(HEADS, *TWICE, "合计,,4,8,,,", answers={"twins": "one"})
    assert twins(found).answer == "one"
    assert [(one.said, one.read) for one in found.totals] == [(4, 2), (8, 4)]


def test_numbers_that_no_answer_brings_out_leave_what_is_asked_open():
    found = read(HEADS, *TWICE, "合计,,9,9,,,")
    assert (twins(found).answer, twins(found).proposal) == ("", "one")


def test_two_numbers_that_want_different_answers_leave_no_proposal():
    found = read(HEADS, *TWICE, "合计,,2,8,,,")
    assert (twins(found).answer, twins(found).proposal) == ("", "")


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("山阴县充电桩台账（共3站7桩10枪）", {"sites": 3, "piles": 7, "connectors": 10}),
        ("全县6处，直流桩14台，交流桩10台", {"sites": 6, "dc": 14, "ac": 10}),
        ("直流14台交流4台，装机容量910千瓦", {"dc": 14, "ac": 4, "power": 9100}),
        ("2025年新增充电桩统计表（其中专用桩3台）", {}),
    ],
)
def test_what_a_title_counts_is_held_against_the_rows(text, counted):
    found = read(f"{text},,,,,,", HEADS, TWICE[0])
    assert {one.field: one.said for one in found.totals} == counted


def test_a_section_counts_what_stands_below_it():
    one, other = "一、岱岳镇（1站2桩）,,,,,,", "二、玉井镇（1站3桩）,,,,,,"
    found = read(HEADS, one, TWICE[0], other, "乙站,玉井村,3,6,2024-05-02,公共,小区")
    assert [(total.field, total.said, total.read) for total in found.totals] == [
        ("sites", 1, 1),
        ("piles", 2, 2),
        ("sites", 1, 1),
        ("piles", 3, 3),
    ]
