"""The dispatch page says of a month's returns who has not reported and who has one to mend."""

import re
from datetime import date

import pytest

from ledger.returns import workflow
from shanyin_charging.accounts.models import User
from targets.models import Unit
from targets.months import Month
from tests import cast, make

pytestmark = pytest.mark.django_db
MARCH = Month(2025, 3)


def tile(client):
    page = client.get("/dispatch/?month=2025-03").content.decode()
    return re.sub(r"\s+|<[^>]+>", "", page.partition("月报报送")[2].partition("</section>")[0])


def test_not_all_have_reported_while_one_has_a_return_to_mend_who_is_named_past_its_days(client):
    with make.at(cast.APRIL_2):
        make.ledger()
        office = cast.office()
        for unit in Unit.objects.members(make.plan()):
            cast.officer(unit.code)
            handed_in = make.handed_in(User.objects.latest("pk"), MARCH, unit.code, lines=[])
        client.force_login(cast.leader())
        assert "35/35家" in tile(client) and "全部报齐" in tile(client)
        workflow.begin_review(office, handed_in)
        workflow.send_back(office, handed_in, "请核对")
        said = tile(client)
        assert "34/35家" in said and "退回或撤回待改1家" in said
        assert "全部报齐" not in said and str(handed_in.unit) not in said
    with make.at(date(2025, 4, 10)):  # of its three working days the last was the 8th
        assert f"退回或撤回待改1家。逾期没有重报：{handed_in.unit}" in tile(client)


def test_what_was_taken_back_in_time_is_not_named_as_unreported(april, client):
    officer, office = cast.officer(), cast.office()
    taken = make.handed_in(officer, MARCH)
    back = make.handed_in(cast.officer(cast.YUJING), MARCH, cast.YUJING, [])
    with make.at(cast.MARCH_DUE):
        workflow.withdraw(officer, taken)
        workflow.begin_review(office, back)
        workflow.send_back(office, back, "请核对")
        client.force_login(cast.leader())
        said = tile(client)
    assert "0/35家" in said and "未报33家：" in said and "退回或撤回待改2家" in said
    assert "岱岳镇" not in said and "玉井镇" not in said
