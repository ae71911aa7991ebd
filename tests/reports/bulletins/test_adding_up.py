"""Every kind of paper of the demo's year adds up, month by month."""

import pytest

from reports.bulletins.compose import compose
from reports.documents.kinds import YEAR
from reports.figures.reading import read
from shanyin_charging import clock
from targets.months import Month
from tests import cast
from tests.reports.bulletins.checks import faults, papers

pytestmark = pytest.mark.django_db
MONTHS = [Month(2024, 12), *(Month(2025, number) for number in (1, 6, 10, 11, 12))]


@pytest.fixture(autouse=True)
def january(story):
    with clock.at(cast.noon(cast.AFTER_THE_YEAR)):
        yield


@pytest.mark.one_in(4)
@pytest.mark.parametrize("month", MONTHS, ids=str)
def test_a_paper_of_the_demo_contradicts_nothing(month):
    reading = read(month)
    found = [(name, fault) for name, paper in papers(reading) for fault in faults(reading, paper)]
    assert found == []


def test_what_the_plan_only_strives_for_is_told_apart_and_nobody_has_missed_it():
    """党政机关、企事业单位专用桩: 不低于10%, 力争达到20%, and none stands."""
    paper = compose(read(Month(2025, 12)), YEAR)
    told = "".join(p.text for p in paper.body)
    assert "全年32项目标中，完成9项，未完成12项，" in told
    assert "另有力争目标1项，尚未达到。" in told
    assert "未完成的年度目标12项：" in told
    assert told.count("党政机关、企事业单位专用桩比例为0（目标不低于10%）") == 1
    assert "20%" not in told
