"""The piles by kind, with connectors and kW: in a month's paper and on a unit's page."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from ledger.models import LineKind
from reports.bulletins.compose import compose
from reports.bulletins.differences import tables_of
from reports.figures.reading import read
from reports.press import excel
from targets.models import Area
from targets.months import Month
from tests import cast, make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("march_due")]
MARCH = Month(2025, 3)


@pytest.fixture
def office():
    """Six direct-current piles of 360.5 kW, and two dedicated ones; the 188 stand nowhere."""
    public = make.new_piles(power="360.5")
    own = make.new_piles(public="0", dc="2", connectors="2", power="14", site_name="自用")
    lines = [(LineKind.ADDED, public), (LineKind.ADDED, own)]
    office = cast.office()
    make.approved(cast.officer(), office, MARCH, lines=lines)
    return office


def test_townships_and_what_stands_in_none_add_up_to_the_county(office):
    table = compose(read(MARCH)).attachments[-1].tables[0]
    rows = {row[0].text: [cell.text for cell in row[1:]] for row in table.rows}
    assert rows["岱岳镇"] == ["6", "0", "0", "12", "360.5", "2", "0"]
    assert rows["马营乡"] == ["0"] * 7
    assert rows["未落到乡（镇）"] == ["0", "0", "188", "0", "0", "0", "0"]
    assert rows["全县合计"] == ["6", "0", "188", "12", "360.5", "2", "0"]
    keys = [cell.key for cell in table.rows[-1]]
    assert keys[1] == "I36_140621_t_202503" and keys[5] == "I39_140621_t_202503"


def test_in_excel_they_are_numbers(office):
    book = load_workbook(BytesIO(excel.render(compose(read(MARCH)))))
    sheet = next(sheet for sheet in book.worksheets if "分类表" in sheet.title)
    last = [cell.value for cell in sheet[sheet.max_row]]
    assert last[1:6] == ["=SUM(B4:B16)", "=SUM(C4:C16)", "=SUM(D4:D16)", "=SUM(E4:E16)", 360.5]


def test_a_units_page_has_the_power_of_its_row_and_of_its_township(client, office):
    client.force_login(office)
    page = client.get(f"/units/{cast.DAIYUE}/?month=2025-03").content.decode()
    for key in (f"I39_u{cast.DAIYUE}_t_202503", f"I39_{cast.DAIYUE}_t_202503"):
        assert f'id="{key}"' in page
        assert "360.5千瓦" in client.get(f"/figures/{key}/").content.decode()


def test_a_papers_whole_is_called_as_the_county_calls_itself(client, office):
    Area.objects.filter(code="140621").update(name="山阴区")
    content = compose(read(MARCH))
    words = [content.title, *(p.text for p in content.body)]
    assert "关于2025年3月全区充（换）电" in content.title
    assert [word for word in words if "全县" in word] == []
    rows = [row[0].text for table in tables_of(content) for row in table.rows]
    assert "全区合计" in rows and "全县合计" not in rows
    client.force_login(office)
    assert "全县" not in client.get("/dispatch/?month=2025-03").content.decode()
