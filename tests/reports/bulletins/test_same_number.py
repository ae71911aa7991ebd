"""The same number everywhere: pages, PDF, Word, Excel and CSV over random ledgers."""

import csv
import random
import re
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO, StringIO

import pytest
from django.db import transaction
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from ledger.models import LineKind
from ledger.returns import drafting
from reports.bulletins.compose import compose
from reports.figures.reading import read
from reports.press import excel, pdf, web, word
from shanyin_charging.accounts.models import User
from targets.months import Month
from tests import cast, make
from tests.reports.figures.test_oracle import RandomLedger

pytestmark = [
    pytest.mark.at_length,
    pytest.mark.django_db,
    pytest.mark.usefixtures("april"),
]
SETS = 200 if cast.LONG else 4


def bare(text):
    return re.sub(r"\s+", "", text)


def calculated(cell):
    """What a spreadsheet makes of the two formulas that a bulletin's last row holds."""
    if match := re.fullmatch(r"=SUM\(([A-Z])(\d+):[A-Z](\d+)\)", str(cell.value)):
        column, first, last = match.groups()
        values = [cell.parent[f"{column}{row}"].value for row in range(int(first), int(last) + 1)]
        return str(sum(value for value in values if isinstance(value, int)))
    if match := re.fullmatch(r"=([A-Z]\d+)/([A-Z]\d+)", str(cell.value)):
        done, planned = (int(calculated(cell.parent[place])) for place in match.groups())
        return f"{(Decimal(done) / planned * 100).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"
    return shown(cell)


def shown(cell):
    """What Excel shows of a cell, by its number format; half cases cannot occur, the value is
    rounded already."""
    if cell.value is None or isinstance(cell.value, str):
        return cell.value or ""
    if cell.number_format == "0.0%":
        return f"{cell.value * 100:.1f}%"
    if cell.number_format.startswith('"1:"'):
        return f"1:{cell.value:.2f}"
    if match := re.fullmatch(r'0"/(\d+)"', cell.number_format):
        return f"{cell.value}/{match[1]}"
    places = len(cell.number_format.partition(".")[2])
    return f"{cell.value:.{places}f}" if places else str(cell.value)


def word_rows(content):
    document = Document(BytesIO(word.render(content)))
    table = [tuple(cell.text for cell in row.cells) for row in document.tables[0].rows][1:]
    text = "".join(paragraph.text for paragraph in document.paragraphs)
    marks = set(re.findall(r'w:bookmarkStart w:id="\d+" w:name="([^"]+)"', document.element.xml))
    return table, text, marks


def excel_rows(content):
    book = load_workbook(BytesIO(excel.render(content)))
    rows = [[calculated(cell) for cell in row] for row in book.worksheets[0].iter_rows(min_row=4)]
    by_key = {row[-1]: row[2] for row in rows}
    said = [bare(row[1].value) for row in book.worksheets[-1].iter_rows(min_row=4)]
    return [tuple(row[:-1]) for row in rows], by_key, said


def pdf_text(content):
    """What the pages say one after the other, without the numbers at their feet."""
    pages = PdfReader(BytesIO(pdf.render(content))).pages
    foot = re.compile(r"^\s*—\s*\d+\s*—\s*$", re.M)
    return "".join(bare(foot.sub("", page.extract_text())) for page in pages)


@pytest.fixture
def line():
    officer = cast.officer()
    submission = make.draft(officer, Month(2025, 3))
    return drafting.put_line(
        officer, submission, LineKind.ADDED, drafting.new_key(), make.new_piles()
    )


@pytest.fixture
def office(client):
    client.force_login(User.objects.filter(role="office").first() or cast.office())
    return client


def test_every_format_prints_the_same_numbers(line, office):
    chance = random.Random(9704)
    for seed in range(SETS):
        month = Month(chance.choice([2024, 2025]), chance.randrange(1, 13))
        with transaction.atomic():
            RandomLedger(1000 + seed, line).fill()
            content = compose(read(month))
            rows = content.attachments[0].tables[0].rows
            wanted = [tuple(cell.text for cell in row) for row in rows]
            sentences = [bare(s.text) for p in content.body for s in p.sentences]
            by_key = {cell.key: cell.text for row in rows for cell in row if cell.key}

            table, text, marks = word_rows(content)
            assert table == wanted, seed
            assert [s for s in sentences if s not in bare(text)] == [] and set(by_key) <= marks
            cells, cell_by_key, said = excel_rows(content)
            assert (cells, cell_by_key, said) == (wanted, by_key, sentences), seed
            printed = pdf_text(content)
            assert [s for s in sentences if s not in printed] == [], seed
            assert [row for row in wanted if bare("".join(row)) not in printed] == [], seed
            html = bare(re.sub(r"<[^>]+>", "", web.fragment(content, {})))
            assert [s for s in sentences if s not in html] == [], seed
            compare_pages(office, month, by_key)
            transaction.set_rollback(True)


def compare_pages(client, month, by_key):
    """The dispatch page and its files against the bulletin; the overview against its files."""
    page = client.get(f"/dispatch/?month={month}").content.decode()
    on_page = dict(re.findall(r'class="figure" id="([^"]+)"[^>]*>([^<]+)<', page))
    assert {key: on_page.get(key) for key in by_key} == by_key
    book = load_workbook(BytesIO(client.get(f"/dispatch/?month={month}&format=xlsx").content))
    assert {
        row[-1].value: shown(row[2]) for row in book.worksheets[0].iter_rows(min_row=4)
    } == by_key
    overview = client.get(f"/indicators/?month={month}").content.decode()
    digits = dict(re.findall(r'class="figure" id="([^"]+)"[^>]*>([^<]+)<', overview))
    book = load_workbook(BytesIO(client.get(f"/indicators/?month={month}&format=xlsx").content))
    in_file = {
        row[-1].value: shown(row[2])
        for row in book.worksheets[0].iter_rows(min_row=4)
        if row[2].value is not None
    }
    assert in_file == digits
    text = client.get(f"/indicators/?month={month}&format=csv").content.decode("utf-8-sig")
    heads, *lines = csv.reader(StringIO(text))
    said = {row[-1]: row[heads.index("说明")].lstrip("\t'") for row in lines}
    assert [key for key, value in digits.items() if not said[key].startswith(value)] == []
