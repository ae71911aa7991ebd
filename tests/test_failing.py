"""What the portal cannot do it says in words and without the database, and what was typed stays in
hand."""

import errno

import pytest
from django.db import IntegrityError, OperationalError
from django.test import Client
from django.urls import reverse

from reports.models import Suggestion
from reports.pages import suggestions
from shanyin_charging import failing
from shanyin_charging.audit.once import new_key
from tests import cast
from tests.pressing import Forms
from tests.test_refusals import is_the_portals, said

pytestmark = pytest.mark.django_db
OURS = {"origin": "http://testserver"}
AWAY, FULL = "server closed the connection unexpectedly", "database or disk is full"
WORDS, WAITS = "站点页上看不出功率", ("数据库正被占用", "和数据库的连接断了", "内存不够")


@pytest.fixture
def browser(db):
    client = Client(raise_request_exception=False)
    client.force_login(cast.office())
    return client


def met(browser, error, **headers):
    """The answer to something typed that meets an error, and the key of its press."""

    def raises(*_):
        raise error

    sent = {"text": WORDS, "page": "/sites/", "once": new_key()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(suggestions, "suggest", raises)
        return browser.post(reverse("suggestions"), sent, headers=headers), sent["once"]


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (OperationalError("database is locked"), 503, "数据库正被占用"),
        (OperationalError("canceling statement due to lock timeout"), 503, "数据库正被占用"),
        (OperationalError(AWAY), 503, "和数据库的连接断了"),
        (OperationalError(FULL), 503, "磁盘已满或不能写入"),
        (OperationalError("attempt to write a readonly database"), 503, "磁盘已满或不能写入"),
        (OperationalError('could not extend file "base/1/2": No space'), 503, "磁盘已满或不能写入"),
        (OSError(errno.ENOSPC, "No space left on device"), 503, "请告诉系统管理员"),
        (MemoryError(), 503, "内存不够"),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), 503, "内存不够"),
        (ZeroDivisionError("a fault of ours"), 500, "没有保存"),
    ],
)
def test_what_went_wrong_is_told_and_what_was_typed_is_sent_again(browser, error, status, words):
    answer, key = met(browser, error, **OURS)
    assert answer.status_code == status and is_the_portals(answer) and words in said(answer)
    assert WORDS in said(answer)
    assert answer.get("Retry-After") == ("15" if words in WAITS else None)
    again = next(form for form in Forms(answer.content.decode()).all if form["text"])
    assert again["once"] == key
    sent = {name: values[0] for name, values in again.fields.items() if name}
    assert browser.post(again.action, sent).status_code == 302
    assert Suggestion.objects.get().text == WORDS


def test_what_is_longer_than_its_column_is_no_fault_of_ours(browser):
    answer, _ = met(browser, IntegrityError("too long: insert on reports_suggestion"), **OURS)
    assert answer.status_code == 400 and "太长" in said(answer) and is_the_portals(answer)


def test_nothing_from_elsewhere_is_shown_to_be_sent_again(browser):
    for headers in ({"origin": "https://elsewhere.example"}, {}):
        answer, _ = met(browser, OperationalError(AWAY), **headers)
        assert answer.status_code == 503 and WORDS not in answer.content.decode()


def test_a_draft_that_keeps_itself_is_told_so_and_stays_in_the_browser(browser):
    answer, _ = met(browser, OperationalError(AWAY), **OURS, **{"x-autosave": "1"})
    assert answer.status_code == 503
    assert answer.json()["message"].endswith("填的内容先存在本机上")


def test_a_secret_is_on_no_page(rf):
    request = rf.post("/password/", {"new_password1": "my secret"}, headers=OURS)
    assert list(failing.sent(request)) == []
    assert list(failing.sent(rf.post("/me/", {"phone": "1"}))) == [("phone", "1")]


def test_a_page_that_cannot_be_read_now_is_asked_for_again(browser, monkeypatch):
    def raises(*_):
        raise OperationalError("database is locked")

    monkeypatch.setattr("shanyin_charging.accounts.middleware.county_of", raises)
    answer = browser.get("/sites/?unit=x")
    assert answer.status_code == 503 and answer["Retry-After"] and is_the_portals(answer)
    assert 'href="/sites/?unit=x"' in answer.content.decode()
