"""Rows of the quota table of which nobody has said that they added nothing are not said to have
added nothing."""

from datetime import date

import pytest

from ledger.models import LineKind
from ledger.returns import workflow
from reports.bulletins import comparing, drafting, tables
from reports.bulletins.compose import compose
from reports.documents.kinds import MONTH, QUARTER
from reports.figures.reading import read
from shanyin_charging.accounts.models import Role
from targets.months import Month
from tests import cast, make
from tests.reports.bulletins.checks import faults

pytestmark = pytest.mark.django_db
MARCH = Month(2025, 3)


def said(reading, kind=MONTH):
    paper = compose(reading, kind)
    assert list(faults(reading, paper)) == []
    return "".join(p.text for p in paper.body)


def sent_back(office, submission):
    workflow.begin_review(office, submission)
    submission.refresh_from_db()
    workflow.send_back(office, submission, "请核对")


def test_a_month_tells_what_was_reported_as_nothing_from_what_was_not_reported(march_due):
    """21 rows: one with piles, one that told of none, one waits, one was sent back, 17 are
    silent."""
    office = cast.office()
    make.approved(cast.officer(), office, MARCH)
    make.approved(cast.officer(cast.YUJING), office, MARCH, cast.YUJING, [])
    make.handed_in(cast.officer(cast.MAYING), MARCH, cast.MAYING, [])
    back = make.handed_in(cast.officer(cast.XUEKULUE), MARCH, cast.XUEKULUE, [])
    sent_back(office, back)
    assert (
        "3月新增的有：岱岳镇6台；其余20个单位中，"
        "无新增1个，月报还没有报送17个，月报待改1个，月报待审核1个。"
    ) in said(read(MARCH))


def test_a_zero_that_no_return_stands_behind_is_no_share_of_a_plan(april):
    """Neither while the month is reported nor while its return waits; a zero that was reported is
    0.0 %, which is what it is."""
    office = cast.office()
    make.approved(cast.officer(), office, MARCH)
    make.approved(cast.officer(cast.YUJING), office, MARCH, cast.YUJING, [])
    make.handed_in(cast.officer(cast.MAYING), MARCH, cast.MAYING, [])
    for day in (cast.APRIL_2, cast.MARCH_DUE):
        with make.at(day):
            table = tables.progress(read(MARCH), "")
        shares = {row[0].text: row[3].text for row in table.rows}
        names = ("岱岳镇", "玉井镇", "马营乡", "薛圐圙乡")
        assert [shares[name] for name in names] == ["40.0%", "0.0%", "—", "—"], day


def test_where_nobody_has_added_anything_the_silent_are_told_apart_too(march_due):
    make.approved(cast.officer(), cast.office(), MARCH, lines=[])
    assert "3月，21个单位中，无新增1个，月报还没有报送20个。" in said(read(MARCH))


def test_of_a_quarter_all_months_have_to_be_there(april):
    office, piles = cast.office(), cast.officer()
    all_three, two = cast.officer(cast.YUJING), cast.officer(cast.MAYING)
    for month in (Month(2025, number) for number in (4, 5, 6)):
        with make.at((month + 1).first_day):
            make.ledger()
            if month.month == 4:
                lines = [(LineKind.ADDED, make.new_piles(on="2025-04-18"))]
                make.approved(piles, office, month, lines=lines)
            make.approved(all_three, office, month, cast.YUJING, [])
            if month.month != 5:
                make.approved(two, office, month, cast.MAYING, [])
    with make.at(date(2025, 7, 10)):
        text = said(read(Month(2025, 6)), QUARTER)
    assert "二季度新增的有：岱岳镇6台；其余20个单位中，无新增1个，月报还没有报全19个。" in text


def test_what_was_taken_back_to_be_mended_is_not_called_unreported_before_a_paper_is_issued(april):
    officer, drafter = cast.officer(), cast.person("drafter", Role.OFFICE)
    taken = make.handed_in(officer, MARCH)
    other = make.handed_in(cast.officer(cast.YUJING), MARCH, cast.YUJING, [])
    with make.at(cast.MARCH_DUE):
        workflow.withdraw(officer, taken)
        sent_back(drafter, other)
        told = comparing.warnings(drafting.draft(drafter, read(MARCH), MONTH))
    back = [line for line in told if "待改" in line]
    assert back == ["2家的月报退回或撤回待改，数字没有计入：岱岳镇、玉井镇"]
    (missing,) = [line for line in told if "还没有报送" in line]
    assert missing.startswith("33家还没有报送") and "岱岳镇" not in missing
