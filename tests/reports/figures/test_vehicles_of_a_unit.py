"""A unit that reports vehicles and nothing else has its number on its page and in its papers."""

from datetime import date

import pytest

from ledger.models import LineKind
from reports.bulletins.compose import compose
from reports.bulletins.sheets import unit_sheet
from reports.documents.kinds import UNIT
from reports.figures.reading import read
from targets.months import Month
from tests import cast, make
from tests.reports.bulletins.checks import faults

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("late_april")]
APRIL = Month(2025, 4)
COUNTED = {"on": "2025-04-30", "bev": "2000", "phev": "1120"}


def test_its_vehicles_and_the_ratio_they_make_stand_on_its_page_and_in_its_papers(client):
    """3,120 vehicles to the 188 piles of the baseline: 1:16.60."""
    police, office = cast.officer("traffic_police"), cast.office()
    with make.at(date(2025, 5, 10)):
        lines = [(LineKind.VEHICLES, COUNTED)]
        make.approved(police, office, APRIL, "traffic_police", lines)
        reading = read(APRIL)
        for paper in (
            compose(reading, UNIT, "traffic_police"),
            unit_sheet(reading, "traffic_police"),
        ):
            text = "".join(p.text for p in paper.body)
            assert "报送3120辆电动汽车（截至2025年4月30日），按此计算桩车比为1:16.60。" in text
            assert list(faults(reading, paper)) == []
        client.force_login(office)
        page = client.get("/units/traffic_police/?month=2025-04").content.decode()
        assert "3120辆电动汽车（截至2025年4月30日），按此计算桩车比" in page and "1:16.60" in page
        assert "报送的数" not in client.get("/units/energy/?month=2025-04").content.decode()
