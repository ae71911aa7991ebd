"""Signing in, the forced first change of password, the lock after five failures."""

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher

from shanyin_charging.accounts.models import Role, User
from shanyin_charging.audit.models import Event
from shanyin_charging.audit.once import new_key
from tests import cast
from tests.test_refusals import said as words_of

pytestmark = pytest.mark.django_db


def test_every_page_but_the_door_asks_for_a_sign_in(client):
    for path in (
        "/",
        "/plan/",
        "/dispatch/",
        "/board/",
        "/ledger/",
        "/figures/I01_140621_y_202511/",
    ):
        assert client.get(path).headers["Location"] == f"/sign-in/?next={path}"
    assert client.get("/healthz").content == b"ok"


def test_a_first_password_must_be_changed_before_anything_else(client):
    user = User.objects.create_user("new", cast.PASSWORD, name="新人", role=Role.OFFICE)
    client.force_login(user)
    assert client.get("/dispatch/").headers["Location"] == "/password/"
    answer = client.post(
        "/password/",
        {
            "old_password": cast.PASSWORD,
            "new_password1": "another long password",
            "new_password2": "another long password",
        },
    )
    assert answer.headers["Location"] == "/"
    assert client.get("/").status_code == 200
    assert Event.objects.get(verb="change_password").object_name == "新人"


def test_five_wrong_passwords_lock_the_account_from_that_address(client):
    cast.office()
    for _ in range(5):
        answer = client.post("/sign-in/", {"username": "office", "password": "wrong"})
    assert answer.status_code == 429
    assert "账号已暂时锁定" in answer.content.decode()
    assert "连续5次" in answer.content.decode()
    assert "15分钟后可以再试" in answer.content.decode()
    answer = client.post("/sign-in/", {"username": "office", "password": cast.PASSWORD})
    assert answer.status_code == 429
    answer = client.post(
        "/sign-in/", {"username": "office", "password": cast.PASSWORD}, REMOTE_ADDR="10.0.0.9"
    )
    assert answer.headers["Location"] == "/"


def test_every_answer_carries_a_strict_policy(client):
    client.force_login(cast.office())
    for path in ("/", "/no-such-page/", "/sign-in/"):
        answer = client.get(path)
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_only_the_auditor_reads_the_journal(client):
    client.force_login(cast.office())
    assert client.get("/journal/").status_code == 404
    client.force_login(cast.person("auditor", Role.AUDITOR))
    assert client.get("/journal/").status_code == 200


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("short", "新密码太短，至少要12个字符"),
        ("officer_officer", "新密码和账号、姓名太像"),
        ("password1234", "新密码太常见"),
        (cast.PASSWORD, "新密码和现在的一样"),
        ("zzzzzzzzzzzz", "重复的或者连着的字符"),
        ("abcdabcdabcd", "重复的或者连着的字符"),
        ("3456789012345", "重复的或者连着的字符"),
        ("qwertyuiop98765", "重复的或者连着的字符"),
        ("Shanyin2025!!", "只由地名、“充电”这样的词加数字组成"),
        ("岱岳镇充电桩2025-1206", "只由地名、“充电”这样的词加数字组成"),
        ("daiyuezhen_20251206", "只由地名、“充电”这样的词加数字组成"),
    ],
)
def test_a_weak_password_is_refused_in_chinese(client, password, sentence):
    client.force_login(cast.person("officer_office", Role.OFFICE))
    answer = client.post(
        "/password/",
        {"old_password": cast.PASSWORD, "new_password1": password, "new_password2": password},
    )
    assert sentence in answer.content.decode()
    assert list(answer.context["form"].errors) == ["new_password1"]


def test_a_form_sent_after_the_session_ended_is_held_and_goes_on_after_signing_in(client):
    office = cast.office()
    sent = {"reason": "停电", "until": ["2025-05-01", "2025-05-02"], "once": new_key(office.pk)}
    answer = client.post("/board/1/housing/grant/?a=1", sent)
    text = answer.content.decode()
    assert answer.status_code == 401 and "刚才填的内容没有丢" in text
    held = answer.context["held"]
    wrong = client.post("/sign-in/", {"username": "office", "password": "wrong", "held": held})
    assert held in wrong.content.decode()
    signed_in = client.post(
        "/sign-in/", {"username": "office", "password": cast.PASSWORD, "held": held}
    ).content.decode()
    assert 'action="/board/1/housing/grant/?a=1"' in signed_in
    for field in (
        'name="reason" value="停电"',
        'name="until" value="2025-05-01"',
        'name="until" value="2025-05-02"',
    ):
        assert field in signed_in
    for said in ("<dd>准予补报</dd>", "office（office）", "<p>停电</p>", "2项数字和选择"):
        assert said in signed_in


def test_a_held_form_that_is_nobodys_is_not_carried_out_for_whoever_signs_in(client):
    """Somebody leaves a press of their own making at the door of a computer that others use."""
    cast.person("chief", Role.CHIEF)
    for key in ("", "0-forged"):
        held = client.post("/board/1/housing/grant/", {"reason": "停电", "once": key}).context
        data = {"username": "chief", "password": cast.PASSWORD, "held": held["held"]}
        page = client.post("/sign-in/", data, follow=True).content.decode()
        assert "没有写明是哪个账号的，没有办" in page and "停电" not in page
        client.logout()


def test_what_is_no_held_form_is_ignored_and_a_password_is_never_held(client):
    cast.office()
    answer = client.post(
        "/sign-in/", {"username": "office", "password": cast.PASSWORD, "held": "forged"}
    )
    assert answer.headers["Location"] == "/"
    client.logout()
    from_page = {"referer": "http://testserver/password/"}
    answer = client.post("/password/", {"old_password": "secret"}, headers=from_page)
    assert answer.headers["Location"] == "/sign-in/?next=/password/"


def test_what_one_account_sent_is_not_held_for_another(client):
    """The page's key says whose it was, though the session is over."""
    office = cast.office()
    cast.leader()
    sent = {"text": "功率看不懂", "once": f"{office.pk}-{'k' * 24}"}
    answer = client.post("/suggestions/", sent)
    assert answer.status_code == 401
    held = {"held": answer.context["held"], "password": cast.PASSWORD}
    page = client.post("/sign-in/", {"username": "leader", **held}, follow=True).content.decode()
    assert "是用另一个账号打开的" in page and "功率看不懂" not in page
    client.logout()
    page = client.post("/sign-in/", {"username": "office", **held}).content.decode()
    assert 'value="功率看不懂"' in page


def test_a_press_that_counted_is_told_to_the_browser_and_a_refused_one_is_not(client):
    office = cast.office()
    client.force_login(office)
    client.post("/suggestions/", {"text": "", "once": f"{office.pk}-refused"})
    assert "counted" not in client.cookies
    client.post("/suggestions/", {"text": "看不懂", "once": f"{office.pk}-done"})
    assert client.cookies["counted"].value.split("|")[-1] == f"{office.pk}-done"


def test_the_page_of_one_account_presses_nothing_for_another(client):
    client.force_login(cast.office())
    page = client.post("/suggestions/", {"text": "看不懂", "once": "999-theirs"}, follow=True)
    assert "这一页是用另一个账号打开的" in page.content.decode()
    assert not Event.objects.filter(verb="suggest").exists()
    path, kept = "/returns/1/housing/", {"once": "999-theirs", "kind": "added"}
    answer = client.post(path, kept, headers={"X-Autosave": "1"})
    assert answer.status_code == 409 and "另一个账号" in answer.json()["message"]


@pytest.mark.parametrize("to", ["https://elsewhere.example/", "//elsewhere.example", "\\\\e.cn"])
def test_who_signs_in_is_led_nowhere_else(client, to):
    cast.office()
    sent = {"username": "office", "password": cast.PASSWORD, "next": to}
    assert client.post("/sign-in/", sent).headers["Location"] == "/"


def test_an_account_that_there_is_not_is_answered_as_one_whose_password_is_wrong(
    client, monkeypatch
):
    """In the same words, and after as much work: one password is hashed."""
    cast.office()
    hashed, encode = [], MD5PasswordHasher.encode

    def counted(self, password, salt):
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    answers = [
        client.post("/sign-in/", {"username": name, "password": "wrong"}, REMOTE_ADDR=address)
        for name, address in (("office", "10.0.0.1"), ("nobody", "10.0.0.2"))
    ]
    assert hashed == ["wrong", "wrong"]
    assert [answer.status_code for answer in answers] == [200, 200]
    words = [words_of(answer) for answer in answers]
    assert words[0] == words[1] and "密码" in words[0]
