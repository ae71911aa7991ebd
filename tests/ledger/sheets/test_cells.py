"""Hostile and merely odd workbooks: each ends in a Chinese sentence or in the right text, in
bounded time."""

import json
import re
import resource
import subprocess
import sys
import time
from datetime import date

import pytest

from ledger.sheets import cells
from ledger.workbooks import child
from shanyin_charging import confined
from shanyin_charging.confined import UnreadableFile
from tests import cast
from tests.ledger.sheets import hostile

CORPUS = hostile.corpus()
SLOWEST = 15  # seconds, by the clock, beside the tests on the other core


def outcome(content):
    """("refused", sentence) or ("read", sheets), and the seconds it took."""
    start = time.monotonic()
    try:
        answer = ("read", child.read(content))
    except UnreadableFile as refusal:
        answer = ("refused", str(refusal))
    return *answer, time.monotonic() - start


@pytest.fixture(scope="module")
def little_memory():
    """Whatever the workbooks hold, the process that has them read does not grow with them."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 100_000, f"the parent grew by {grown} kB"


def test_the_corpus_is_large():
    assert len(CORPUS) >= 60


@pytest.mark.usefixtures("little_memory")
@pytest.mark.parametrize("name", CORPUS if cast.LONG else [*CORPUS][::5])
def test_each_workbook_ends_as_it_must(name):
    content, expected = CORPUS[name]
    how, what, seconds = outcome(content)
    assert seconds < SLOWEST
    if how == "refused":
        assert re.search("[一-鿿]", what) and "Traceback" not in what
    if isinstance(expected, str):
        assert how == "refused" and expected in what
    elif isinstance(expected, tuple):
        row, column, text = expected
        rows = next(dict(sheet["rows"]) for sheet in what if sheet["rows"])
        assert rows[row][column - 1] == text
    elif isinstance(expected, list):
        _, row, column, part = expected
        assert [fault[:2] for fault in what[0]["faults"]] == [[row, column]]
        assert part in what[0]["faults"][0][2]


def test_a_file_over_five_megabytes_is_refused_unread():
    assert outcome(b"PK" + bytes(confined.MOST_BYTES))[:2] == (
        "refused",
        "文件超过5兆，请删去图片和用不着的表，或分成几个文件",
    )


def test_a_child_that_hangs_is_killed(monkeypatch):
    monkeypatch.setattr(confined, "MOST_WAIT", 0.001)
    assert "读得太久" in outcome(hostile.cell("甲"))[1]


def test_a_child_that_dies_is_a_sentence(monkeypatch):
    died = subprocess.CompletedProcess([], -9, b"", b"")
    monkeypatch.setattr(confined.subprocess, "run", lambda *args, **options: died)
    assert "太大或太复杂" in outcome(hostile.cell("甲"))[1]


def test_merged_and_hidden_rows_are_told():
    sheet = cells.sheets(hostile.merged())[0]
    assert sheet["merged"] == [[1, 1, 3, 1]]
    hidden = hostile.raw(
        '<row r="1" hidden="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'
    )
    assert cells.sheets(hidden)[0]["hidden_rows"] == [1]


def test_a_workbook_of_the_old_make_tells_what_hides_in_it():
    old = confined.ROOT / "tests" / "ledger" / "sheets" / "old"
    hidden, other = cells.sheets((old / "hidden.xls").read_bytes())
    assert (hidden["merged"], hidden["hidden_rows"]) == ([[2, 2, 4, 2]], [3])
    assert (hidden["hidden_columns"], hidden["old"]) == ([8], False)
    assert (other["merged"], other["hidden_rows"]) == ([], [])
    months = dict(cells.sheets((old / "months.xls").read_bytes())[0]["rows"])
    assert (months[2][5], months[3][5]) == ("2025年6月", "2025-06-01")


def test_a_days_cell_that_shows_a_month_is_a_month():
    book = hostile.cell(date(2025, 6, 1), 'yyyy"年"m"月"')
    assert cells.sheets(book)[0]["rows"] == [(1, ["2025年6月"])]
    day = ' office:value-type="date" office:date-value="2025-06-01">'
    shown = hostile.WORD.replace(">", day, 1).replace("甲", "2025年6月")
    found = cells.sheets(hostile.ods(f"<table:table-row>{shown}</table:table-row>"))
    assert found[0]["rows"] == [(1, ["2025年6月"])]


@pytest.mark.parametrize("reader", ["ledger.sheets.cells", "targets.plan.cells"])
def test_the_reader_knows_nothing_of_the_portal(reader):
    """It imports no Django, so a file it reads can reach neither settings nor database."""
    found = subprocess.run(
        [
            sys.executable,
            "-c",
            f"import {reader}, sys, json;"
            "print(json.dumps([name for name in sys.modules if name.startswith('django')]))",
        ],
        capture_output=True,
        text=True,
        check=True,
        cwd=confined.ROOT,
    )
    assert json.loads(found.stdout) == []
