"""Who guesses passwords: counted by account and by address, locked for a while, on record; and who
cannot get in is let in again."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client, RequestFactory

from shanyin_charging.accounts import people
from shanyin_charging.accounts.models import User
from shanyin_charging.audit.address import address_of
from shanyin_charging.audit.models import Event
from tests import cast

pytestmark = pytest.mark.django_db
LOCKED, WRONG, IN = 429, 200, 302


def try_in(username, password="wrong", address="10.0.0.1", **headers):
    """The status of a sign-in in a browser of its own."""
    data = {"username": username, "password": password}
    return Client().post("/sign-in/", data, REMOTE_ADDR=address, **headers).status_code


def told(*verbs):
    found = Event.objects.filter(verb__in=verbs).order_by("number")
    return [(e.verb, e.actor, e.person, e.object_name, e.address) for e in found]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "", "192.0.2.9"),
        (0, "1.1.1.1", "192.0.2.9"),
        (1, "203.0.113.5", "203.0.113.5"),
        (1, "1.1.1.1, 203.0.113.5", "203.0.113.5"),
        (1, "", "192.0.2.9"),
        (1, "1.1.1.1, no address", "192.0.2.9"),
        (2, "1.1.1.1, 203.0.113.5, 10.0.0.2", "203.0.113.5"),
        (2, "203.0.113.5", "192.0.2.9"),
        (1, "2001:DB8::1", "2001:db8::1"),
    ],
)
def test_what_a_stranger_writes_into_the_header_is_not_their_address(
    settings, proxies, forwarded, address
):
    settings.PROXIES = proxies
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.9", **headers)
    assert address_of(request) == address


def test_behind_a_proxy_each_computer_has_its_own_limit_and_its_address_is_on_record(settings):
    settings.PROXIES = 1
    cast.office()
    for _ in range(5):
        last = try_in("office", address="127.0.0.1", HTTP_X_FORWARDED_FOR="1.2.3.4, 203.0.113.5")
    assert last == LOCKED
    forged = {"HTTP_X_FORWARDED_FOR": "198.51.100.7, 203.0.113.5"}
    assert try_in("office", cast.PASSWORD, "127.0.0.1", **forged) == LOCKED
    other = {"HTTP_X_FORWARDED_FOR": "203.0.113.6"}
    assert try_in("office", cast.PASSWORD, "127.0.0.1", **other) == IN
    assert {address for *_, address in told("sign_in_failed", "lock_out")} == {"203.0.113.5"}


def test_each_failure_and_the_lock_are_on_record_and_what_is_no_account_is_not_written_down():
    office = cast.office()
    for _ in range(7):  # the last two are not looked at any more
        try_in("office")
    try_in("my secret password")
    failed = ("sign_in_failed", "未登录", None, "office", "10.0.0.1")
    locked = ("lock_out", "未登录", None, "office", "10.0.0.1")
    nobody = ("sign_in_failed", "未登录", None, "（没有这个账号）", "10.0.0.1")
    assert told("sign_in_failed", "lock_out") == [*[failed] * 5, locked, nobody]
    assert Event.objects.filter(verb="lock_out").get().object_key == str(office.pk)


def test_an_address_that_tries_many_accounts_is_locked_for_all_of_them():
    """34 accounts, and 300 guesses: the address is through after 30, whoever is tried."""
    names = [cast.person(f"unit{n}", "officer").username for n in range(34)]
    counted = [try_in(names[n % 34]) for n in range(300 if cast.LONG else 40)]
    assert counted.count(WRONG) == 29 and set(counted[29:]) == {LOCKED}
    assert try_in(names[0], cast.PASSWORD) == LOCKED
    assert try_in(names[0], cast.PASSWORD, "10.0.0.2") == IN


def test_who_signs_in_in_between_has_not_made_the_address_clean_again():
    cast.person("own", "officer")
    for n in range(29):
        try_in(f"unit{n}")
    assert try_in("own", cast.PASSWORD) == IN
    try_in("unit30")
    assert try_in("unit31", "whatever") == LOCKED


def test_an_account_that_many_addresses_try_is_locked_for_all_of_them():
    admin, office = cast.administrator(), cast.office()
    for n in range(30):
        try_in("office", address=f"10.0.1.{n}")
    assert try_in("office", cast.PASSWORD, "10.0.2.1") == LOCKED
    assert try_in("office", people.reset_password(admin, office), "10.0.2.1") == IN


def test_trying_while_it_is_locked_does_not_make_it_longer(settings, monkeypatch):
    cast.office()
    begun, minute = people.clock.now(), people.clock.timedelta(minutes=1)
    monkeypatch.setattr("axes.handlers.proxy.now", lambda: begun)
    for _ in range(5):
        try_in("office")
    monkeypatch.setattr("axes.handlers.proxy.now", lambda: begun + 14 * minute)
    assert try_in("office") == LOCKED
    monkeypatch.setattr("axes.handlers.proxy.now", lambda: begun + 16 * minute)
    assert try_in("office", cast.PASSWORD) == IN


def test_a_new_password_lifts_the_lock_and_the_locked_page_says_whom_to_ask(settings, client):
    settings.OFFICE_TELEPHONE = "0349-7070000"
    admin, office = cast.administrator(), cast.office()
    for _ in range(5):
        page = client.post("/sign-in/", {"username": "office", "password": "wrong"})
    said = page.content.decode()
    assert "请联系专班办公室（电话0349-7070000）" in said and "再试不会延长" in said
    given = {"username": "office", "password": people.reset_password(admin, office)}
    assert client.post("/sign-in/", given).headers["Location"] == "/"


def test_an_administrator_who_lost_the_password_gets_another_on_the_machine():
    admin = cast.administrator()
    User.objects.filter(pk=admin.pk).update(is_active=False)
    for _ in range(5):
        try_in("admin")
    out = StringIO()
    call_command("reset_administrator", "admin", stdout=out)
    password = out.getvalue().split("一次性密码 ")[1].split("（")[0]
    assert try_in("admin", password) == IN
    admin.refresh_from_db()
    assert admin.is_active and admin.must_change_password
    acted = Event.objects.filter(verb__in=("account_toggle", "account_reset"))
    assert [(e.actor, e.object_key) for e in acted] == [("系统", str(admin.pk))] * 2


def test_the_command_resets_no_other_account_and_there_is_no_superuser():
    cast.office()
    with pytest.raises(CommandError, match="没有叫“office”的系统管理员账号"):
        call_command("reset_administrator", "office")
    with pytest.raises(CommandError, match="这个平台没有超级用户"):
        call_command("createsuperuser", username="root")


def test_a_stopped_account_is_signed_out_and_stays_so_when_it_is_used_again(client):
    admin, office = cast.administrator(), cast.office()
    client.force_login(office)
    assert client.get("/").status_code == 200
    people.set_active(admin, office, False)
    assert client.get("/").headers["Location"] == "/sign-in/?next=/"
    people.set_active(admin, office, True)
    assert client.get("/").headers["Location"] == "/sign-in/?next=/"
