"""What a county's portal and papers are called is data."""

import pytest

from reports.bulletins.compose import compose
from reports.documents.kinds import BRIEF, KINDS, MONTH
from reports.figures.reading import read
from targets.models import Letterhead
from targets.months import Month
from tests import cast, make

pytestmark = pytest.mark.django_db
NAMES = {
    "portal": "示例县充电设施调度平台",
    "housed": "领导小组办公室 · 县发展改革局",
    "office": "示例县充电设施建设领导小组办公室",
    "brief": "示例县充电设施建设简报",
    "sign": "充设办",
    "returns": "示例县充电设施建设进展",
}


@pytest.fixture(autouse=True)
def renamed(april):
    Letterhead.objects.update(**NAMES)


def test_pages_carry_the_names_of_the_county(client):
    assert f"<b>{NAMES['portal']}</b>" in client.get("/sign-in/").content.decode()
    client.force_login(cast.officer())
    page = client.get("/").content.decode()
    assert f" · {NAMES['portal']}</title>" in page and NAMES["housed"] in page
    assert NAMES["office"] in page and "山阴县充（换）电基础设施建设" not in page


def test_papers_carry_the_names_of_the_county():
    march = read(Month(2025, 3))
    brief, month = (compose(march, KINDS[kind.code]) for kind in (BRIEF, MONTH))
    assert (brief.issuer, month.issuer) == (NAMES["brief"], NAMES["office"])
    assert brief.signatory == month.signatory == NAMES["office"]


def test_a_return_on_paper_carries_the_name_of_the_county(client):
    officer = cast.officer()
    submission = make.handed_in(officer, Month(2025, 3))
    client.force_login(officer)
    assert (
        f"{NAMES['returns']}月报表"
        in client.get(f"/submissions/{submission.pk}/paper/").content.decode()
    )
