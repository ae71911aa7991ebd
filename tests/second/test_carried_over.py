"""What the next plan takes from the first is told before it holds, on the page and on the command
line."""

from io import StringIO

import pytest
from django.core.management import call_command

from shanyin_charging.accounts.models import Role
from targets.plan import cells
from targets.rulings import enacting
from tests import cast, make
from tests.second import office
from tests.targets.plan.books import NEXT, NEXT_BOOK

pytestmark = pytest.mark.django_db


@pytest.fixture
def december(db):
    """It is 26 December 2025; 岱岳镇 has six piles more than the baseline of 188."""
    with make.at(office.IN_DECEMBER):
        office.open_ledger()
        office.december(cast.officer(), cast.office())
        yield


def checked():
    told = StringIO()
    call_command("load_plan", "--check", NEXT, stdout=told)
    return [line.strip() for line in told.getvalue().splitlines() if "沿用" in line]


def test_units_posts_sites_and_the_stock_are_proposed(december):
    told = checked()
    assert told[0] == "沿用 成员单位：26家接着报送，账号和岗位不变"
    assert any(line.startswith("沿用 不再报送：") and "县市场监管局" in line for line in told)
    voiceless = next(line for line in told if "还没有填报人" in line)
    assert "岱岳镇" not in voiceless and "玉井镇" in voiceless
    assert (
        "沿用 公共充电桩：截至2025年12月底台账194台，作为起点；新方案印的数推算是510台，并列"
        in told
    )
    assert "沿用 站点：1处都在台账里，不用重报" in told


def test_the_page_that_examines_a_plan_shows_the_same(december, client):
    chief = cast.person("chief", Role.CHIEF)
    brought = enacting.bring(chief, "方案.xlsx", cells.sheets(NEXT_BOOK))
    client.force_login(chief)
    page = client.get(f"/plan/intake/{brought.pk}/").content.decode()
    for line in checked():
        what, words = line.removeprefix("沿用 ").split("：", 1)
        assert what in page and words in page


def test_a_plan_that_is_loaded_already_takes_nothing_over(december):
    call_command("load_plan", NEXT, stdout=StringIO())
    assert checked() == []
