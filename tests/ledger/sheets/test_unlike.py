"""Lists unlike those of tests/cases are read right, asked about only what no cell says, and never
wrong without a word."""

import re
from datetime import date

import pytest

from ledger.sheets import cells, proving, reading, settling, turning
from tests.ledger.sheets.apart import APART
from tests.ledger.sheets.arrivals import ARRIVALS
from tests.ledger.sheets.blind import BLIND
from tests.ledger.sheets.bureaus import BUREAUS
from tests.ledger.sheets.clerks import CLERKS
from tests.ledger.sheets.desks import DESKS
from tests.ledger.sheets.inbox import INBOX
from tests.ledger.sheets.later import LATER
from tests.ledger.sheets.offices import OFFICES
from tests.ledger.sheets.ordinary import ORDINARY
from tests.ledger.sheets.plan import VOCABULARY
from tests.ledger.sheets.postbag import POSTBAG
from tests.ledger.sheets.posted import POSTED
from tests.ledger.sheets.senders import SENDERS
from tests.ledger.sheets.trades import TRADES
from tests.ledger.sheets.unlike import LISTS

TODAY = date(2026, 1, 6)
MOST_QUESTIONS = 4  # what no cell says: sort of place, nature, guns, and the day within a year
EVERY = {
    **LISTS,
    **APART,
    **ORDINARY,
    **BUREAUS,
    **BLIND,
    **SENDERS,
    **POSTED,
    **LATER,
    **CLERKS,
    **INBOX,
    **ARRIVALS,
    **OFFICES,
    **POSTBAG,
    **TRADES,
    **DESKS,
}
READ = {name: one for name, one in EVERY.items() if not one.what}
NONE = {name: one for name, one in EVERY.items() if one.what}


def settled(one):
    """The sheets of a list with what is proposed of them."""
    sheets = turning.upright(cells.sheets(one.content), VOCABULARY)
    return sheets, proven(sheets, settling.propose(sheets, VOCABULARY))


def proven(sheets, settlement):
    """A settlement with what the printed numbers answer."""
    settlement.proven |= proving.prove(sheets, settlement, VOCABULARY, TODAY)
    return settlement


def read(sheets, settlement, answers=()):
    settlement.answers |= dict(answers)
    return reading.read(sheets, settlement, VOCABULARY, TODAY)


@pytest.mark.parametrize("name", READ)
def test_a_list_is_read_as_it_was_written(name):
    one = READ[name]
    found = read(*settled(one))
    asked = {question.key for question in found.questions if question.is_open}
    assert asked <= set(one.asked), "what stands in the file is asked"
    assert len(asked) <= MOST_QUESTIONS
    unsure = [line for line in found.rows if not line.faults and not one.has(line)]
    assert unsure == [], "wrong without a word"
    found = read(*settled(one), one.asked)
    assert [question.key for question in found.questions if question.is_open] == []
    sure = [line for line in found.rows if not line.faults]
    assert [line for line in sure if not one.has(line)] == [] and len(sure) == len(one.sites)
    assert not one.guns or [line.connectors for line in sure] == list(one.guns)
    wrong = {fault.typed for line in found.rows for fault in line.faults}
    assert wrong - {""} == one.faults - {""} and bool(wrong) == bool(one.faults)
    assert {line.name for line in found.set_aside} == set(one.aside.split())


@pytest.mark.parametrize("name", READ)
def test_the_second_list_of_a_shape_asks_no_more(name):
    sheets, settlement = settled(READ[name])
    settlement.answers |= READ[name].asked
    again = proven(sheets, settling.propose(sheets, VOCABULARY, settlement))
    open_ones = {q.key for q in read(sheets, again).questions if q.is_open}
    assert open_ones <= {"twins", "alike", "repeat"}


@pytest.mark.parametrize("name", NONE)
def test_what_holds_no_list_says_what_it_is(name):
    _, settlement = settled(NONE[name])
    assert not settlement.is_list and re.search(NONE[name].what, settlement.what)


def test_rows_that_another_column_tells_apart_are_proposed_to_count_each():
    heads = "服务区名称,方向,所在地,快充桩,充电枪,总功率,投运时间"
    rows = [f"山阴服务区,{one},岱岳镇化家岭村,4,8,480,2023-06-01" for one in ("东区", "西区")]
    sheets = cells.sheets("\n".join([heads, *rows]).encode())
    found = read(sheets, settling.propose(sheets, VOCABULARY))
    (asked,) = [question for question in found.questions if question.about == "twins"]
    assert (asked.key, asked.proposal) == ("alike", "each")


@pytest.mark.parametrize(
    ("head", "has_power"),
    [("备注", False), ("变压器容量（kVA）", False), ("功率等级", True), ("充电总功率（kW）", True)],
)
def test_a_list_without_a_power_is_known_from_one_whose_power_nobody_uses(head, has_power):
    heads, row = f"站点名称,所在村,直流桩,投运日期,{head}", "甲站,岱岳镇梁山村,2,2024-05-01,—"
    sheets = cells.sheets(f"{heads}\n{row}".encode())
    (line,) = read(sheets, settling.propose(sheets, VOCABULARY)).rows
    assert (not line.no_power) == has_power
