"""名次: of rows that are judged and of no others; equal rates are equal places."""

import re
from datetime import date

import pytest
from lxml import html

from ledger.models import LineKind
from ledger.periods import books
from ledger.returns import workflow
from targets.months import Month
from tests import cast, make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]
MARCH = Month(2025, 3)
ZHOUZHUANG = "140621101"
VILLAGE = {cast.DAIYUE: cast.DAIYUE_VILLAGE, cast.YUJING: cast.YUJING_SHUIQUAN}


def piles(number, row):
    few = {"dc": str(number), "connectors": str(number), "power": str(60 * number)}
    return LineKind.ADDED, make.new_piles(
        **few, site_name=f"{row}站", credited_to=row, village=VILLAGE[row]
    )


def places(client, month="2025-03"):
    """Name of each township to its place."""
    page = html.document_fromstring(client.get(f"/ranking/?month={month}").content.decode())
    rows = page.xpath("//table")[0].xpath(".//tbody/tr")
    cells = [[re.sub(r"\s", "", cell.text_content()) for cell in row] for row in rows]
    return {row[1]: row[0] for row in cells}


def test_rows_are_placed_once_their_month_is_due_and_nothing_of_them_waits(client):
    """岱岳镇 3 of 15 and 玉井镇 2 of 10 are both at 20.0 %, 北周庄镇 has returned nil; who told of
    nothing in the year has no place. Then 玉井镇's April waits for the office."""
    office = cast.office()
    make.approved(cast.officer(), office, MARCH, lines=[piles(3, cast.DAIYUE)])
    yujing, zhouzhuang = cast.officer(cast.YUJING), cast.officer(ZHOUZHUANG)
    make.approved(yujing, office, MARCH, cast.YUJING, [piles(2, cast.YUJING)])
    make.approved(zhouzhuang, office, MARCH, ZHOUZHUANG, [])
    client.force_login(office)
    assert set(places(client).values()) == {"—"}  # March is due on the 7th
    with make.at(date(2025, 4, 8)):
        found = places(client)
        named = [found[name] for name in ("岱岳镇", "玉井镇", "北周庄镇", "广武镇")]
        assert named == ["1", "1", "3", "—"]
    with make.at(date(2025, 4, 28)):
        books.open_periods(make.county().ledger, "test")
        pending = make.handed_in(yujing, Month(2025, 4), cast.YUJING, [])
    with make.at(date(2025, 5, 7)):
        workflow.begin_review(office, pending)
        found = places(client, "2025-04")
        assert [found[name] for name in ("岱岳镇", "玉井镇", "北周庄镇")] == ["1", "—", "2"]
        workflow.approve(office, pending)
        assert places(client, "2025-04")["玉井镇"] == "1"
