"""Layouts made by chance are read as they were written: with few questions, none of whose answers
stands in the file, and never wrong."""

from datetime import date

import pytest

from ledger.sheets import cells, reading, settling
from tests import cast
from tests.ledger.sheets import layouts
from tests.ledger.sheets.plan import VOCABULARY

TODAY = date(2026, 1, 15)
LAYOUTS = range(300 if cast.LONG else 60)
MOST_QUESTIONS = 3


def read(content, earlier=None, answers=()):
    sheets = cells.sheets(content)
    settlement = settling.propose(sheets, VOCABULARY, earlier)
    settlement.answers |= dict(answers)
    return reading.read(sheets, settlement, VOCABULARY, TODAY), settlement


def values(line):
    numbers = line.dc or 0, line.ac or 0, line.connectors, line.power, line.on
    return line.name, line.village, line.kind, line.nature, *numbers


@pytest.mark.parametrize("seed", LAYOUTS)
def test_a_layout_is_read_as_it_was_written(seed):
    layout = layouts.layout(seed)
    expected = sorted(site.read for site in layout.sites)
    found, _ = read(layout.content)
    asked = {question.key for question in found.questions if question.is_open}
    assert asked <= set(layout.answers), "what stands in the file is asked"
    assert len(asked) <= MOST_QUESTIONS
    sure = [values(line) for line in found.rows if not line.faults]
    assert [row for row in sure if row not in expected] == [], "wrong without a word"
    answered, settlement = read(layout.content, answers=layout.answers)
    assert sorted(map(values, answered.rows)) == expected
    assert answered.faults == []
    assert {line.name for line in answered.set_aside} == {site.name for site in layout.aside}
    wrong = [one for one in answered.totals if one.said not in (one.read, one.read + one.aside)]
    assert wrong == []
    again, _ = read(layout.content, earlier=settlement)
    assert {question.key for question in again.questions if question.is_open} <= {"twins"}
    if "twins" not in layout.answers:
        assert sorted(map(values, again.rows)) == expected
