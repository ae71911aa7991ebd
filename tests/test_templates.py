"""The templates' form, where the formatter has no say: lines that cannot be broken, and what a part
is given."""

from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
ALL = sorted([*TEMPLATES.rglob("*.html"), *TEMPLATES.rglob("*.svg")])
PARTS = [
    path
    for path in ALL
    if path.name.startswith("_") or path.suffix == ".svg" or path.parent.name == "components"
]


def name_of(path):
    return str(path.relative_to(TEMPLATES))


@pytest.mark.parametrize("path", ALL, ids=name_of)
def test_no_line_is_longer_than_a_screen_shows(path):
    assert [line for line in path.read_text().splitlines() if len(line) > 120] == []


@pytest.mark.parametrize("path", PARTS, ids=name_of)
def test_a_part_says_what_it_is_given(path):
    assert path.read_text().startswith("{# Context:")
