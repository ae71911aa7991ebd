"""What is refused is refused on a page of the portal's, in its words, with a way back."""

import re

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.http import Http404
from django.test import Client
from django.views.defaults import server_error

from reports.todo import lists
from shanyin_charging import refusals
from shanyin_charging.accounts.models import Role, User
from tests import cast
from tests.pressing import Forms

pytestmark = pytest.mark.django_db
OURS = {"origin": "http://testserver", "referer": "http://testserver/me/"}
TYPED = {"phone": "0349-7070002", "mobile": "", "email": "", "once": "a key that is long enough"}


@pytest.fixture
def browser(db):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(cast.office())
    return client


def is_the_portals(answer):
    page = answer.content.decode()
    return all(
        part in page
        for part in ('class="masthead"', "<h1>", 'href="/"', "充（换）电基础设施建设调度平台")
    )


def said(answer):
    return re.sub(r"<[^>]+>|\s", "", answer.content.decode().partition("<main")[2])


@pytest.mark.parametrize("path", ["/nowhere/", "/sites/999999/", "/indicators/I99/"])
def test_what_is_not_there(browser, path):
    answer = browser.get(path)
    assert answer.status_code == 404 and is_the_portals(answer)
    assert "没有这一页" in said(answer) and "返回首页" in said(answer)


def test_what_is_not_there_in_the_words_of_who_found_it_out(rf, admin_words="没有这一年的日历"):
    request = rf.get("/calendar/", headers={"referer": "http://testserver/board/"})
    request.user = cast.office()
    answer = refusals.not_found(request, Http404(admin_words))
    assert f"{admin_words}。" in said(answer)
    assert 'href="/board/"' in answer.content.decode() and "返回上一页" in said(answer)


@pytest.mark.parametrize("path", ["/sign-out/", "/bulletins/draft/", "/submissions/1/approve/"])
def test_an_address_that_only_takes_presses(browser, path):
    answer = browser.get(path)
    assert answer.status_code == 405 and answer["Allow"] and is_the_portals(answer)
    assert "只用来提交" in said(answer) and "没有改动" in said(answer)


def test_what_is_not_theirs_to_do(rf):
    request = rf.get("/rules/")
    request.user = User(role=Role.LEADER)
    answer = refusals.forbidden(request, PermissionDenied())
    assert answer.status_code == 403 and is_the_portals(answer) and "不能办理" in said(answer)


def test_too_much_is_not_taken_in():
    browser = Client()
    browser.force_login(cast.office())
    answer = browser.post("/me/", {"phone": "1" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE * 2})
    assert answer.status_code == 400 and is_the_portals(answer)
    assert "没有收下" in said(answer) and "上一页" in said(answer)


def test_an_error_is_told_without_the_database(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = server_error(rf.get("/"))
    assert answer.status_code == 500 and is_the_portals(answer)
    assert "没有保存" in said(answer) and "后退" in said(answer)


def test_a_press_with_an_old_token_is_shown_once_more_and_then_taken(browser):
    shown = Forms(browser.get("/me/").content.decode()).all[-1]
    browser.cookies.clear(), browser.force_login(User.objects.get(username="office"))
    answer = browser.post("/me/", {**TYPED, "seen": shown["seen"]}, headers=OURS)
    assert answer.status_code == 403 and is_the_portals(answer)
    form = next(f for f in Forms(answer.content.decode()).all if f.action == "/me/")
    assert form["phone"] == "0349-7070002" and form["once"] == TYPED["once"]
    sent = {name: values[0] for name, values in form.fields.items() if name}
    assert browser.post("/me/", sent, headers=OURS).status_code == 302
    assert User.objects.get(username="office").phone == "0349-7070002"


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", ""])
def test_nothing_from_elsewhere_is_ever_shown_to_be_pressed(browser, origin):
    answer = browser.post("/me/", TYPED, headers={"origin": origin} if origin else {})
    assert answer.status_code == 403 and is_the_portals(answer)
    assert "0349-7070002" not in answer.content.decode() and "已经过期" in said(answer)


def test_an_old_token_keeps_no_password_on_a_page(browser):
    answer = browser.post("/password/", {"old_password": "my secret"}, headers=OURS)
    assert answer.status_code == 403 and "my secret" not in answer.content.decode()


def test_signing_out_twice_leads_to_the_door_and_no_further(client):
    client.force_login(cast.office())
    for _ in range(2):
        assert client.post("/sign-out/")["Location"] == "/sign-in/"


def test_a_file_after_the_session_leads_back_to_its_page_after_signing_in(client):
    file = SimpleUploadedFile("清单.xlsx", b"x")
    answer = client.post("/lists/", {"file": file}, headers={"referer": "http://testserver/lists/"})
    assert answer["Location"] == "/sign-in/?next=/lists/"
    posted = {"file": file, "note": ""}
    from_page = {"referer": "http://testserver/returns/1/grid/"}
    answer = client.post("/returns/1/grid/attach/", posted, headers=from_page)
    assert answer["Location"] == "/sign-in/?next=/returns/1/grid/"


def test_a_refusal_that_leads_elsewhere_says_what_was_typed(client):
    client.force_login(cast.office())
    page = client.post("/lists/", {"note": "供电公司3月台账"}, follow=True)
    assert "请先选择清单文件" in said(page) and "您刚才填的：供电公司3月台账" in said(page)


def test_a_page_that_the_database_did_not_give_asks_to_come_again(browser, monkeypatch):
    def held(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(lists, "to_do_of", held)
    answer = browser.get("/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "数据库暂时没有回应" in said(answer)
    assert is_the_portals(answer)
