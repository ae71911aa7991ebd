"""Hazards open at a month's end: found by then and not cleared by then, with the days."""

from datetime import date

import pytest

from ledger.models import Entry, LineKind, Site
from reports.figures.hazards import open_hazards
from reports.figures.reading import read
from targets.months import Month
from tests import cast, make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("late_april")]
MARCH, APRIL = Month(2025, 3), Month(2025, 4)


@pytest.fixture
def inspected():
    """A grave hazard of 20 March, cleared on 18 April."""
    office, market = cast.office(), cast.officer("market")
    make.approved(cast.officer(), office, MARCH)
    looked = {
        "site": str(Site.objects.get().pk),
        "on": "2025-03-20",
        "inspectors": "本局2人",
        "grade": "grave",
        "finding": "急停按钮失灵",
        "mend_by": "2025-04-20",
    }
    make.approved(market, office, MARCH, "market", [(LineKind.INSPECTED, looked)])
    hazard = Entry.objects.get(measure="hazard_grave")
    gone = {"hazard": str(hazard.number), "on": "2025-04-18", "result": "已更换"}
    make.approved(market, office, APRIL, "market", [(LineKind.CLEARED, gone)])


def test_a_hazard_is_open_until_the_day_it_is_cleared(inspected):
    found = open_hazards(read(MARCH))
    assert [(h.days, h.finding, h.mend_by) for h in found] == [
        ((date(2025, 3, 31) - date(2025, 3, 20)).days, "急停按钮失灵", "2025-04-20")
    ]
    assert open_hazards(read(APRIL)) == []
    assert [read(month).figure("I43").value for month in (MARCH, APRIL)] == [1, 0]
    assert [read(month).figure("I42").value for month in (MARCH, APRIL)] == [1, 1]


def test_the_page_of_the_task_lists_what_is_open(client, inspected):
    client.force_login(cast.leader())
    page = client.get("/tasks/17/?month=2025-03").content.decode()
    assert "没有销号的隐患 1 处" in page and "急停按钮失灵" in page and "文化广场充电站" in page
    assert "都已销号" in client.get("/tasks/17/?month=2025-04").content.decode()
    assert "没有销号的隐患" not in client.get("/tasks/2/?month=2025-03").content.decode()
