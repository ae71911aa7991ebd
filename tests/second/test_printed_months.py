"""A month of which a paper was issued keeps the plan that the paper cites."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from reports.bulletins import before_issue, drafting, issuing
from reports.documents.kinds import MONTH
from reports.figures.reading import read
from shanyin_charging.accounts.models import Role
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Plan
from targets.months import Month
from targets.plan import cells
from targets.rulings import enacting
from tests import cast, make
from tests.second.office import JANUARY
from tests.targets.plan.books import NEXT, NEXT_BOOK

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_press")]


@pytest.fixture
def people(db):
    """Who drafts, who passes, who signs."""
    office = [cast.person(name, Role.OFFICE) for name in ("drafter", "colleague")]
    return [*office, cast.person("chief", Role.CHIEF)]


@pytest.fixture
def passed(people):
    """It is 20 February 2026, no next plan has come yet, and January's paper waits to be signed."""
    with make.at(date(2026, 2, 20)):
        make.ledger()
        yield sent_on(drafting.draft(people[0], read(JANUARY), MONTH), people)


@pytest.fixture
def chief(passed, people):
    """It is signed."""
    make.sign(people[2], passed)
    return people[2]


def sent_on(paper, people):
    for verb, person in zip(("propose", "pass"), people, strict=False):
        issuing.move(person, verb, paper)
    paper.refresh_from_db()
    return paper


def test_a_plan_is_not_put_in_force_from_a_month_that_was_printed(chief):
    brought = enacting.bring(chief, "方案.xlsx", cells.sheets(NEXT_BOOK))
    with pytest.raises(Refused, match="2026年1月已经印发过通报.*最早是2026年2月1日"):
        enacting.enact(chief, brought, JANUARY.first_day, "文号")
    assert Plan.objects.count() == 1


def test_a_draft_that_names_no_plan_is_of_the_first(passed):
    passed.content = {**passed.content, "plan": ""}
    assert before_issue.of_its_plan(passed)
    call_command("load_plan", NEXT, stdout=StringIO())
    assert not before_issue.of_its_plan(passed)


def test_a_draft_of_the_plan_before_is_not_signed_when_the_next_holds(passed, people, client):
    call_command("load_plan", NEXT, stdout=StringIO())
    assert read(JANUARY).plan.code == "shanyin_2026"
    why = "2026年1月现在按山政办发〔2026〕3号评价，这份草稿是照原来的方案起草的"
    assert len(before_issue.told(passed)) == 1
    client.force_login(people[2])
    assert why in client.get(f"/bulletins/{passed.pk}/").content.decode()
    with pytest.raises(Refused, match=f"{why}.*请拟稿人“重新取数”以后再签发"):
        make.sign(people[2], passed)
    issuing.move(people[2], "return", passed, "重新取数")
    passed.refresh_from_db()
    paper = sent_on(drafting.refresh(people[0], passed), people)
    issued = make.sign(people[2], paper)
    assert (
        "山政办发〔2026〕3号" in issued.plain.body[0].text and issued.plain.plan == "shanyin_2026"
    )


def test_a_plan_that_is_loaded_later_holds_from_the_first_month_that_is_free(chief):
    told = StringIO()
    call_command("load_plan", NEXT, stdout=told)
    assert "从2026-02-01起按这份方案评价" in told.getvalue()
    county = make.county()
    codes = [Plan.objects.in_force(county, month).code for month in (JANUARY, Month(2026, 2))]
    assert codes == ["shanyin_2024", "shanyin_2026"]
    call_command("load_plan", NEXT, stdout=told)
    assert Plan.objects.get(code="shanyin_2026").holds_from == date(2026, 2, 1)
