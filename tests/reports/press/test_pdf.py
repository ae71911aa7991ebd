"""The printed page measured: GB/T 9704-2012's grid, edges, heads and feet, the kit's fonts, the
same bytes twice."""

import re
from io import BytesIO

import pdfplumber
import pytest

from reports.press import fonts, justify, pdf
from tests import cast
from tests.reports.press import sample

LINE, ODD, EVEN = 10.2272, (28, 184), (26, 182)  # millimetres: from line to line, the text's edges
LENGTHS = range(40, 1340, 10 if cast.LONG else 50)  # 26 lengths of the body


def mm(points):
    return float(points) * 25.4 / 72


def pages_of(content):
    with pdfplumber.open(BytesIO(pdf.render(content))) as document:
        return [(page.chars, page.rects, page.extract_text()) for page in document.pages]


def lines_of(chars):
    """The lines of a page from its top: each the characters that stand on one base line."""
    lines = {}
    for char in sorted(chars, key=lambda c: c["x0"]):
        lines.setdefault(round(mm(char["matrix"][5]), 1), []).append(char)
    return [lines[y] for y in sorted(lines, reverse=True)]


def text(line):
    return "".join(char["text"] for char in line)


@pytest.fixture(scope="module")
def full_page():
    """A page of nothing but text: the second of a long body."""
    return pages_of(sample.content((sample.said(sample.SENTENCE * 60),)))[1]


def test_a_page_holds_22_lines_of_28_characters(full_page):
    *lines, foot = lines_of(full_page[0])
    assert len(lines) == 22 and {len(line) for line in lines} == {28}
    bases = [mm(line[0]["matrix"][5]) for line in lines]
    steps = [above - below for above, below in zip(bases, bases[1:], strict=False)]
    assert max(abs(step - LINE) for step in steps) < 0.005
    assert text(foot) == "— 2 —"


def test_the_text_stands_between_the_margins_of_its_side(full_page):
    for line in lines_of(full_page[0])[:22]:
        assert (
            abs(mm(line[0]["x0"]) - EVEN[0]) < 0.25 and abs(mm(line[-1]["x1"]) - EVEN[1]) < 0.35
        ), text(line)


def test_a_line_with_numbers_still_ends_at_the_edge():
    content = sample.content((sample.said("保有量1234台，" * 40),))
    full = [
        line
        for line in lines_of(pages_of(content)[0][0])
        if mm(line[0]["x0"]) < 28.5 and len(line) > 25
    ]
    assert len(full) > 4 and max(abs(mm(line[-1]["x1"]) - ODD[1]) for line in full) < 0.6


def test_digits_and_rare_characters_do_not_move_the_grid():
    content = sample.content((sample.said("薛圐圙乡2025年窊窰村1:6.95，" * 80),))
    lines = lines_of(pages_of(content)[1][0])[:22]
    bases = [mm(line[0]["matrix"][5]) for line in lines]
    assert max(abs(a - b - LINE) for a, b in zip(bases, bases[1:], strict=False)) < 0.005


def test_the_page_number_stands_seven_millimetres_below_outside():
    pages = pages_of(sample.content((sample.said(sample.SENTENCE * 60),)))
    for number, (chars, _, _) in enumerate(pages[:2], start=1):
        foot = lines_of(chars)[-1]
        dash = foot[0]
        middle = 297 - mm((dash["y0"] + dash["y1"]) / 2)
        assert text(foot) == f"— {number} —" and 262 + 5.5 < middle < 262 + 8.5
        assert (
            abs(mm(foot[-1]["x1"]) - (184 - 4.9)) < 0.5
            if number % 2
            else abs(mm(foot[0]["x0"]) - (26 + 4.9)) < 0.5
        )


@pytest.mark.one_in(3)
@pytest.mark.parametrize("length", LENGTHS)
def test_no_signature_stands_alone_and_the_imprint_lies_on_the_last_pages_edge(length):
    pages = pages_of(sample.content(sample.body(length), attachments=()))
    signed = [lines_of(chars) for chars, _, words in pages if "2025年12月5日" in words][0]
    assert any(
        sample.SENTENCE[:4] in text(line) or len(text(line)) > 20 and "办公室" not in text(line)
        for line in signed
    )
    lowest = max(mm(rect["bottom"]) for rect in pages[-1][1])
    assert abs(lowest - 262) < 0.1
    assert (
        all("印发" not in words for _, _, words in pages[:-1])
        and "2025年12月5日印发" in pages[-1][2]
    )


def test_a_long_table_repeats_its_head_and_leaves_no_row_alone():
    attachments = sample.content(rows=120).attachments[:1]
    pages = [words for _, _, words in pages_of(sample.content(attachments=attachments))]
    with_rows = [words for words in pages if "薛圐圙乡" in words]
    assert len(with_rows) >= 4
    for words in with_rows:
        assert "单位" in words and len(re.findall("薛圐圙乡[0-9]+ ", words)) >= 2


def test_only_the_kits_fonts_are_embedded_and_every_character_is_in_them():
    with pdfplumber.open(BytesIO(pdf.render(sample.content()))) as document:
        used = {
            char["fontname"].partition("+")[2] for page in document.pages for char in page.chars
        }
    assert used <= set(fonts.faces())
    assert set(map(ord, "薛圐圙乡窊窰〔〕—①")) <= fonts.characters()


def test_rare_names_come_back_from_the_extracted_text():
    words = re.sub(r"\s", "", "".join(page[2] for page in pages_of(sample.content())))
    assert "薛圐圙乡0" in words and "窊窰村" in words and "（" in words


@pytest.mark.parametrize("head", ["notice", "brief"])
def test_the_red_head_takes_one_line_whatever_its_length(head):
    for length in (4, 13, 21, 30):
        first = lines_of(pages_of(sample.content(head=head, issuer="县" * length))[0][0])[0]
        assert len(first) == length and mm(first[-1]["x1"]) - mm(first[0]["x0"]) < 156.5


def test_hostile_words_print_as_they_are_and_fetch_nothing():
    hostile = '<script>alert(1)</script><img src="http://evil.example/x.png"><link rel=attachment href=file:///etc/passwd>'
    content = sample.content((sample.said(hostile),), title=hostile[:60], copies=hostile)
    words = re.sub(r"\s", "", "".join(page[2] for page in pages_of(content)))
    assert re.sub(r"\s", "", hostile) in words
    raw = pdf.render(content)
    assert b"EmbeddedFile" not in raw and b"evil.example" not in raw


def test_the_same_content_is_the_same_file():
    assert pdf.render(sample.content()) == pdf.render(sample.content())


def test_a_missing_font_is_said_and_never_replaced(monkeypatch, tmp_path):
    monkeypatch.setattr(fonts, "MANIFEST", tmp_path / "manifest.json")
    assert "no font kit" in fonts.fault()
    pdf.style.cache_clear()
    with pytest.raises(fonts.NoKit):
        pdf.render(sample.content())
    pdf.style.cache_clear()


def test_justification_has_taken_its_place():
    assert justify.inline.justify_line is justify.justify_line
