"""In an office of two no submission comes to a state in which nobody may go on, whoever of them
has written which line and whoever handed it in."""

from itertools import product

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ledger.lines import line_form
from ledger.models import Kind, Ledger, LineKind, State, Submission
from ledger.periods import closing
from ledger.returns import drafting, evidence, lists, paper, uploads, workflow
from shanyin_charging.accounts.models import Role
from targets.models import Unit
from targets.months import Month
from tests import cast, make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]
MARCH = Month(2025, 3)
AUTHORS = (("clerk",), ("chief",), ("clerk", "chief"), ("chief", "clerk"))
DAYS = {"of this year": "2025-03-18", "of a closed year": "2024-12-30"}


@pytest.fixture
def two():
    return {"clerk": cast.person("clerk", Role.OFFICE), "chief": cast.person("chief", Role.CHIEF)}


def piles(day, dc="6"):
    return make.new_piles(on=day, dc=dc, explanation="漏报")


def paper_return(two, authors, by, day):
    """Typed by the one, changed by the other where there are two, handed in by one of them."""
    unit, (first, *others) = Unit.objects.get(code=cast.DAIYUE), authors
    found = paper.enter(two[first], make.period(MARCH), unit, "停电")
    line = drafting.put_line(two[first], found, LineKind.ADDED, drafting.new_key(), piles(day))
    for other in others:
        drafting.put_line(two[other], found, LineKind.ADDED, line.key, piles(day, "5"), line.pk)
    evidence.attach(two[by], found, SimpleUploadedFile("原件.pdf", b"%PDF-1.7 a scan"))
    workflow.submit(two[by], found, found.current.key)
    return found


def list_of_the_county(two, by, day):
    kept = uploads.keep_list(two[by], None, day.encode(), "清单.xlsx", [], "台账")
    march, unit, typed = make.period(MARCH), Unit.objects.get(code=cast.DAIYUE), piles(day)
    form = line_form(LineKind.ADDED, Submission(period=march, unit=unit, kind=Kind.LIST), typed)
    assert form.is_valid()
    lists.hand_in(
        two[by], kept, {(march, unit): [(LineKind.ADDED, typed, form.values())]}, entering=True
    )
    return march.submissions.get(kind=Kind.LIST, upload=kept)


def may(two, found):
    """(person, verb) of what ends the review well."""
    found.refresh_from_db()
    return [
        (person, action.verb)
        for person in two.values()
        for action in workflow.available(person, found)
        if action.verb in ("approve", "admit")
    ]


def passed(two, found, closed):
    """Whether the ledger has it now: by the one that must be, of a closed year by a word."""
    for person, verb in may(two, found):
        if (verb == "admit") is closed:
            assert workflow.approve(person, found, word="会议纪要" if closed else "")
            found.refresh_from_db()
            return found.state == State.APPROVED
    return False


def entered_again(two, found, by):
    """Sent back by the office, and entered and handed in again by the other."""
    workflow.send_back(two[by], found, "由另一位重新代录")
    found.refresh_from_db()
    paper.enter(two[by], found.period, found.unit, "停电")
    workflow.submit(two[by], found, found.current.key)
    found.refresh_from_db()
    workflow.begin_review(two[by], found)


@pytest.mark.parametrize("year", DAYS)
@pytest.mark.parametrize(("authors", "by"), [*product(AUTHORS, ("clerk", "chief"))])
def test_a_paper_return_is_passed_whoever_of_two_has_written_it(two, authors, by, year):
    closed = year == "of a closed year"
    if closed:
        closing.close_year(two["chief"], Ledger.objects.get(), 2024)
    found = paper_return(two, authors, by, DAYS[year])
    workflow.begin_review(two["clerk"], found)
    if passed(two, found, closed):
        return
    told = {workflow.decide(person, "approve", found).reason for person in two.values()}
    assert any("请退回，再由另一位代录上报" in reason for reason in told), told
    entered_again(two, found, "clerk" if by == "chief" else "chief")
    assert passed(two, found, closed)
    assert found.amended is (set(authors) == {"clerk", "chief"} or authors == ("chief",))


@pytest.mark.parametrize("year", DAYS)
@pytest.mark.parametrize("by", ["clerk", "chief"])
def test_a_list_of_the_county_is_passed_or_taken_back_and_brought_by_the_other(two, by, year):
    closed = year == "of a closed year"
    if closed:
        closing.close_year(two["chief"], Ledger.objects.get(), 2024)
    found = list_of_the_county(two, by, DAYS[year])
    workflow.begin_review(two["clerk"], found)
    if not passed(two, found, closed):
        workflow.take_back(two[by], found, "由另一位上传")
        found = list_of_the_county(two, "clerk", DAYS[year])
        workflow.begin_review(two["clerk"], found)
        assert passed(two, found, closed)
