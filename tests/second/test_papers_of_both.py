"""Papers of a month of either plan: each cites its own, and nothing is found when it is read
aloud."""

import pytest

from ledger.models import LineKind
from reports.bulletins.compose import compose
from reports.documents.kinds import KINDS, MONTH
from reports.documents.proofreading import findings
from reports.figures.reading import read
from targets.models import Plan
from tests import cast, make
from tests.second import office
from tests.second.office import DECEMBER, JANUARY

pytestmark = [pytest.mark.at_length, pytest.mark.django_db]
SUBJECTS = {"unit": cast.DAIYUE, "task": "2"}
CASES = [
    (month, kind)
    for month in (DECEMBER, JANUARY)
    for kind in ("month", "brief", "unit", "task", "year")
    if KINDS[kind].ends_in(month.month)
]


@pytest.fixture
def both(db):
    """It is 3 February 2026; 岱岳镇 has built stations under either plan."""
    officer, reviewer = cast.officer(), cast.office()
    with make.at(office.IN_DECEMBER):
        office.open_ledger()
        office.december(officer, reviewer)
    office.next_plan()
    with office.february():
        piles = make.new_piles(site_name="二期充电站", on="2026-01-15", explanation="集中投运")
        work = {**office.WORK, "clause": "task1"}
        lines = [(LineKind.ADDED, piles), (LineKind.WORK, work)]
        make.approved(officer, reviewer, JANUARY, lines=lines)
        yield


def text_of(content):
    """All that a paper says, with its tables."""
    tables = [
        cell.text
        for attachment in content.attachments
        for table in attachment.tables
        for row in table.rows
        for cell in row
    ]
    return "\n".join([content.title, *(paragraph.text for paragraph in content.body), *tables])


@pytest.mark.parametrize(("month", "kind"), CASES, ids=str)
def test_a_paper_cites_the_plan_of_its_month_and_reads_without_a_finding(both, month, kind):
    content = compose(read(month), KINDS[kind], SUBJECTS.get(kind, ""))
    text, own = text_of(content), make.period(month).plan
    other = Plan.objects.exclude(pk=own.pk).get()
    assert other.title not in text and other.document_no not in text
    assert (own.document_no in text) is (kind != "brief")
    assert findings(content) == []
    assert content.addressees.startswith("各乡（镇）") is (kind in ("month", "year", "task"))


def test_the_paper_of_january_tells_of_the_next_plans_year(both):
    text = text_of(compose(read(JANUARY), MONTH))
    assert "6台" in text and "150台" in text and "192台" not in text
