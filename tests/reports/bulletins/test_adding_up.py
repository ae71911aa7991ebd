"""A sentence that gives a whole gives parts that add up to it."""

import re

import pytest

from reports.bulletins.compose import compose
from reports.figures.reading import TIMELINESS, read
from shanyin_charging import clock
from targets.months import Month
from tests import cast

pytestmark = pytest.mark.django_db
GOALS = re.compile(
    r"定了数的(?P<whole>\d+)项年度目标中，已达到(?P<met>\d+)项"
    r"(?:；尚未达到的有(?P<short>\d+)项：[^；。]*)?"
    r"(?:；(?P<open>\d+)项待专班核定口径后评价)?(?:；(?P<silent>\d+)项还没有报数)?。"
)
RETURNS = re.compile(r"应报送单位(?P<whole>\d+)家，按时报送(?P<on_time>\d+)家。(?P<rest>.*)")


@pytest.fixture(autouse=True)
def january(story):
    with clock.at(cast.noon(cast.AFTER_THE_YEAR)):
        yield


def paragraphs(month):
    return [
        "".join(sentence.text for sentence in paragraph.sentences)
        for paragraph in compose(read(month)).body
    ]


@pytest.mark.parametrize("number", range(1, 13))
def test_the_goals_of_roads_and_pilots_add_up(number):
    found = [m for text in paragraphs(Month(2025, number)) if (m := GOALS.search(text))]
    assert len(found) == 1
    parts = {name: int(n or 0) for name, n in found[0].groupdict().items()}
    assert parts.pop("whole") == sum(parts.values())


@pytest.mark.parametrize("number", range(1, 13))
def test_the_units_that_owe_a_month_add_up(number):
    month = Month(2025, number)
    found = [m for text in paragraphs(month) if (m := RETURNS.search(text))]
    if not found:  # nothing is said where all are on time
        figure = read(month).figure(TIMELINESS)
        assert figure.value == figure.of
        return
    named = re.findall(r"的有：([^。]*)。", found[0]["rest"].split("（二）")[0])
    others = {name for names in named for name in names.split("、")}
    assert int(found[0]["whole"]) == int(found[0]["on_time"]) + len(others)
