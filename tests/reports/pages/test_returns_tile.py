"""The dispatch page says of a month's returns who has not reported and who has one to mend."""

import re

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


def test_who_has_a_return_to_mend_is_named_where_nobody_else_is_missing(client):
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
        assert "34/35家" in said and f"退回待改1家：{handed_in.unit}" in said
        assert "全部报齐" not in said
