"""Every verb of accounts: done once, it writes one event that says what changed; done by anybody
else it is refused in Chinese and leaves no trace."""

import json
from binascii import unhexlify
from io import StringIO

import pytest
from django.core.management import call_command
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from shanyin_charging.accounts import people, second, verbs
from shanyin_charging.accounts.models import Role, User
from shanyin_charging.audit.models import Event
from shanyin_charging.lifecycle.transitions import Refused
from tests import cast, make

pytestmark = pytest.mark.django_db
NOON = "2025-04-02T12:00"
APP = "0123456789abcdef0123456789abcdef01234567"
OTHERS = sorted(set(Role.values) - {Role.ADMIN})


@pytest.fixture(autouse=True)
def april():
    with make.at(cast.APRIL_2):
        yield


def create(actor, user):
    contact = {"phone": "0349-7070001", "mobile": "13903490001", "email": ""}
    made, _ = people.create_account(actor, "new", "新人", Role.OFFICE, **contact)
    return made


def change_contact(actor, user):
    people.change_contact(user, phone="0349-7070002", mobile="13903490002", email="")


def change_account(actor, user):
    told = {"name": "郭凤鸣", "phone": "0349-7070003", "role": Role.OFFICER}
    people.change_account(actor, user, **told)


def with_codes(user):
    """Somebody who is asked for codes, without an event of it."""
    TOTPDevice.objects.create(user=user, key=APP)


def renew(actor, user):
    with_codes(user)
    second.renew(user)


def turn_off(actor, user):
    with_codes(user)
    second.turn_off(actor, user)


# Verb: (how it is done by an administrator to an officer, what was before, what is after).
ACTS = {
    "sign_in": (
        lambda actor, user: people.sign_in(user),
        {"last_login": None},
        {"last_login": NOON},
    ),
    "sign_in_failed": (
        lambda actor, user: people.fail_to_sign_in(user.username, locked=False),
        None,
        None,
    ),
    "change_password": (
        lambda actor, user: people.change_password(user, "another long password"),
        {"must_change_password": False},
        {"must_change_password": False},
    ),
    "change_contact": (
        change_contact,
        {"phone": "", "mobile": ""},
        {"phone": "0349-7070002", "mobile": "（不记）"},
    ),
    "set_up_second": (
        lambda actor, user: second.set_up(user, APP, f"{totp(unhexlify(APP)):06}"),
        None,
        None,
    ),
    "renew_second": (renew, None, None),
    "turn_off_second": (turn_off, None, None),
    "create_account": (
        create,
        None,
        {
            "username": "new",
            "name": "新人",
            "role": "office",
            "phone": "0349-7070001",
            "mobile": "（不记）",
            "email": "",
        },
    ),
    "change_account": (
        change_account,
        {"name": f"officer_{cast.DAIYUE}", "phone": ""},
        {"name": "郭凤鸣", "phone": "0349-7070003"},
    ),
    "account_reset": (
        lambda actor, user: people.reset_password(actor, user),
        {"must_change_password": False},
        {"must_change_password": True},
    ),
    "account_toggle": (
        lambda actor, user: people.set_active(actor, user, False),
        {"is_active": True},
        {"is_active": False},
    ),
}
GUARDED = {
    "create_account": create,
    "change_account": change_account,
    "account_reset": ACTS["account_reset"][0],
    "account_toggle": ACTS["account_toggle"][0],
    "turn_off_second": lambda actor, user: second.turn_off(actor, user),
}


def written(*events):
    """The events as text, for searching them for what must not be there."""
    return json.dumps([[e.before, e.after, e.detail] for e in events], ensure_ascii=False)


def test_the_table_of_acts_is_of_all_verbs_and_no_other():
    assert set(ACTS) | {"lock_out"} == {verb.name for verb in verbs.ACCOUNT}  # follows a failure


@pytest.mark.parametrize("verb", ACTS)
def test_each_verb_writes_one_event_about_the_account_with_before_and_after(verb):
    act, before, after = ACTS[verb]
    actor, user = cast.administrator(), cast.officer()
    subject = act(actor, user)
    subject = subject if isinstance(subject, User) else user
    event = Event.objects.exclude(verb="establish").get()
    assert (event.verb, event.object_type, event.object_key) == (
        verb,
        "accounts.user",
        str(subject.pk),
    )
    told = {
        name: value[: len(NOON)] if name == "last_login" and value else value
        for name, value in (event.after or {}).items()
    }
    assert (event.before, told or None) == (before, after)


@pytest.mark.parametrize("role", OTHERS)
@pytest.mark.parametrize("verb", GUARDED)
def test_nobody_but_the_administrator_keeps_accounts(verb, role):
    user, actor = cast.officer(), cast.person("somebody", role)
    stood = User.objects.values().get(pk=user.pk)
    with pytest.raises(Refused, match="只有系统管理员可以管理账号"):
        GUARDED[verb](actor, user)
    assert User.objects.values().get(pk=user.pk) == stood
    assert not Event.objects.exists() and User.objects.count() == 2


def test_an_administrator_does_not_stop_their_own_account():
    admin = cast.administrator()
    with pytest.raises(Refused, match="不能停用自己的账号"):
        people.set_active(admin, admin, False)
    admin.refresh_from_db()
    assert admin.is_active and not Event.objects.exists()


def test_an_account_that_is_where_it_is_wanted_stays_there_without_an_event():
    admin, user = cast.administrator(), cast.officer()
    for wanted, events in ((True, 0), (False, 1), (False, 1), (True, 2), (True, 2)):
        people.set_active(admin, user, wanted)
        user.refresh_from_db()
        assert user.is_active == wanted
        assert Event.objects.filter(verb="account_toggle").count() == events


def test_contact_that_is_not_new_is_no_event_and_only_what_is_new_is_told():
    user = cast.officer()
    contact = {"phone": "0349-7070001", "mobile": "13903490001", "email": "someone@example.cn"}
    people.change_contact(user, **contact)
    people.change_contact(user, **contact)
    people.change_contact(user, **{**contact, "email": "other@example.cn"})
    first, second = Event.objects.filter(verb="change_contact").order_by("number")
    assert second.before == second.after == {"email": "（不记）"}
    assert first.after == {"phone": "0349-7070001", "mobile": "（不记）", "email": "（不记）"}


def test_neither_a_password_nor_a_personal_number_is_ever_in_the_journal():
    admin, user = cast.administrator(), cast.officer()
    contact = {"phone": "", "mobile": "13903490001", "email": "someone@example.cn"}
    _, first = people.create_account(admin, "new", "新人", Role.OFFICE, **contact)
    second = people.reset_password(admin, user)
    people.change_password(user, "another long password")
    people.change_contact(user, **contact)
    text = written(*Event.objects.all())
    for secret in (first, second, "another long password", *contact.values()):
        assert not secret or secret not in text
    assert user.check_password("another long password")


def test_the_portal_itself_makes_the_first_administrator_and_no_other():
    out = StringIO()
    call_command("create_first_administrator", stdout=out)
    admin, event = User.objects.get(), Event.objects.get(verb="create_account")
    password = out.getvalue().split("一次性密码 ")[1].split("（")[0]
    assert admin.role == Role.ADMIN and admin.must_change_password
    assert admin.check_password(password)
    assert (event.actor, event.person, event.object_key) == ("系统", None, str(admin.pk))
    assert event.after == {"username": "admin", "name": "系统管理员", "role": "admin"}
    out = StringIO()
    call_command("create_first_administrator", stdout=out)
    assert out.getvalue() == "已有系统管理员，没有变化\n" and User.objects.count() == 1
