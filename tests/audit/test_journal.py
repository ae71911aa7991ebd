"""The journal is gapless, chained, and refuses change on the database at hand."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError

from shanyin_charging import clock
from shanyin_charging.accounts.models import Role
from shanyin_charging.audit import append_only, journal, words
from shanyin_charging.audit.models import Event, Press
from tests import cast, make, steps

pytestmark = pytest.mark.django_db


def test_events_are_numbered_without_gaps_and_the_chain_holds():
    user = cast.office()
    for verb in ("approve", "send_back", "approve"):
        journal.record(user, verb, user, why="test")
    numbers = list(Event.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(len(numbers)))
    assert journal.broken_at() is None


@pytest.mark.parametrize(
    "change", ["UPDATE audit_event SET actor = 'nobody'", "DELETE FROM audit_event"]
)
def test_the_database_refuses_to_change_an_event(change):
    user = cast.office()
    journal.record(user, "approve", user)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


def test_a_tampered_event_is_found_even_when_the_triggers_were_taken_off():
    user = cast.office()
    for _ in range(3):
        journal.record(user, "approve", user)
    append_only.release(apps.get_app_config("audit"))
    Event.objects.filter(number=2).update(actor="nobody")
    assert journal.broken_at() == 2


def test_an_event_whose_predecessor_is_changed_is_found_although_its_own_digest_agrees():
    user = cast.office()
    for _ in range(3):
        journal.record(user, "approve", user)
    append_only.release(apps.get_app_config("audit"))
    changed = Event.objects.get(number=2)
    changed.previous = Event.objects.get(number=0).digest
    changed.digest = journal.digest_of(changed)
    changed.save()
    assert journal.broken_at() == 2


def test_an_event_that_is_gone_is_found_although_the_rest_is_chained_anew():
    user = cast.office()
    for _ in range(3):
        journal.record(user, "approve", user)
    append_only.release(apps.get_app_config("audit"))
    Event.objects.filter(number=2).delete()
    last = Event.objects.get(number=3)
    last.previous = Event.objects.get(number=1).digest
    last.digest = journal.digest_of(last)
    last.save()
    assert journal.broken_at() == 2


def test_what_came_after_a_verification_is_verified_from_its_mark_on():
    user = cast.office()
    journal.record(user, "approve", user)
    mark = journal.verify()
    assert mark.after == {"through": 1, "digest": event(1).digest, "broken_at": None}
    for _ in range(3):
        journal.record(user, "approve", user)
    assert journal.verified() == mark and journal.broken_at(mark) is None
    append_only.release(apps.get_app_config("audit"))
    Event.objects.filter(number=4).update(actor="nobody")
    assert journal.broken_at(mark) == 4


def test_a_tampered_event_before_the_mark_is_found_by_the_next_verification_of_all(client):
    user = cast.office()
    for _ in range(3):
        journal.record(user, "approve", user)
    mark = journal.verify()
    append_only.release(apps.get_app_config("audit"))
    Event.objects.filter(number=2).update(actor="nobody")
    assert journal.broken_at(mark) is None  # a view looks at what came after
    with pytest.raises(CommandError, match="第2条断开"):
        call_command("verify_journal", "--again")
    assert journal.broken_at(journal.verified()) == 2
    client.force_login(cast.person("auditor", Role.AUDITOR))
    assert "摘要链在第2条断开" in client.get("/journal/").content.decode()


def test_the_event_that_was_verified_last_is_the_one_that_the_mark_says():
    user = cast.office()
    journal.record(user, "approve", user)
    mark = journal.verify()
    append_only.release(apps.get_app_config("audit"))
    changed = event(1)
    changed.actor = "nobody"
    changed.digest = journal.digest_of(changed)
    changed.save()
    assert journal.broken_at(mark) == 1


def test_the_chain_is_verified_once_a_day_and_the_page_says_what_was_verified_when(client):
    user = cast.office()
    journal.record(user, "approve", user)
    client.force_login(cast.person("auditor", Role.AUDITOR))
    assert "共2条。全部刚刚核验" in told(client)
    with make.at(cast.APRIL_2):
        call_command("verify_journal", stdout=StringIO())
        call_command("verify_journal", stdout=StringIO())
    assert Event.objects.filter(verb="verify_journal").count() == 1
    assert "共3条。第1条及以前于2025-04-0212:00核验，之后的刚刚核验" in told(client)
    with make.at(cast.APRIL_2 + timedelta(days=1)):
        call_command("verify_journal", stdout=StringIO())
    assert Event.objects.filter(verb="verify_journal").count() == 2


def event(number):
    return Event.objects.get(number=number)


def told(client):
    page = client.get("/journal/").content.decode()
    return "".join(page.split('class="message">')[1].split("</div>")[0].split())


def test_a_demo_database_refuses_to_serve_as_a_real_one_and_the_other_way_round(settings):
    user = cast.office()
    settings.DEMO = True
    journal.record(user, "approve", user)
    journal.refuse_wrong_kind()
    settings.DEMO = False
    with pytest.raises(ImproperlyConfigured, match="是演示库，不能当正式库用"):
        journal.refuse_wrong_kind()


def test_an_event_says_who_from_where_and_what_changed(client):
    user = cast.office()
    client.post("/sign-in/", {"username": "office", "password": cast.PASSWORD})
    signed_in = Event.objects.get(verb="sign_in")
    assert (signed_in.actor, signed_in.person, signed_in.address) == (
        "office",
        user.pk,
        "127.0.0.1",
    )
    made = journal.record(user, "rename", user, before={"name": "甲"}, after={"name": "乙"})
    assert (made.before, made.after, made.address) == ({"name": "甲"}, {"name": "乙"}, "")
    assert journal.broken_at() is None


@pytest.mark.parametrize(
    "field, value",
    [
        ("person", 0),
        ("address", "10.0.0.9"),
        ("before", {"name": "丙"}),
        ("after", None),
        ("seal", 1),
    ],
)
def test_every_field_of_an_event_is_under_its_seal(field, value):
    user = cast.office()
    journal.record(user, "rename", user, before={"name": "甲"}, after={"name": "乙"})
    append_only.release(apps.get_app_config("audit"))
    Event.objects.filter(number=1).update(**{field: value})
    assert journal.broken_at() == 1


def test_a_verb_that_no_app_has_registered_is_refused():
    with pytest.raises(ValueError, match="does not know the verb invent"):
        journal.record("系统", "invent", cast.office())


def test_what_does_not_say_what_it_is_called_is_refused():
    with pytest.raises(ValueError, match="audit.Press does not say"):
        journal.record("系统", "locate", Press())


def test_an_event_of_an_early_release_without_a_name_says_the_sort_of_thing():
    event = Event(object_type="ledger.point", object_key="242", object_name="Point object (242)")
    assert event.named == "位置（242号）"


def test_a_verb_has_one_word():
    words.register({"approve": "通过"})
    with pytest.raises(ValueError, match="already called 通过, not 批准"):
        words.register({"approve": "批准"})


@pytest.mark.one_in(4)
def test_a_journal_of_the_first_form_is_migrated_with_its_chain_and_still_refuses_change(committed):
    """Its events are sealed as the first release sealed them; the new column says which seal."""
    steps.back_to("audit", "0001_initial")
    previous = ""
    with connection.cursor() as cursor:
        for number in range(3):
            fields = {
                "number": number,
                "at": clock.now(),
                "actor": "系统",
                "verb": "establish" if number == 0 else "approve",
                "object_type": "portal",
                "object_key": "",
                "object_name": "",
                "detail": {"kind": "real"},
                "previous": previous,
            }
            previous = journal._digest(fields)
            cursor.execute(
                "INSERT INTO audit_event (number, at, actor, verb, object_type, object_key,"
                " object_name, detail, previous, digest) VALUES (%s, %s, %s, %s, %s, %s, %s, %s,"
                " %s, %s)",
                [
                    *{**fields, "detail": json.dumps(fields["detail"])}.values(),
                    previous,
                ],
            )
    call_command("migrate", verbosity=0)
    user = cast.office()
    journal.record(user, "approve", user, before={"state": "in_review"})
    assert [event.seal for event in Event.objects.order_by("number")] == [1, 1, 1, 3]
    assert journal.broken_at() is None
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.filter(number=1).update(actor="nobody")
