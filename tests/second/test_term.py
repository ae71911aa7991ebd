"""The paper that closes a plan, its numbers worked out by hand."""

import re
from collections import Counter
from datetime import date

import pytest

from ledger.models import LineKind
from reports.bulletins import compose, drafting
from reports.coordination import raising
from reports.documents.kinds import TERM
from reports.documents.proofreading import findings
from reports.figures.reading import read
from shanyin_charging.accounts.models import Role
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Plan, Unit
from targets.months import Month
from tests import cast, make
from tests.reports.checking import made

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]
AFTER = date(2026, 2, 2)
DECEMBER = Month(2025, 12)


@pytest.fixture
def ended():
    """Six piles in March 2025, no more; the term is over."""
    office = cast.office()
    lines = [(LineKind.ADDED, make.new_piles())]
    make.approved(cast.officer(), office, Month(2025, 3), lines=lines)
    with make.at(AFTER):
        make.ledger()
        yield office


def said(content):
    return [paragraph.text for paragraph in content.body]


def test_it_tells_of_each_year_and_of_what_the_targets_came_to(ended):
    content = compose.compose(read(DECEMBER), TERM)
    text = "".join(said(content))
    assert content.title == "关于2024—2025年全县充（换）电基础设施建设方案实施情况的通报"
    assert (
        "方案期内全县累计新增公共充电桩6台：2024年无新增；2025年新增6台，完成年度任务192台的3.1%。"
    ) in text
    assert "截至2025年12月底，全县公共充电桩保有量194台" in text  # 188 and 6
    assert "见附件1。" in text and "遗留事项" in text
    assert findings(content) == []


def test_every_target_of_every_year_is_done_missed_or_not_judged(ended):
    table, units = (one.tables[0] for one in compose.compose(read(DECEMBER), TERM).attachments[:2])
    rows = [[cell.text for cell in row] for row in table.rows]
    assert {row[0] for row in rows} == {"2024年", "2025年"}
    assert ["2025年", "新增公共充电桩", "新增公共充电桩192台", "6台", "未完成"] in rows
    assert {row[4] for row in rows if row[0] == "2024年"} <= {
        "不评价",
        "测算依据",
        "待核定",
        "无计划",
    }
    daiyue = next(row for row in units.rows if row[0].text == "岱岳镇")
    assert [cell.text for cell in daiyue[2:3]] == ["6"]
    assert [cell.text for cell in units.rows[-1]] == ["全县合计", "325", "6", "1.8%"]  # 133 and 192


def test_rows_and_what_counts_for_none_of_them_are_the_countys(april):
    """Six piles of a row, two that nobody has a plan for."""
    office, own = cast.office(), make.new_piles(dc="2", site_name="北站", credited_to="none")
    lines = [(LineKind.ADDED, make.new_piles()), (LineKind.ADDED, {**own, "explanation": "另一处"})]
    make.approved(cast.officer(), office, Month(2025, 3), lines=lines)
    with make.at(AFTER):
        make.ledger()
        units = compose.compose(read(DECEMBER), TERM).attachments[1].tables[0]
    *parts, whole = [[cell.text for cell in row] for row in units.rows]
    assert parts[-1] == ["未计入各单位", "—", "2", "—"]
    assert sum(int(row[2]) for row in parts) == int(whole[2]) == 8


def test_its_verdict_says_what_its_table_says(ended):
    """As the table has it, row by row; none of the year that was told in a closing account is
    judged."""
    content = compose.compose(read(DECEMBER), TERM)
    words = Counter(row[-1].text for row in content.attachments[0].tables[0].rows)
    text = next(t for t in said(content) if t.startswith("方案定的年度目标"))
    told = re.search(
        r"目标(\d+)项，完成(\d+)项，未完成(\d+)项，(\d+)项待专班核定口径后评价，(\d+)项还没有报数，"
        r"(\d+)项不作评价。各项情况见附件1。另有力争目标1项，暂不评价。",
        text,
    )
    whole, done, missed, open_, silent, others = map(int, told.groups())
    assert whole == done + missed + open_ + silent + others == words.total() - 1
    assert (done, missed) == (words["达到"], words["未达到"] + words["未完成"])
    assert (open_, silent) == (words["待核定"], words["未报"] - 1)  # one is only striven for


def test_it_is_of_the_plans_last_month(ended):
    with pytest.raises(Refused, match="方案总结通报写到方案期的最后一个月，请选2025年12月"):
        drafting.draft(ended, read(Month(2025, 11)), TERM)
    assert drafting.draft(ended, read(DECEMBER), TERM).kind == "term"
    assert Plan.objects.count() == 1


def test_while_the_last_month_may_still_be_reported_nobody_is_named(april):
    with make.at(date(2026, 1, 3)):  # December is due on the 5th
        make.ledger()
        text = "".join(said(compose.compose(read(DECEMBER), TERM)))
    assert "2025年12月情况还没有单位报送，共35家，2026年1月5日（周一）24:00截止。" in text
    assert "岱岳镇" not in text and "没有遗留事项" not in text


def test_what_is_open_anywhere_is_left_behind(april):
    """A difference found at a site and a matter that a unit raised are open; so nothing is left
    behind would be wrong."""
    office, officer = cast.office(), cast.officer()
    made.a_finding(officer, office, cast.person("second", Role.OFFICE))
    raising.raise_matter(officer, Unit.objects.get(code=cast.DAIYUE), "power", "等变压器")
    with make.at(AFTER):
        make.ledger()
        content = compose.compose(read(DECEMBER), TERM)
        text = "".join(said(content))
        assert "没有销号的核查事项1件。" in text and "没有办结的需协调事项1件。" in text
        assert "没有遗留事项" not in text and findings(content) == []
