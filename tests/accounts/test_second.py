"""动态口令: offered to everybody, asked for where it is set up, required where the office has ruled
so; wrong codes count and are on record as wrong passwords are."""

import re
import time
from binascii import unhexlify

import pytest
from django.core.management import call_command
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from shanyin_charging.accounts import second
from shanyin_charging.accounts.models import Role
from shanyin_charging.audit.models import Event
from shanyin_charging.lifecycle.transitions import Refused
from tests import cast, make
from tests.pressing import PressingClient

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]


def shown(key, steps=0):
    """What the app on the phone shows, so many times thirty seconds from now."""
    return f"{totp(unhexlify(key), drift=steps):06}"


def at_the_door(name, password=cast.PASSWORD):
    client = PressingClient()
    client.get("/sign-in/")
    return client, client.post("/sign-in/", {"username": name, "password": password})


def signed_in(name):
    return at_the_door(name)[0]


def with_codes(user):
    """The key of the app, and spare codes; the present code of the app is used up by it."""
    key = "0123456789abcdef0123456789abcdef01234567"
    return key, second.set_up(user, key, shown(key))


def give(client, code):
    return client.post("/sign-in/code/", {"code": code})


def is_in(client):
    return client.get("/todo/").status_code == 200


def test_a_person_sets_it_up_on_their_own_page_and_is_asked_for_it_at_the_door():
    user = cast.office()
    client = signed_in("office")
    page = client.get("/me/second/").content.decode()
    assert "<svg" in page and "otpauth://totp/" in page
    key = client.session["second_key"]
    assert client.post("/me/second/", {"code": "000000"}).status_code == 409
    done = client.post("/me/second/", {"code": shown(key)}, follow=True).content.decode()
    spare = re.findall(r"<b>([a-z2-7]{8})</b>", done)
    assert len(spare) == 10 and second.left(user) == 10
    assert spare[0] not in client.get("/me/second/").content.decode()
    client, asked = at_the_door("office")
    assert "动态口令" in asked.content.decode() and not is_in(client)
    assert give(client, shown(key, 1)).status_code == 302 and is_in(client)
    client, _ = at_the_door("office")
    assert not is_in(client) and give(client, shown(key, 1)).status_code == 200, "used up"
    told = Event.objects.filter(verb="sign_in").order_by("number")
    assert [event.detail.get("how") for event in told] == ["", "动态口令"]
    failed = Event.objects.get(verb="sign_in_failed")
    assert failed.detail == {"how": "动态口令"} and failed.object_key == str(user.pk)
    assert not any(key in str(vars(event)) for event in Event.objects.all())


def test_a_spare_code_is_good_once_and_others_come_with_the_password():
    user = cast.office()
    _, spare = with_codes(user)
    client, _ = at_the_door("office")
    assert give(client, f" {spare[0].upper()} ").status_code == 302 and is_in(client)
    again, _ = at_the_door("office")
    assert give(again, spare[0]).status_code == 200 and not is_in(again)
    assert client.post("/me/second/", {"act": "renew", "password": "x"}).status_code == 409
    assert second.left(user) == 9
    client.post("/me/second/", {"act": "renew", "password": cast.PASSWORD})
    assert second.left(user) == 10 and not second.proves(user, spare[1])


def test_wrong_codes_lock_the_account_as_wrong_passwords_do():
    with_codes(cast.office())
    client, _ = at_the_door("office")
    answers = [give(client, "000000").status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    assert give(client, "000000").status_code == 429
    assert at_the_door("office")[1].status_code == 429
    verbs = list(Event.objects.order_by("number").values_list("verb", flat=True))
    assert verbs.count("sign_in_failed") == 5 and verbs.count("lock_out") == 1


def test_a_code_alone_opens_nothing_and_neither_does_a_password_of_long_ago(monkeypatch):
    key, spare = with_codes(cast.office())
    client = PressingClient()
    assert give(client, spare[0])["Location"] == "/sign-in/" and not is_in(client)
    client, _ = at_the_door("office")
    session = client.session
    session["waits_for_code"] = [session["waits_for_code"][0], 0]
    session.save()
    assert give(client, spare[0])["Location"] == "/sign-in/" and not is_in(client)


def test_it_is_turned_off_by_its_owner_with_the_password_or_by_who_keeps_accounts():
    user, admin = cast.office(), cast.administrator()
    _, spare = with_codes(user)
    client, _ = at_the_door("office")
    give(client, spare[0])
    assert client.post("/me/second/", {"act": "turn_off", "password": "x"}).status_code == 409
    assert second.is_set_up(user)
    client.post("/me/second/", {"act": "turn_off", "password": cast.PASSWORD})
    assert not second.is_set_up(user) and second.left(user) == 0
    with_codes(user)
    with pytest.raises(Refused, match="只有系统管理员"):
        second.turn_off(cast.leader(), user)
    keeper = PressingClient()
    keeper.force_login(admin)
    assert "关闭动态口令" in keeper.get(f"/people/{user.pk}/").content.decode()
    keeper.get(f"/people/{user.pk}/second/")
    keeper.post(f"/people/{user.pk}/second/")
    assert not second.is_set_up(user)
    actors = Event.objects.filter(verb="turn_off_second").order_by("number")
    assert [event.person for event in actors] == [user.pk, admin.pk]


def test_an_administrator_who_lost_the_phone_gets_in_by_the_command_on_the_machine(capsys):
    admin = cast.administrator()
    with_codes(admin)
    call_command("reset_administrator", admin.username)
    assert not TOTPDevice.objects.exists()


def test_it_is_required_once_the_head_of_the_office_has_ruled_so_and_not_before():
    user = cast.person("late", Role.LEADER)
    client = signed_in("late")
    assert is_in(client) or client.get("/").status_code == 200
    make.ruled("door:second", {"answer": True})
    client = signed_in("late")
    assert client.get("/bulletins/")["Location"] == "/me/second/"
    page = client.get("/me/second/").content.decode()
    assert "请先设好" in page
    client.post("/me/second/", {"code": shown(client.session["second_key"])})
    assert client.get("/bulletins/").status_code == 200 and second.is_set_up(user)


def test_the_code_of_a_phone_whose_clock_is_off_by_half_a_minute_is_good_and_of_a_minute_not():
    key = "00" * 20
    now = time.time() // 30
    assert second.shows(key, shown(key, 1)) and not second.shows(key, shown(key, 3))
    assert time.time() // 30 - now < 2
