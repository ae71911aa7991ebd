"""Files of figures: real numbers that show the page's digits, a sheet of sources, and the ledger as
one workbook."""

from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from reports.figures import formats
from reports.figures.figure import Figure, Where
from reports.figures.reading import read
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from targets.months import Month
from tests import cast

DECEMBER = Month(2025, 12)


def figure(value, **fields):
    return Figure(
        **{
            "key": "",
            "code": "",
            "name": "",
            "where": Where(),
            "unit": "台",
            "month": DECEMBER,
            "form": "total",
            "value": value,
            **fields,
        }
    )


@pytest.mark.parametrize(
    ("found", "value", "format_", "text"),
    [
        (figure(484), 484, "0", "484"),
        (figure(115, unit="公里", scale=100), 1.15, "0.00", "1.15"),
        (figure(Decimal("6.555"), unit="1:n", form="ratio"), 6.56, '"1:"0.00', "1:6.56"),
        (figure(10, of=12, form="coverage"), 10, '0"/12"', "10/12"),
        (figure(Decimal("0.0945"), unit="%", form="ratio"), 9.5, "0.0", "9.5"),
        (figure(Decimal("3.25"), form="mean"), 3.25, "0.00", "3.25"),
    ],
)
def test_a_cell_shows_what_the_page_shows(found, value, format_, text):
    cell = formats.cell(found)
    assert (cell.value, cell.format, cell.text) == (
        value,
        format_,
        text,
    ) and cell.text == formats.digits(found)


def test_what_has_no_value_is_an_empty_cell():
    assert formats.cell(figure(None)) is None and formats.share(None) is None
    assert formats.share(Decimal("0.80725")).text == "80.7%"


@pytest.fixture
def leader(client, story):
    with clock.at(cast.noon(cast.AFTER_THE_YEAR)):
        client.force_login(User.objects.get(username="leader"))
        yield client


@pytest.mark.django_db
def test_a_file_says_where_its_numbers_come_from(leader):
    book = load_workbook(BytesIO(leader.get("/dispatch/?month=2025-12&format=xlsx").content))
    assert book.sheetnames == ["2025年12月参考计划进度", "来源"]
    table = list(book.worksheets[0].iter_rows(min_row=3, values_only=True))
    assert (
        table[-1][:4] == ("全县", 192, 173, 0.901)
        and book.worksheets[0].cell(len(table) + 2, 4).number_format == "0.0%"
    )
    sources = {row[0]: row for row in book["来源"].iter_rows(min_row=4, values_only=True)}
    assert set(sources) == {row[-1] for row in table[1:]}
    assert (
        sources["I01_140621_y_202512"][4] == "173台"
        and "一（二）" in sources["I01_140621_y_202512"][8]
    )


@pytest.mark.django_db
def test_the_ledgers_workbook_adds_up_to_the_figures_on_its_own(leader):
    """What a reader of the file can do without the portal: what stands is what no other entry
    replaces."""
    book = load_workbook(BytesIO(leader.get("/ledger/workbook/?month=2025-12").content))
    heads, *rows = book["台账"].iter_rows(min_row=3, values_only=True)
    standing = [dict(zip(heads, row, strict=True)) for row in rows]
    piles = [
        row
        for row in standing
        if row["计量"].startswith("公共")
        and row["计量"].endswith(("流桩", "直流交流）"))
        and row["被第几号更正"] is None
    ]
    assert sum(row["数量"] for row in piles) == 484
    year = [row for row in piles if row["变动"] == "新增" and row["发生日期"].year == 2025]
    assert sum(row["数量"] for row in year) == 173
    figures = {
        row[-1]: row for row in book["指标和参考计划"].iter_rows(min_row=4, values_only=True)
    }
    assert figures["I02_140621_t_202512"][2] == 484
    assert len(figures) == len(read(DECEMBER).indicators) - 1 + 21


@pytest.mark.django_db
def test_an_officer_does_not_take_the_whole_ledger(client, story):
    client.force_login(User.objects.get(username="officer"))
    assert client.get("/ledger/workbook/").status_code == 404
