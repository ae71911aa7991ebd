"""The paper that closes a plan, its numbers worked out by hand."""

from datetime import date

import pytest

from ledger.models import LineKind
from reports.bulletins import compose, drafting
from reports.documents.kinds import TERM
from reports.documents.proofreading import findings
from reports.figures.reading import read
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Plan
from targets.months import Month
from tests import cast, make

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


def test_it_is_of_the_plans_last_month(ended):
    with pytest.raises(Refused, match="方案总结通报写到方案期的最后一个月，请选2025年12月"):
        drafting.draft(ended, read(Month(2025, 11)), TERM)
    assert drafting.draft(ended, read(DECEMBER), TERM).kind == "term"
    assert Plan.objects.count() == 1
