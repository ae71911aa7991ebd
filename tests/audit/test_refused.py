"""Who was refused what is on record, with their id, their address and where: once an hour for each
page and sort of refusal, so that nobody fills the journal."""

import re

import pytest

from ledger.models import LineKind
from ledger.returns import workflow
from shanyin_charging import clock
from shanyin_charging.accounts.models import Role
from shanyin_charging.audit import refused
from shanyin_charging.audit.models import Event
from targets.months import Month
from tests import cast, make
from tests.pressing import PressingClient

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]
MARCH = Month(2025, 3)


def of(person):
    client = PressingClient()
    client.force_login(person)
    return client


def refusals():
    return Event.objects.filter(verb="refuse").order_by("number")


def test_what_belongs_to_others_and_what_is_not_ones_own_to_do_are_on_record():
    draft = make.draft(cast.officer(), MARCH, lines=[(LineKind.ADDED, make.new_piles())])
    other, above = cast.officer(cast.YUJING), cast.above()
    at = f"/submissions/{draft.pk}/"
    assert of(other).get(at, REMOTE_ADDR="10.0.0.7").status_code == 404
    client = of(above)
    client.get("/counties/")
    assert client.post("/suggestions/", {"text": "请看"}).status_code == 403
    looked, pressed = refusals()
    assert (looked.person, looked.address) == (other.pk, "10.0.0.7")
    assert looked.after == {"path": at, "refused": "没有，或者不在权限内"}
    assert pressed.person == above.pk and pressed.after["refused"] == "不准办理"
    of(other).get("/nowhere/")
    of(other).get(f"/returns/{draft.period_id}/{cast.YUJING}/")
    assert refusals().count() == 2, "what leads to no page is no refusal"


def test_an_address_that_is_no_text_is_on_record_as_the_text_that_it_has():
    """Else PostgreSQL would have no such event, and a journal of SQLite's could not move there."""
    assert of(cast.officer()).get("/c/a%00b%EF%BF%BE/").status_code == 404
    assert [event.after["path"] for event in refusals()] == ["/c/ab/"]


def test_a_press_that_the_table_refuses_is_on_record_with_its_reason_and_its_key_stays_free():
    clerk = cast.person("clerk", Role.OFFICE)
    found = make.handed_in(cast.officer(), MARCH)
    client = of(clerk)
    page = client.get(f"/submissions/{found.pk}/")
    assert page.status_code == 200
    client.post(f"/submissions/{found.pk}/approve/", {"seen": page.context["seen"]})
    (event,) = refusals()
    assert event.person == clerk.pk and event.after["refused"] == "按了，没有办"
    assert "现在是“待审核”" in event.detail["reason"]
    client.post(f"/submissions/{found.pk}/begin_review/", {"seen": page.context["seen"]})
    found.refresh_from_db()
    assert found.state == "in_review" and refusals().count() == 1
    assert re.search("[a-z]", event.verb_name) is None


def test_nobody_fills_the_journal_and_each_is_in_the_log(caplog):
    client = of(cast.officer())
    for pk in range(1, 40):
        client.get(f"/attachments/{pk}/")
    assert refusals().count() == 1
    assert sum("refused" in record.message for record in caplog.records) == 39
    with clock.at(clock.now() + refused.AGAIN):
        client.get("/attachments/1/")
    client.get("/bulletins/999/")
    assert refusals().count() == 3


def test_the_auditor_finds_refusals_apart_from_what_was_done():
    officer = cast.officer()
    client = of(officer)
    client.get("/attachments/1/")
    workflow.submit(officer, draft := make.draft(officer, MARCH, lines=[]), draft.current.key, True)
    auditor = of(cast.person("auditor", Role.AUDITOR))
    shown = {
        kind: auditor.get(f"/journal/?verb={kind}").context["table"].rows
        for kind in ("kind:refused", "kind:done", "refuse")
    }
    for kind in ("kind:refused", "refuse"):
        assert [row.record.verb for row in shown[kind]] == ["refuse"]
    assert (
        "refuse" not in [row.record.verb for row in shown["kind:done"]]
        and len(shown["kind:done"]) > 0
    )
    page = auditor.get("/journal/?verb=kind:refused").content.decode()
    assert "怎么拒绝的：没有，或者不在权限内" in page and "地址：/attachments/1/" in page
