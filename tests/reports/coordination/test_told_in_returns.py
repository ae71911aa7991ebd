"""需协调事项 told in a month's form: a matter with the handing in, once a line."""

from datetime import date

import pytest

from ledger.lines import Scope, line_form
from ledger.lines.readback import Readback
from ledger.models import LineKind
from ledger.returns import drafting, workflow
from reports.models import Matter
from shanyin_charging.accounts.models import Role
from targets.models import Post
from targets.months import Month
from tests import cast, make

pytestmark = pytest.mark.django_db
MARCH = Month(2025, 3)
WORK = {"clause": "task1", "done": "开了推进会", "problems": "", "following": ""}
ASKED = {**WORK, "matter_kind": "property", "matter": "小区物业不让进场"}


def clause_of(submission):
    """The first clause that the unit may tell of."""
    form = line_form(LineKind.WORK, submission, scope=Scope(submission))
    return next(code for code in form.fields["clause"].choices.labels if code)


def drafted(officer, typed):
    draft = make.draft(officer, MARCH)
    typed = {**typed, "clause": clause_of(draft)}
    drafting.put_line(officer, draft, LineKind.WORK, drafting.new_key(), typed)
    return draft


def handed_in(officer, draft):
    workflow.submit(officer, draft, draft.current.key)
    draft.refresh_from_db()
    return draft


def test_handing_in_raises_it_once_also_when_it_comes_back(april):
    officer, office = cast.officer(), cast.office()
    draft = drafted(officer, ASKED)
    assert not Matter.objects.exists()
    handed_in(officer, draft)
    matter = Matter.objects.get()
    assert (matter.raiser, matter.kind, matter.text) == (draft.unit, "property", ASKED["matter"])
    workflow.begin_review(office, draft)
    workflow.send_back(office, draft, "写清楚哪个小区")
    draft.refresh_from_db()
    handed_in(officer, draft)
    assert Matter.objects.get() == matter and matter.steps.count() == 1


def test_who_checks_for_the_unit_raises_it_by_handing_in(april):
    officer, checker = cast.officer(), cast.person("checker", Role.OFFICER)
    draft = drafted(officer, ASKED)
    Post.objects.create(user=checker, unit=draft.unit, starts_on=date(2024, 1, 1), checks=True)
    workflow.hand_over(officer, draft, draft.current.key)
    assert not Matter.objects.exists()
    draft.refresh_from_db()
    handed_in(checker, draft)
    assert Matter.objects.get().steps.get().actor == "checker"


def test_a_line_without_one_raises_nothing(april):
    officer = cast.officer()
    handed_in(officer, drafted(officer, WORK))
    assert not Matter.objects.exists()


def test_half_of_it_is_asked_for_and_the_whole_is_read_back(april):
    draft = make.draft(cast.officer(), MARCH)
    typed = {**ASKED, "clause": clause_of(draft)}
    for lacking, why in (("matter_kind", "请选择是哪一类"), ("matter", "请写明要协调什么")):
        form = line_form(LineKind.WORK, draft, {**typed, lacking: ""}, Scope(draft))
        assert why in str(form.errors[lacking])
    officer = draft.unit.posts.get().user
    line = drafting.put_line(officer, draft, LineKind.WORK, drafting.new_key(), typed)
    told = Readback([line], draft.period.plan).sentence(line)
    assert told.endswith("；需协调事项（小区物业）：小区物业不让进场")
