"""Every verb of the journal, pressed through its page: the same press twice at once, a moment and a
minute later is one press; and what was changed since the page was opened is not decided on."""

import re
import time
from datetime import date, timedelta

import pytest
from django.db import OperationalError

from ledger.models import Ledger
from ledger.periods import books
from reports.pages import suggestions
from reports.press import press
from shanyin_charging import clock
from shanyin_charging.audit import presses
from shanyin_charging.audit.models import Event, Press
from shanyin_charging.audit.once import forget
from shanyin_charging.audit.words import WORDS
from targets.models import Area
from targets.months import Month
from tests import cast, make
from tests.once import cases, papers
from tests.once.pressing_twice import alone, at_once, events, later, numbers, rows, told
from tests.second.county import yunxi

BY_COMMAND = {
    "drill",
    "download",  # by reading, as often as it is read
    "establish",
    "lock_out",  # follows by itself from failures
    "open_ledger",
    "open_period",
    "refuse",  # once an hour, however often it is pressed
    "restore",
    "sign_in_failed",  # by who knows no password, and any number of times
    "send_bulletin",  # follows by itself once the signature is on record
    "verify_journal",
}
# What only adds, or asks the portal for what is so at that moment: there is nothing to have seen.
DECIDES_ON_NOTHING = {
    "sign_in": "who one is",
    "renew_second": "codes of before are void, whichever they were",
    "bring_plan": "a file is added, and examined before it holds",
    "attach": "a file is added",
    "upload": "a file is added, and previewed before it is written",
    "draft_bulletin": "composed from the figures of that moment",
    "prove_bulletin": "proved by what is so at that moment",
    "suggest": "words are added",
    "open_notice": "a draft of the words typed",
    "raise_matter": "words are added",
    "write_announcement": "words are added",
    "draw_check": "sites are drawn, and stay",
    "attach_check": "a picture is added",
    "archive_notice": "what is struck off changes no more",
    "put_line": "a line is added",
}
VERBS = sorted(set(WORDS) - BY_COMMAND)
# What is pressed without being a verb of the journal, and the verb that each leads to, if any.
BESIDE = {
    "approve_clean": "approve",
    "put_line": "write_line",
    "remove_line": "write_line",
    "take_in_twice": "take_in",
    "correct_again": "submit",
    "agree": "open_notice",
    "propose_agreed": "propose_notice",
    "sign_agreed": "approve_notice",
}
# The first press makes the session of the second one void: it may be asked to sign in again.
MAY_BE_ASKED_TO_SIGN_IN = {"change_password"}


def case_of(verb):
    """The press of a verb, in a world made for it; a verb without one fails here."""
    if hasattr(cases, verb):
        return getattr(cases, verb)(cases.world())
    with clock.at(papers.AFTER_DUE):
        case = getattr(papers, verb)(papers.world())
        case.at = case.at or papers.AFTER_DUE
        return case


def prepared(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    formats = {f: (lambda c: b"made", "text/plain", f) for f in press.FORMATS}
    monkeypatch.setattr(press, "FORMATS", formats)
    make.ledger()


@pytest.fixture
def once(committed, settings, tmp_path, monkeypatch):
    with make.at(cast.APRIL_2):
        prepared(settings, tmp_path, monkeypatch)
        yield


@pytest.fixture
def seen(db, settings, tmp_path, monkeypatch):
    with make.at(cast.APRIL_2):
        prepared(settings, tmp_path, monkeypatch)
        yield


def test_every_verb_of_the_journal_has_its_case():
    assert [v for v in VERBS if not hasattr(cases, v) and not hasattr(papers, v)] == []
    assert {*VERBS, *BESIDE} >= set(DECIDES_ON_NOTHING)


@pytest.mark.one_in(4, on="sqlite")
@pytest.mark.one_in(6, on="postgresql")
@pytest.mark.parametrize("verb", [*VERBS, *BESIDE])
def test_one_press_is_one_press_however_often_it_arrives(once, verb):
    case = case_of(verb)
    with case.moment():
        then = events()
        counted, journalled, status, changed = alone(case)
        found = journalled[len(then) :].count(BESIDE.get(verb, verb))
        assert status < 400 and found == (BESIDE.get(verb, verb) != "")
        assert [change for change in changed if re.search("[a-z]", change.what)] == []
        first, second = case.client(), case.client()
        second.cookies.update(first.cookies)
        form = case.form(first)
        answers = at_once(case, [first, second], form)
        assert numbers() == counted and events() == journalled
        stood = rows()
        time.sleep(0.1)
        answers.append(later(case, first, form, timedelta()))
        answers.append(later(case, first, form, timedelta(minutes=1)))
        assert events() == journalled and rows() == stood
        assert {answer.status_code for answer in answers} <= {302, 401}
        if verb not in MAY_BE_ASKED_TO_SIGN_IN:
            assert len({told(answer) for answer in answers}) == 1


@pytest.mark.at_length
@pytest.mark.parametrize("verb", sorted({*VERBS, *BESIDE} - set(DECIDES_ON_NOTHING)))
def test_what_was_changed_since_the_page_was_opened_is_not_decided_on(seen, verb):
    case = case_of(verb)
    with case.moment():
        client = case.client()
        form = case.form(client)
        case.changes()
        stood, journalled = rows(), events()
        before = list(Press.objects.values_list("pk", flat=True))
        answer = case.press(client, form)
        assert answer.status_code < 500
        assert rows() == stood and events() == journalled
        page = answer.content.decode()
        if answer.status_code == 302:
            page = client.get(answer["Location"], follow=True).content.decode()
        assert case.says in page
        left = Press.objects.exclude(pk__in=before)  # nothing was done: the key is free
        assert not left.exists()


def test_a_press_without_a_key_is_held_and_done_when_pressed_again(seen):
    case = case_of("suggest")
    client = case.client()
    answer = client.post("/suggestions/", case.typed)
    assert answer.status_code == 409 and not Event.objects.filter(verb="suggest").exists()
    page = answer.content.decode()
    assert "刚才填的内容还在，按一下继续" in page and 'value="功率看不懂"' in page
    case.page = "/suggestions/"
    answer = client.post("/suggestions/", {**case.typed, "once": "k" * 24})
    assert answer.status_code == 302 and Event.objects.filter(verb="suggest").count() == 1


def test_the_same_key_with_other_words_is_another_press(seen):
    case = case_of("suggest")
    client = case.client()
    form = case.form(client)
    for text in ("一", "二", "一"):
        case.typed["text"] = text
        case.press(client, form)
    assert Event.objects.filter(verb="suggest").count() == 2


def test_a_one_time_password_is_shown_to_the_same_press_and_kept_nowhere(seen):
    case = case_of("account_reset")
    client = case.client()
    form = case.form(client)
    shown = [case.press(client, form) and client.get("/people/").content.decode() for _ in range(2)]
    words = [page.split("的一次性初始密码：")[1].split("（")[0] for page in shown]
    assert words[0] == words[1] and len(words[0]) == 16
    assert words[0] not in str(list(Press.objects.values()))
    case.who.refresh_from_db()
    officer = cases.Unit.objects.get(code=cast.DAIYUE).posts.get().user
    assert officer.check_password(words[0])


def test_keys_of_pages_long_closed_are_dropped(seen):
    case = case_of("suggest")
    case.press(client := case.client(), case.form(client))
    forget()
    assert Press.objects.count() == 1
    with make.at(date(2025, 5, 3)):
        forget()
    assert not Press.objects.exists()


def test_opening_a_ledger_or_its_months_twice_does_it_once(seen):
    yunxi.join()
    other, opened = Area.objects.get(code=yunxi.CODE), []
    for _ in range(2):
        books.open_ledger(other.plans.get(), other, Month(2025, 1), "系统")
        books.open_periods(Ledger.objects.get(county=other), "系统")
        opened.append(Ledger.objects.get(county=other).county.periods.count())
    found = Event.objects.filter(object_name__startswith="云溪县")
    assert found.filter(verb="open_ledger").count() == 1
    assert opened[0] == opened[1] > 0


def test_who_cannot_get_hold_of_what_others_hold_is_asked_to_press_again(seen, monkeypatch):
    def locked(*_):
        raise OperationalError("database is locked")

    monkeypatch.setattr(presses, "HELD_UP", 0.1)
    monkeypatch.setattr(suggestions, "suggest", locked)
    case = case_of("suggest")
    client = case.client()
    form = case.form(client)
    answer = case.press(client, form)
    assert answer.status_code == 503 and answer["Retry-After"]
    assert "请等一会儿再试" in answer.content.decode()
    monkeypatch.undo()
    case.press(client, form)
    assert Event.objects.filter(verb="suggest").count() == 1
