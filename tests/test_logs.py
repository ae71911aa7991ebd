"""The log says by which request something came, and nothing that a person has typed."""

import json
import logging
import sys

import pytest

from shanyin_charging.accounts import people
from shanyin_charging.audit import journal
from shanyin_charging.logs import HEADER, OURS, JsonFormatter
from targets.rulings import posts
from tests import cast


def line(logger, message, *given, error=None):
    record = logging.LogRecord(logger, logging.WARNING, "", 0, message, given, error)
    return json.loads(JsonFormatter().format(record))


def test_of_a_library_the_pattern_is_kept_and_not_the_name_in_it():
    assert line("axes", "failed by %s", "张三")["message"] == "failed by %s"
    assert line("ledger.reminders", "by %s", "mail")["message"] == "by mail"


def test_an_error_says_where_and_not_what_was_typed():
    try:
        raise ValueError("张三 typed this")
    except ValueError:
        told = line("django.request", "broke", error=sys.exc_info())
    assert told["error"] == "ValueError"
    assert "test_logs.py" in told["where"][0]
    assert "张三" not in json.dumps(told, ensure_ascii=False)


@pytest.mark.django_db
def test_what_is_done_is_logged_by_its_room_once_it_stands_and_names_nobody(
    caplog, django_capture_on_commit_callbacks
):
    admin, user = cast.administrator(), cast.officer()
    unit = user.posts.get().unit
    for room in OURS:
        caplog.set_level(logging.INFO, room)
    with django_capture_on_commit_callbacks(execute=True):
        people.reset_password(admin, user)
        posts.end_post(admin, user.posts.get())
        journal.record(admin, "rule", unit)
    lines = [json.loads(JsonFormatter().format(each)) for each in caplog.records]
    lines = [line for line in lines if line["message"] == "recorded"]
    assert [(line["logger"], line["verb"], line["key"]) for line in lines] == [
        ("shanyin_charging.accounts", "account_reset", str(user.pk)),
        ("shanyin_charging.accounts", "end_post", str(user.pk)),
        ("targets", "rule", str(unit.pk)),
    ]
    assert not [name for name in (user.name, user.username, unit.name) if name in str(lines)]


@pytest.mark.django_db
def test_a_request_is_logged_by_its_kind_of_page_under_the_id_that_its_answer_carries(
    client, caplog
):
    client.force_login(cast.office())
    with caplog.at_level(logging.INFO, logger="shanyin_charging.requests"):
        answer = client.get("/search/?q=张三", headers={HEADER: "from-the-proxy-1"})
    assert answer.headers[HEADER] == "from-the-proxy-1"
    (record,) = [each for each in caplog.records if each.name == "shanyin_charging.requests"]
    told = json.loads(JsonFormatter().format(record))
    assert (told["page"], told["status"], told["method"]) == ("search", 200, "GET")
    assert "张三" not in json.dumps(told, ensure_ascii=False)
    assert client.get("/", headers={HEADER: "a\nb"}).headers[HEADER] != "a\nb"
