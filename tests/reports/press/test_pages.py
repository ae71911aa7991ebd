"""The picture of a paper, measured: no last page that is all but empty, no line of one or two
characters, names and words whole, numbers by their units, a closing account in no month."""

import random
import re
from dataclasses import replace
from io import BytesIO

import pdfplumber
import pytest

from reports.bulletins import tables
from reports.bulletins.compose import compose
from reports.documents.content import Bar, Chart
from reports.documents.kinds import BRIEF, KINDS, MONTH, ROAD, TASK, UNIT, YEAR
from reports.documents.titles import title_lines, width
from reports.figures.reading import read
from reports.press import columns, drawings, pdf
from targets.models import Unit
from targets.months import Month
from tests import cast
from tests.reports.press import sample
from tests.reports.press.test_pdf import lines_of, mm, text

TOP, BOTTOM, HEIGHT = 37, 262, 225  # mm: where the text of a page may stand
QUARTER = TOP + HEIGHT / 4
MONTHS = [Month(2024, 12), *(Month(2025, n) for n in range(1, 13))]
PARTS = re.compile(r"附件\d*")


def pages_of(content):
    """Each page: its lines of text from the top, without its number and the imprint."""
    found = []
    with pdfplumber.open(BytesIO(pdf.render(content))) as document:
        for page in document.pages:
            rules = [mm(r["top"]) for r in page.rects if mm(r["width"]) > 150]
            imprint = "印发" in page.extract_text() and min(r for r in rules if r > TOP + 100)
            inside = [
                c for c in page.chars if mm(c["bottom"]) < (imprint or BOTTOM) and c["size"] > 8.5
            ]
            lines = [line for line in lines_of(inside) if not is_confirming(line)]
            found.append((lines, page))
    return found


def is_confirming(line):
    return text(line).startswith("验证码") or line[0]["size"] < 9.5 and "http" in text(line)


def parts_of(pages):
    """The pages of the text, then those of each attachment."""
    parts = [[]]
    for lines, page in pages:
        if lines and PARTS.fullmatch(text(lines[0])):
            parts.append([])
        parts[-1].append((lines, page))
    return parts


def low(lines, page):
    """How far down text or a drawing of the page stands, in mm from its top."""
    drawn = [mm(c["bottom"]) for c in page.curves if mm(c["bottom"]) < 215]
    return max([mm(line[0]["bottom"]) for line in lines] + drawn, default=0)


def faults(content):
    """What is wrong with the picture of a paper, in words."""
    pages = pages_of(content)
    for number, part in enumerate(parts_of(pages)):
        if len(part) > 1 and low(*part[-1]) < QUARTER:
            yield f"part {number} ends at {low(*part[-1]):.0f} mm of its page {len(part)}"
    for line in lines_of_the_text(pages):
        words = text(line)
        if len(words.rstrip("。；：")) < 3 and mm(line[0]["x0"]) < 30:
            yield f"a line of its own: {words}"
    yield from heads_of_more_lines(pages)
    if content.addressees:
        ends = [text(line) for line in lines_of_the_text(pages)]
        for name in content.addressees.split("、"):
            if not any(name in line for line in ends):
                yield f"cut: {name}"


def lines_of_the_text(pages):
    return [line for lines, _ in parts_of(pages)[0] for line in lines]


def heads_of_more_lines(pages):
    """The heads of tables with more than two lines."""
    for _, page in pages:
        for table in page.find_tables():
            for head in table.extract()[0]:
                if (head or "").count("\n") > 1:
                    yield f"a head of many lines: {head}"


pytestmark = [pytest.mark.at_length, pytest.mark.django_db]
LENGTHS = range(40, 2600, 13) if cast.LONG else range(40, 1300, 90)
ROWS = range(3, 90) if cast.LONG else (5, 24, 27, 31, 36, 58)


@pytest.mark.parametrize("head", ["notice", "brief", "none"])
def test_no_length_of_the_text_leaves_a_page_all_but_empty(head):
    chance = random.Random(head)
    found = []
    for length in LENGTHS:
        cut = chance.randrange(20, length)
        body = (*sample.body(length - cut + 20), *sample.body(cut)[1:])
        parts = sample.content().attachments[: chance.randrange(2)]
        found += [
            f"{length}: {fault}"
            for fault in faults(sample.content(body, head=head, attachments=parts))
        ]
    assert found == []


def test_no_number_of_rows_leaves_a_page_all_but_empty():
    assert [
        f"{rows}: {fault}"
        for rows in ROWS
        for fault in faults(
            sample.content(rows=rows, attachments=sample.content(rows=rows).attachments[:1])
        )
    ] == []


def test_a_text_that_is_set_closer_has_at_most_24_lines_a_page():
    """Two lines more than the second page holds with the imprint: the lines come closer."""
    seen = set()
    for length in LENGTHS:
        content = sample.content(sample.body(length), attachments=())
        for lines, _ in pages_of(content):
            body = [
                line[0]["bottom"]
                for line in lines
                if sample.SENTENCE[:3] in text(line) or len(line) > 25
            ]
            steps = {round(mm(b - a), 2) for a, b in zip(body, body[1:], strict=False)}
            seen |= {step for step in steps if 5 < step < 13}
    pitches = (9.375, 9.783, 10.227, 10.714, 11.25)
    assert all(min(abs(step - pitch) for pitch in pitches) < 0.02 for step in seen)
    assert len(seen) > 2


def papers(everything):
    months = MONTHS if everything else [Month(2025, 11)]
    for month in months:
        yield month, MONTH, ""
        yield month, BRIEF, ""
    yield Month(2025, 12), YEAR, ""
    r = read(Month(2025, 11))
    roads = list(dict.fromkeys(t.heading for t in r.targets if t.heading))
    units = [unit.code for unit in Unit.objects.order_by("pk")]
    tasks = [str(c.task) for c in r.plan.clauses.filter(task__isnull=False)]
    some = slice(None) if everything else slice(0, 2)
    for kind, subjects in ((ROAD, roads), (UNIT, units), (TASK, tasks)):
        for subject in subjects[some]:
            yield Month(2025, 11), kind, subject


def as_issued(content):
    return replace(
        content,
        number="专班通报〔2025〕9号",
        code="ABCD-2345",
        confirm_at="http://portal.example/c/ABCD-2345/",
    ).printed


def test_every_kind_of_paper_of_the_demo_looks_as_an_office_sets_it(story):
    assert [
        f"{month} {kind.code} {subject}: {fault}"
        for month, kind, subject in papers(cast.LONG)
        for fault in faults(as_issued(compose(read(month), KINDS[kind.code], subject)))
    ] == []


def test_numbers_stand_one_under_the_other_by_their_units():
    table = replace(
        sample.table(3),
        rows=tuple(
            (sample.Cell("乡"), sample.Cell(n), sample.Cell("村")) for n in ("8", "1234", "—", "16")
        ),
    )
    content = sample.content(attachments=(sample.Attachment("表", (table,)),))
    ((_, page),) = parts_of(pages_of(content))[-1]
    ends = {
        w["text"]: round(mm(w["x1"]), 1)
        for w in page.extract_words()
        if w["text"] in ("8", "1234", "16")
    }
    assert len(ends) == 3 and len(set(ends.values())) == 1
    assert columns.are_numbers(["8", "—", ""]) and columns.are_numbers(["80.0%", "100.0%"])
    assert not columns.are_numbers(["8", "8.5"]) and not columns.are_numbers(["8台", "9"])
    assert not columns.are_numbers(["—"])


def test_a_row_that_falls_short_is_told_by_its_face():
    table = replace(
        sample.table(1), rows=((sample.Cell("乡"), sample.Cell("未达到"), sample.Cell("达到")),)
    )
    content = sample.content(attachments=(sample.Attachment("表", (table,)),))
    ((_, page),) = parts_of(pages_of(content))[-1]
    faces = {
        w["text"]: w["fontname"].partition("+")[2]
        for w in page.extract_words(extra_attrs=["fontname"])
    }
    assert (faces["未达到"], faces["达到"]) == ("BHei", "BFang")


def test_a_title_is_broken_by_meaning():
    for title in (
        "关于2025年11月全县充（换）电基础设施建设工作进展情况的通报",
        "2025年11月全县充（换）电基础设施建设进展",
        "关于国网山阴供电公司充（换）电基础设施建设工作情况的通报",
        "关于2025年第三季度全县充（换）电基础设施建设工作进展情况的通报",
    ):
        lines = title_lines(title)
        assert "".join(lines) == title and any("充（换）电基础设施" in line for line in lines)
        assert all(6 <= width(line) <= 19 for line in lines), lines
    assert title_lines("字" * 70) == ["字" * n for n in (17, 18, 17, 18)]


def test_a_closing_account_is_drawn_as_its_months_and_not_in_one(story):
    bars = tables.month_columns(read(Month(2025, 11))).bars
    assert bars[:2] == (Bar("2024年", 123, months=12), Bar("2025-01", 0))
    assert [bar.months for bar in bars[1:]] == [1] * 11


def test_a_column_of_several_months_is_as_high_as_their_mean():
    chart = Chart("columns", "逐月图", "台", (Bar("2024年", 120, months=12), Bar("2025-01", 20)))
    drawn = drawings.columns(chart)
    heights = [re.findall(r"h[\d.]+v([\d.]+)", drawn[kind])[0] for kind in ("planned", "done")]
    assert [float(height) for height in heights] == [drawings.TALL / 2, drawings.TALL]
    words = [text for *_, text in drawn["texts"]]
    assert words[:3] == ["120", "全年", "2024年"] and words[-1].startswith("结账数")
    assert "结账数" not in str(drawings.svg(replace(chart, bars=chart.bars[1:])))


@pytest.mark.parametrize("highest", [7, 99, 999, 99999])
def test_the_labels_of_two_years_do_not_touch(highest):
    chart = Chart(
        "columns", "图", "台", tuple(Bar(f"2025-{n % 12 + 1:02}", highest) for n in range(24))
    )
    drawn = drawings.columns(chart)
    size, step = float(drawn["size"]), drawings.WIDTH / 24
    assert width(str(highest)) * size < step - 1


def test_a_draft_and_a_paper_of_ones_own_machine_print_no_address():
    here = sample.content(confirm_at="http://127.0.0.1:8000/c/ABCD-2345/", attachments=())
    for content, told in ((here, "验证码 ABCD-2345"), (replace(here, code="", confirm_at=""), "")):
        words = "".join(page.extract_text() for _, page in pages_of(content))
        assert "http" not in words and told in words and ("验证码" in words) == bool(told)
