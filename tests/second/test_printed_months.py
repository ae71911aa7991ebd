"""A month of which a paper was issued keeps the plan that the paper cites."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from reports.bulletins import drafting, issuing
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
def chief(db):
    """It is 20 February 2026, no next plan has come yet, and January's paper is issued."""
    people = [cast.person(name, Role.OFFICE) for name in ("drafter", "colleague")]
    chief = cast.person("chief", Role.CHIEF)
    with make.at(date(2026, 2, 20)):
        make.ledger()
        paper = drafting.draft(people[0], read(JANUARY), MONTH)
        issuing.move(people[0], "propose", paper)
        issuing.move(people[1], "pass", paper)
        make.sign(chief, paper)
        yield chief


def test_a_plan_is_not_put_in_force_from_a_month_that_was_printed(chief):
    brought = enacting.bring(chief, "方案.xlsx", cells.sheets(NEXT_BOOK))
    with pytest.raises(Refused, match="2026年1月已经印发过通报.*最早是2026年2月1日"):
        enacting.enact(chief, brought, JANUARY.first_day, "文号")
    assert Plan.objects.count() == 1


def test_a_plan_that_is_loaded_later_holds_from_the_first_month_that_is_free(chief):
    told = StringIO()
    call_command("load_plan", NEXT, stdout=told)
    assert "从2026-02-01起按这份方案评价" in told.getvalue()
    county = make.county()
    codes = [Plan.objects.in_force(county, month).code for month in (JANUARY, Month(2026, 2))]
    assert codes == ["shanyin_2024", "shanyin_2026"]
    call_command("load_plan", NEXT, stdout=told)
    assert Plan.objects.get(code="shanyin_2026").holds_from == date(2026, 2, 1)
