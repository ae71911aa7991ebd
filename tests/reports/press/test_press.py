"""Word, Excel and web page of a bulletin: the same text, hostile words literally, the same bytes
twice."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from openpyxl import load_workbook

from reports.documents.content import Attachment, Cell, Table
from reports.press import drawings, fitting, pdf, press
from tests.reports.press import sample

HOSTILE = [
    "<script>alert(1)</script>",
    '=HYPERLINK("http://evil.example","x")',
    "{{ settings.SECRET_KEY }}",
    "+1+cmd|' /C calc'!A0",
    "<w:p/>]]>&amp;",
    "\\includegraphics{x}",
    "http://evil.example/x.png",
    "'); DROP TABLE reports_bulletin; --",
]
CONTROLS = "甲\x00\x01\x0b\x1b\u202e\ufffe乙"


def hostile(words):
    table = sample.table(2)
    rows = ((sample.Cell(words), sample.Cell("1"), sample.Cell(words)),)
    return sample.content(
        (sample.said("一、总体情况"), sample.said(words).write(words + "。"), sample.said(words)),
        title=words,
        addressees=words,
        issuer=words,
        signatory=words,
        copies=words,
        attachments=(
            sample.Attachment(
                words,
                (sample.Table(words, (words,) * 3, rows, table.widths, (words,)),),
                (sample.Chart("bars", words, "台", (sample.Bar(words, 1, 2),)),),
            ),
        ),
    )


def bare(text):
    return re.sub(r"\s", "", text)


def words_of_excel(content):
    book = load_workbook(BytesIO(content))
    return book, [
        cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    ]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_print_literally_in_every_format(words):
    content = hostile(words)
    document = Document(BytesIO(press.render(content, "docx")))
    paragraphs = [bare(p.text) for p in document.paragraphs]
    assert bare(words) in paragraphs and bare(words) in [
        bare(c.text) for c in document.tables[0].rows[1].cells
    ]
    book, values = words_of_excel(press.render(content, "xlsx"))
    assert words in values and {
        cell.data_type
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value == words
    } == {"s"}
    page = press.render(content, "html").decode()
    assert "<script" not in page and "{{" not in page.replace("{{ settings.SECRET_KEY }}", "")
    assert press.render(content, "pdf").startswith(b"%PDF")


@pytest.mark.parametrize("format", ["pdf", "docx", "xlsx", "html"])
def test_control_characters_break_no_exporter(format):
    made = press.render(hostile(CONTROLS), format)
    if format == "docx":
        assert "甲乙" in [p.text for p in Document(BytesIO(made)).paragraphs]
    if format == "xlsx":
        assert "甲乙" in words_of_excel(made)[1]
    if format == "html":
        assert "甲乙" in made.decode()


@pytest.mark.parametrize("format", ["docx", "xlsx", "html"])
def test_the_same_content_is_the_same_file(format):
    assert press.render(sample.content(), format) == press.render(sample.content(), format)


def test_word_asks_for_the_offices_faces_and_a_wide_one_for_rare_characters():
    document = Document(
        BytesIO(press.render(sample.content((sample.said("薛圐圙乡有桩。"),)), "docx"))
    )
    runs = next(p for p in document.paragraphs if "圐圙" in p.text).runs
    faces = {run.text: re.findall(r'w:eastAsia="([^"]+)"', run._r.xml) for run in runs}
    assert faces == {"薛": [], "圐圙": ["仿宋"], "乡有桩。": []}
    styles = {
        style.name: re.findall(r'w:eastAsia="([^"]+)"', style.element.xml)
        for style in document.styles
    }
    assert [styles[name] for name in ("title", "body", "section")] == [
        ["方正小标宋简体"],
        ["仿宋_GB2312"],
        ["黑体"],
    ]


def test_word_names_what_stands_in_for_each_face():
    made = press.render(sample.content(), "docx")
    with ZipFile(BytesIO(made)) as archive:
        table = archive.read("word/fontTable.xml").decode()
        body = archive.read("word/document.xml").decode() + archive.read("word/styles.xml").decode()
    named = dict(re.findall(r'w:name="([^"]+)"><w:altName w:val="([^"]+)"', table))
    assert (named["仿宋_GB2312"], named["楷体_GB2312"]) == ("仿宋", "楷体")
    assert set(re.findall(r'w:eastAsia="([^"a-z]+)"', body)) <= set(named)


def test_word_sets_heads_in_two_lines_numbers_by_their_units_and_what_falls_short_in_bold():
    rows = tuple((Cell(f"{n}号"), Cell(str(n)), Cell("未完成")) for n in (5, 120))
    table = Table("表", ("单位", "2025年参考计划（台）", "状态"), rows, (60, 20, 20))
    made = sample.content(attachments=(Attachment("表", (table,)),))
    (grid, _) = Document(BytesIO(press.render(made, "docx"))).tables
    assert [cell.text for cell in grid.rows[0].cells] == ["单位", "2025年参考计划\n（台）", "状态"]
    _, number, state = (cell.paragraphs[0] for cell in grid.rows[1].cells)
    assert number.alignment == WD_ALIGN_PARAGRAPH.RIGHT
    inset = number.paragraph_format.right_indent
    assert inset == grid.rows[2].cells[1].paragraphs[0].paragraph_format.right_indent > 0
    assert 'w:eastAsia="黑体"' in state._p.xml and 'w:eastAsia="黑体"' not in number._p.xml


def test_word_repeats_table_heads_and_numbers_pages_outside():
    made = press.render(sample.content(rows=60), "docx")
    with ZipFile(BytesIO(made)) as archive:
        body, settings = (
            archive.read("word/document.xml").decode(),
            archive.read("word/settings.xml").decode(),
        )
        footers = [
            archive.read(name).decode()
            for name in archive.namelist()
            if re.match(r"word/footer", name)
        ]
        pictures = [name for name in archive.namelist() if name.startswith("word/media/")]
    assert "w:tblHeader" in body and "w:cantSplit" in body
    assert "w:evenAndOddHeaders" in settings and "w:mirrorMargins" in settings
    assert sorted(re.search(r'w:jc w:val="(\w+)"', footer)[1] for footer in footers) == [
        "left",
        "right",
    ]
    assert len(pictures) == 2 and 'descr="进度图"' in body


def test_excel_adds_up_by_itself_and_draws_natively():
    charts = sample.content().attachments[1].charts
    content = sample.content(
        attachments=(sample.Attachment("进度表", (sample.table(4, total=True),), charts),)
    )
    book = load_workbook(BytesIO(press.render(content, "xlsx")))
    assert book.worksheets[0]["B8"].value == "=SUM(B4:B7)"
    assert [len(sheet._charts) for sheet in book.worksheets] == [0, 1, 1, 0]
    assert book.worksheets[-1].title == "正文和来源"


def test_a_total_that_the_rows_do_not_give_stays_what_was_printed():
    table = sample.table(2)
    wrong = sample.Table(
        table.title,
        table.heads,
        (*table.rows, (sample.Cell("合计"), sample.Cell("9"), sample.Cell(""))),
        table.widths,
        (),
        True,
    )
    book = load_workbook(
        BytesIO(
            press.render(sample.content(attachments=(sample.Attachment("表", (wrong,)),)), "xlsx")
        )
    )
    assert book.worksheets[0]["B6"].value == 9


def test_a_chart_is_drawn_for_word_at_two_hundred_points_to_the_inch():
    png = drawings.png(sample.content().attachments[1].charts[0])
    assert png.startswith(b"\x89PNG") and int.from_bytes(png[16:20]) == round(442 / 72 * 200)


def test_a_process_prints_one_pdf_at_a_time(monkeypatch):
    """Pango is shared by a process's threads: two that printed at once corrupted its memory."""
    at_work, most = [], []

    class Slow:
        def __init__(self, root, lay):
            at_work.append(self)
            most.append(len(at_work))

        def write_pdf(self):
            time.sleep(0.02)
            at_work.remove(self)
            return b"%PDF"

    monkeypatch.setattr(fitting, "fitted", Slow)
    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(lambda _: pdf.render(sample.content()), range(6))) == [b"%PDF"] * 6
    assert max(most) == 1


def test_what_was_set_last_is_not_set_again(monkeypatch):
    made = []

    def make(content):
        made.append(content.title)
        return content.title.encode()

    monkeypatch.setitem(press.FORMATS, "pdf", (make, "application/pdf", "PDF"))
    monkeypatch.setattr(press, "KEPT", 2)
    papers = {title: sample.content(title=title) for title in "甲乙丙"}
    printed = [press.render_once(papers[title], "pdf").decode() for title in "甲乙甲丙甲乙"]
    assert (printed, made) == (list("甲乙甲丙甲乙"), list("甲乙丙乙"))


def test_a_press_that_is_warmed_sets_as_one_that_is_not():
    pdf.warm()
    assert pdf.render(sample.content()) == pdf.render(sample.content())
