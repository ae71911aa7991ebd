"""What comes in is clean text of a bounded size, and nothing that no page has offered."""

import unicodedata

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from ledger.models import Period
from ledger.sheets.sheet import clean
from reports.models import Suggestion
from shanyin_charging import clock, incoming
from shanyin_charging.accounts.models import User
from shanyin_charging.audit.once import new_key
from shanyin_charging.cleaning import cleaned
from tests import cast
from tests.test_refusals import is_the_portals, said

pytestmark = pytest.mark.django_db
ODD = "充\0电\x0b桩\u202e、\ufffe\U0010ffff\ud83d薛圐圙e\u0301\r\n\t止"
CLEAN = "充电 桩、薛圐圙é\r\n\t止"


@pytest.fixture
def browser(db):
    client = Client(raise_request_exception=False)
    client.force_login(cast.office())
    return client


def test_text_is_composed_and_has_nothing_in_it_that_some_program_refuses():
    assert cleaned(ODD) == CLEAN == unicodedata.normalize("NFC", CLEAN)
    assert cleaned(CLEAN) == CLEAN and cleaned("plain 7.5") == "plain 7.5"
    assert clean("\ufffe城南\0站\x0b ") == "城南站"


def test_what_is_typed_is_stored_clean(browser):
    typed = {"text": "建议\0把\ufffe站名\x0b写全", "page": "/sites/", "once": "1-a-key-of-a-page"}
    typed["once"] = f"{User.objects.get().pk}-a-key-of-a-page"
    browser.post(reverse("suggestions"), typed)
    assert Suggestion.objects.get().text == "建议把站名 写全"


def test_a_secret_is_taken_as_it_was_typed(rf):
    data = {"password": "a\u0301\x7f", "note": "a\u0301\x7f"}
    found = incoming.of_text(rf.post("/", data).POST)
    assert (found["password"], found["note"]) == ("a\u0301\x7f", "á")


@pytest.mark.parametrize("path", ["/c/a%00b/", "/units/a%EF%BF%BE/", "/bulletins/%E2%80%AE/"])
def test_there_is_no_page_at_an_address_that_is_no_text(browser, path):
    answer = browser.get(path)
    assert answer.status_code == 404 and is_the_portals(answer)


@pytest.mark.parametrize(
    "sent",
    [
        {"once": "键" * 20, "text": "好"},  # no page gives such a key
        {"once": "0-a-key-of-a-page", "text": "好" * (incoming.MOST_TEXT + 1)},
    ],
)
def test_what_no_page_offers_is_refused_in_words(browser, sent):
    answer = browser.post(reverse("suggestions"), sent)
    assert answer.status_code == 400 and is_the_portals(answer)
    assert "和这一页提供的不一样" in said(answer) and not Suggestion.objects.exists()


@pytest.mark.usefixtures("april")
def test_the_last_of_all_days_is_no_fault_of_ours(browser):
    period = Period.objects.latest("starts_on")
    sent = {"reason": "停电", "until": "9999-12-31", "once": new_key()}
    answer = browser.post(f"/board/{period.pk}/extend/", sent)
    assert answer.status_code == 400 and is_the_portals(answer)


def test_more_than_a_stranger_may_send_is_refused_before_it_is_read(browser):
    half, stranger = incoming.MOST_OF_A_STRANGER + 1, Client()
    sent = {"CONTENT_LENGTH": str(half), "content_type": "multipart/form-data; boundary=x"}
    for who, path in ((stranger, "/sign-in/"), (stranger, "/lists/")):
        answer = who.post(path, b"--x--", **sent)
        assert answer.status_code == 413 and "合计不超过12兆" in said(answer)
    sent["CONTENT_LENGTH"] = str(incoming.MOST_BYTES + 1)
    answer = browser.post("/lists/", b"--x--", **sent)
    assert answer.status_code == 413 and "合计不超过100兆" in said(answer)


def test_a_file_is_called_what_can_be_shown(rf):
    file = SimpleUploadedFile("清\u202e单.xlsx", b"x")
    incoming.name_cleanly(file)
    assert file.name == "清单.xlsx"


def test_no_text_is_longer_than_its_column():
    """On SQLite too, whoever writes it."""
    made = Suggestion(text="好", page="/" * 201, by=cast.office(), at=clock.now())
    with pytest.raises(DatabaseError, match="too long"), transaction.atomic():
        made.save()
    made.page = "/" * 200
    made.save()
    with pytest.raises(DatabaseError, match="too long"), transaction.atomic():
        Suggestion.objects.update(page="/" * 201)
