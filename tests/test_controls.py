"""Each test that a control names is there, and each row names one."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROWS = [
    line
    for line in (ROOT / "docs/controls.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(("| 控制点", "| found |", "| tried |"))
]
NAMED = re.compile(r"`([\w/]+\.py)::(\w+)`")


def is_there(file, name):
    path = ROOT / "tests" / file
    return path.exists() and f"\ndef {name}(" in path.read_text(encoding="utf-8")


def test_every_row_names_a_test_and_every_test_that_is_named_is_there():
    assert len(ROWS) >= 50 and [row for row in ROWS if not NAMED.search(row)] == []
    named = [found for row in ROWS for found in NAMED.findall(row)]
    assert [found for found in named if not is_there(*found)] == []
