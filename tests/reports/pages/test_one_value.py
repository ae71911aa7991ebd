"""One key, one value: every page, file and paper of the demo, read in every month and as known at
several entries, shows under a figure's key what the figure's own month says."""

import csv
import re
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from lxml import etree, html
from openpyxl import load_workbook

from reports.bulletins import compose, sheets
from reports.documents.kinds import BRIEF, MONTH, ROAD, TASK, UNIT, YEAR
from reports.figures import formats
from reports.figures.definition import RATIOS
from reports.figures.figure import parse_key
from reports.figures.reading import UNCREDITED, read
from reports.figures.roads import milestones
from shanyin_charging import clock
from shanyin_charging.accounts.models import Role, User
from targets.models import Form, Window
from targets.months import Month
from tests import cast
from tests.indicators import RATIO
from tests.reports.bulletins.test_same_number import shown as cell_shown

pytestmark = [pytest.mark.at_length, pytest.mark.django_db]
FIRST, LAST = Month(2024, 12), Month(2025, 12)
MONTHS = [FIRST + n for n in range(LAST.index - FIRST.index + 1)]
TABLES = ["dispatch", "indicators", "ranking", "coverage", "roads", "tasks"]
BROAD = MONTHS if cast.LONG else [LAST]  # when each unit's and indicator's page is read
EVERY = 1 if cast.LONG else 8  # of the units' and indicators' pages that are read
ENTRIES = [40, 150, 220, 300] if cast.LONG else [300]  # as known at which the pages are read
TASKS = range(1, 18)
STRIDE = 1 if cast.LONG else 199  # of the figures' own pages
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
# The column in which a file's row shows the figure that its last column names.
HEADS = {"数值", "本年新增（台）", "已覆盖", "公共充电桩保有量"}


@pytest.fixture(autouse=True)
def january(story):
    with clock.at(cast.noon(cast.AFTER_THE_YEAR)):
        yield


@pytest.fixture
def office(client):
    client.force_login(User.objects.filter(role=Role.OFFICE).first())
    return client


def figure_of(node):
    """The key that a node of a page names as what it shows; the empty text where it does not."""
    link = re.match(r"/figures/([^/]+)/", node.get("href", ""))
    is_figure = link and "figure" in node.get("class", "")
    return node.get("data-figure") or (link[1] if is_figure else "")


def printed(answer):
    """(key, text) of each number on a page that names the figure it shows."""
    assert answer.status_code == 200
    page = html.document_fromstring(answer.content.decode())
    naming = [node for node in page.iter(etree.Element) if figure_of(node)]
    outer = [node for node in naming if not any(map(figure_of, node.iterancestors()))]
    return [(figure_of(node), node.text_content()) for node in outer]


def value(text):
    """What a display says: its number without its unit, a ratio's second; None where it says why
    there is none."""
    found = NUMBER.search(str(text).replace("−", "-").removeprefix("1:"))
    return found and Decimal(found[0])


def differs(text, right):
    """Whether two displays say different things; a file of commas leaves a share's denominator."""
    of = [re.search(r"/([0-9]+)", said) for said in (str(text), right)]
    return value(text) != value(right) or all(of) and of[0][1] != of[1][1]


class Own:
    """What each key's own month says, as known at an entry."""

    def __init__(self):
        self.readings = {}

    def reading(self, month, known=None):
        if (month, known) not in self.readings:
            self.readings[month, known] = read(month, known)
        return self.readings[month, known]

    def figure(self, key, known=None):
        address = parse_key(key)
        return self.reading(address.month, known).at(address)

    def differing(self, found, known=None):
        """Of the (key, text) found those that show something else."""
        return [
            (key, text.strip(), formats.text(self.figure(key, known)), *place)
            for key, text, *place in found
            if differs(text, formats.text(self.figure(key, known)))
        ]


@pytest.fixture
def own():
    return Own()


def in_files(client, path, query):
    """(key, text) of a table's workbook, of its sources, and of its comma-separated values."""
    answer = client.get(f"/{path}/?{query}&format=xlsx")
    assert answer.status_code == 200
    book = load_workbook(BytesIO(answer.content))
    rows = list(book.worksheets[0].iter_rows())
    heads = next(row for row in rows if row[-1].value == "数字编号")
    column = next(n for n, head in enumerate(heads) if head.value in HEADS)
    below = rows[rows.index(heads) + 1 :]
    found = [(row[-1].value, cell_shown(row[column])) for row in below if row[-1].value]
    sources = list(book["来源"].iter_rows(values_only=True))
    at = next(n for n, row in enumerate(sources) if row[0] == "数字编号")
    found += [(row[0], row[sources[at].index("数值")]) for row in sources[at + 1 :]]
    text = client.get(f"/{path}/?{query}&format=csv").content.decode("utf-8-sig")
    heads, *lines = csv.reader(StringIO(text))
    return found + [(line[-1], line[column].lstrip("\t'")) for line in lines if line[-1]]


def on_pages(client, month, query, broad):
    """(key, text) of every page that shows figures of a month, and of its files."""
    reading = read(month)
    paths = [*TABLES, "timeliness", "dispatch"]
    if broad:
        units = {*(row.unit for row in reading.rows), *(p.area for p in reading.places["township"])}
        paths += [f"units/{code}" for code in sorted(units)][::EVERY]
        paths += [f"indicators/{code}" for code in sorted(reading.indicators)][::EVERY]
        paths += [f"tasks/{task}" for task in TASKS][::EVERY]
    for path in paths:
        yield from ((key, text, path) for key, text in printed(client.get(f"/{path}/?{query}")))
    codes = [*reading.indicators][::EVERY] if broad else []
    for path in [*TABLES, *(f"indicators/{code}" for code in codes)]:
        yield from ((key, text, f"{path} file") for key, text in in_files(client, path, query))


def on_paper(content):
    """(key, text) of everything a paper says."""
    for paragraph in content.body:
        for sentence in paragraph.sentences:
            yield from ((shown.key, shown.text) for shown in sentence.figures)
    for attachment in content.attachments:
        for table in attachment.tables:
            yield from ((cell.key, cell.text) for row in table.rows for cell in row if cell.key)


@pytest.mark.one_in(6)
@pytest.mark.parametrize("month", MONTHS, ids=str)
def test_every_page_and_file_of_a_month_shows_what_the_figure_says(office, own, month):
    found = list(on_pages(office, month, f"month={month}", month in BROAD))
    assert len(found) > 500
    assert own.differing(found) == []


@pytest.mark.parametrize("known", ENTRIES)
def test_every_page_as_known_at_an_entry_shows_what_was_known_then(office, own, known):
    found = list(on_pages(office, LAST, f"month={LAST}&known={known}", broad=cast.LONG))
    found += printed(office.get(f"/years/2025/?known={known}"))
    assert own.differing(found, known) == []
    assert len(own.differing(found)) > 20  # there was less to know


def test_the_closing_accounts_and_the_desk_of_supervision_show_what_the_figure_says(office, own):
    found = printed(office.get("/years/2024/")) + printed(office.get("/years/2025/"))
    found += in_files(office, "years/2025", "") + printed(office.get("/supervision/"))
    assert len(found) > 150 and own.differing(found) == []


@pytest.mark.one_in(4)
@pytest.mark.parametrize("month", MONTHS, ids=str)
def test_every_paper_of_a_month_says_what_the_figure_says(own, month):
    reading = read(month)
    papers = [
        compose.compose(reading, kind)
        for kind in (MONTH, BRIEF, YEAR)
        if kind.ends_in(reading.month.month)
    ]
    papers += [sheets.returns_sheet(reading)]
    papers += [compose.compose(reading, ROAD, road) for road, *_ in milestones(reading)]
    papers += [compose.compose(reading, UNIT, row.unit) for row in reading.rows[::EVERY]]
    papers += [compose.compose(reading, TASK, str(task)) for task in TASKS[::EVERY]]
    found = [pair for content in papers for pair in on_paper(content)]
    assert len(found) > 150 and own.differing(found) == []


def keys_of(reading, level="township"):
    """The key of every figure of the reading's month: each indicator of the county in each of its
    forms, and of each place and row where one has it."""
    for code, row in reading.indicators.items():
        yield from (reading.figure(code, variant=v).key for v in RATIOS if code == RATIO or not v)
        if row.form not in (Form.TOTAL, Form.COVERAGE):
            continue
        flows = row.form == Form.TOTAL and row.window != Window.LATEST
        places = [*reading.places[level], *reading.rows, UNCREDITED]
        windows = {Window.MONTH, Window.YEAR, Window.TO_DATE} if flows else {""}
        for window in windows:
            yield reading.figure(code, window=window).key
        for window in windows if cast.LONG else {row.window}:
            yield from (reading.figure(code, at, window=window).key for at in places)


@pytest.mark.parametrize("known", [None, *ENTRIES])
def test_every_figure_is_the_same_read_from_every_month(own, known):
    """A matrix: indicator x place, unit or row x month x the month it is read from."""
    read_in = MONTHS if cast.LONG else MONTHS[::3]
    for month in read_in:
        keys = list(keys_of(own.reading(month, known)))
        said = {key: own.figure(key, known) for key in keys}
        for later in [later for later in read_in if later > month]:
            reading = own.reading(later, known).of(month)
            read_so = {key: reading.at(parse_key(key)) for key in keys}
            assert [key for key in keys if not same(read_so[key], said[key])] == [], later


def test_every_figure_of_a_village_is_the_same_read_from_the_last_month(own):
    last = own.reading(LAST)
    for month in MONTHS if cast.LONG else MONTHS[::6]:
        keys = list(keys_of(own.reading(month), "village"))
        found = {key: last.of(month).at(parse_key(key)) for key in keys}
        assert [key for key in keys if not same(found[key], own.figure(key))] == []


def same(one, other):
    """Whether two figures say the same: the value, of how many, why none, who is missing."""
    one, other = ((f.value, f.of, f.why, f.missing, f.note, formats.text(f)) for f in (one, other))
    return one == other


def test_each_figures_own_page_says_it_whatever_month_was_read_before(office, own):
    keys = [key for month in MONTHS for key in keys_of(own.reading(month))][::STRIDE]
    found = [pair for key in keys for pair in printed(office.get(f"/figures/{key}/"))]
    assert set(keys) <= {key for key, _ in found} and len(set(keys)) > 50
    assert own.differing(found) == []
