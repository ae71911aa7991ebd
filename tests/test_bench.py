"""The bench: each of its presses makes the bulletin, so that it can be called when it is wanted."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from reports.bulletins.compose import compose
from reports.figures.reading import read
from shanyin_charging import clock
from targets.months import Month
from tests import cast
from tests.bench import kept, pages, writes
from tests.presses import presses


@pytest.mark.browser
def test_every_press_of_the_bench_prints_the_title(late_april):
    content = compose(read(Month(2025, 3)))

    with presses(content) as acts:
        printed = {label: PdfReader(BytesIO(act())) for label, act in acts.items()}

    assert {
        label for label, paper in printed.items() if "通报" not in paper.pages[0].extract_text()
    } == set()
    assert len(printed) == 6


@pytest.mark.at_length
@pytest.mark.django_db
def test_a_floor_of_the_bench_shows_what_its_page_shows(story):
    with clock.at(cast.noon(cast.AFTER_THE_YEAR)):
        for page in pages.pages():
            bare = pages.floor(page)
            assert bare is None or len(bare().encode()) > 0.9 * len(page()), page


@pytest.mark.at_length
@pytest.mark.django_db
def test_writes_can_be_timed(story, monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(writes, "ROWS", 40)
    monkeypatch.setattr(writes, "LINES", (3,))
    with clock.at(cast.noon(cast.AFTER_THE_YEAR)):
        sheet = writes.written()
    assert [len(numbers) for numbers in sheet.rows.values()] == [3, 3]


def test_what_got_worse_by_more_than_a_quarter_is_told(monkeypatch, tmp_path):
    monkeypatch.setattr(kept, "FILE", tmp_path / "bench.md")

    def found(ratio, questions, keep=False):
        rows = {"/": (ratio, questions)}
        return kept.settle([kept.Sheet("Pages", "", ("to its floor", "questions"), rows)], keep)

    assert found(2.0, 10) == found(2.4, 9) == found(3.0, 9) == []
    assert found(3.9, 9) == ["Pages, /, to its floor: 3.9, was 3"]
    assert found(3.0, 10) == ["Pages, /, questions: 10, was 9"]
    assert "| / | 3.0 | 9 |" in kept.FILE.read_text(encoding="utf-8"), "it is as it was"
    assert found(3.9, 10, keep=True) == []
