"""What was handed in after a paper and is not approved changes nothing of what the paper says."""

from datetime import date

import pytest

from ledger.models import Entry, Kind, LineKind
from ledger.periods import books
from ledger.returns import workflow
from reports.bulletins import comparing, drafting, issuing
from reports.bulletins.restated import restated
from reports.documents.kinds import MONTH, QUARTER, UNIT
from reports.figures.reading import read
from shanyin_charging import clock
from targets.months import Month
from tests import cast, make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("march_due", "quick_press")]
MARCH, APRIL = Month(2025, 3), Month(2025, 4)


@pytest.fixture
def people(people):
    """Six piles of 岱岳镇 are approved for March."""
    make.approved(people["daiyue"], people["office"], MARCH)
    return people


def issued(people, kind, subject=""):
    made = drafting.draft(people["office"], read(MARCH), kind, subject)
    issuing.move(people["office"], "propose", made)
    issuing.move(people["second"], "pass", made)
    return make.sign(people["chief"], made)


@pytest.fixture
def papers(people):
    """Put out on 8 April."""
    about = ((MONTH,), (QUARTER,), (UNIT, cast.DAIYUE))
    return [issued(people, *one) for one in about]


def handed_in(people):
    """A correction to four piles, from the site's six."""
    wrong = Entry.objects.get(measure="public_dc_pile")
    typed = {"entry": str(wrong.number), "value": "4", "reason": "多报"}
    lines = [(LineKind.CORRECTED, typed)]
    return make.handed_in(people["daiyue"], MARCH, lines=lines, kind=Kind.CORRECTION)


def test_a_correction_that_waits_makes_no_paper_differ_until_it_is_approved(people, papers):
    with make.at(date(2025, 4, 9)):
        made = handed_in(people)
        assert [comparing.differences(paper) for paper in papers] == [[], [], []]
        assert restated() == []
        workflow.begin_review(people["office"], made)
        made.refresh_from_db()
        workflow.approve(people["office"], made)
        assert ("岱岳镇参考计划完成率", "40.0%", "26.7%") in comparing.to_correct(papers[0])
        assert len(restated()) == 3


def test_piles_of_the_paper_told_in_the_next_month_make_none_differ_until_then(people, papers):
    with make.at(date(2025, 4, 28)):
        books.open_periods(books.Ledger.objects.get(), "timer")
        late = make.new_piles(
            site_name="北站", dc="2", connectors="2", on="2025-03-20", explanation="漏报"
        )
        make.handed_in(people["daiyue"], APRIL, lines=[(LineKind.ADDED, late)])
        assert [comparing.differences(paper) for paper in papers] == [[], [], []]


def test_what_waited_already_when_the_paper_was_composed_goes_on_waiting(people):
    handed_in(people)
    with clock.at(cast.noon(date(2025, 4, 9))):
        paper = issued(people, MONTH)
    assert "岱岳镇月报待审核" in "".join(p.text for p in paper.plain.body)
    with make.at(date(2025, 4, 10)):
        assert comparing.differences(paper) == []
