"""What a figure's own page shows of it: its formula with values, its months, its parts."""

import re

import pytest
from lxml.html import fromstring

from reports.figures import tracing
from reports.figures.reading import figure_at
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from tests import cast

pytestmark = pytest.mark.django_db
SUMS = ["I01_140621_y", "I01_140621_t", "I02_140621_t", "I39_140621_t", "I36_140621103_t"]
SUMS += ["I33_u140621103_y", "I33_u140621103_m", "I33_unone_y"]


@pytest.fixture(autouse=True)
def january(story):
    with clock.at(cast.noon(cast.AFTER_THE_YEAR)):
        yield


@pytest.mark.parametrize("key", SUMS)
def test_the_parts_of_a_sum_add_up_to_it(key):
    reading, figure = figure_at(f"{key}_202511")
    parts = tracing.parts_of(reading, figure)
    assert sum(part.value for part in parts) == figure.value


def test_the_formula_says_how_much_of_each_there_is():
    formula = tracing.formula(*figure_at("I02_140621_t_202511"))
    assert formula == (
        "公共直流桩 157＋公共交流桩 129＋公共充电桩（未分直流交流） 188（全部变动）＝ 474台"
    )


def test_a_coverage_is_parted_by_township_and_a_ratio_is_not():
    reading, figure = figure_at("I10_140621_t_202511")
    parts = tracing.parts_of(reading, figure)
    assert sum(part.value for part in parts) == figure.value == 60
    assert sum(len(part.missing) for part in parts) == len(figure.missing) == 148
    assert tracing.parts_of(*figure_at("I04_140621_t_202511")) == []


def test_an_indicators_places_add_up_with_what_stands_in_no_township(client):
    client.force_login(User.objects.get(username="leader"))
    page = fromstring(client.get("/indicators/I02/?month=2025-11").content.decode())
    table = next(t for t in page.iter("table") if t.find("caption").text == "各处的数")
    rows = {
        row[0].text_content().strip(): int(re.search(r"\d+", row[1].text_content())[0])
        for row in table.iterfind("tbody/tr")
    }
    assert rows["未落到乡（镇）"] == 188 and sum(rows.values()) == 474
