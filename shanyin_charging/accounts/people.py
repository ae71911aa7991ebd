"""The accounts of people: made, kept, taken out of use; and what people do with their own.

Each verb writes one event. Passwords are never in it, and of a mobile number or an e-mail address
it says that there is one and not which.
"""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from shanyin_charging import clock, serving
from shanyin_charging.accounts import attempts, rules, second
from shanyin_charging.accounts.models import Role, User
from shanyin_charging.audit import journal, once
from shanyin_charging.lifecycle.seen import require_seen, stamp
from shanyin_charging.lifecycle.transitions import Refused, require

PORTAL = "系统"  # who acts where no person does
STRANGER, UNKNOWN = "未登录", "（没有这个账号）"
SAME_PASSWORD = "新密码和现在的一样，请换一个"
NOW, LATER = "now", "later"  # when a person is handed their first password
CONTACT = ("phone", "mobile", "email")
PERSONAL, WITHHELD = ("mobile", "email"), "（不记）"


@transaction.atomic
def create_account(
    actor: User | None, username: str, name: str, role: str, handed: str = NOW, **contact: str
) -> tuple[User, str]:
    """The new account and its one-time password, which must be changed at the first sign-in; handed
    LATER: none yet, a slip gives it.

    It belongs to the county that is served. Raises Refused unless the actor keeps the accounts of
    that, or is None for its first administrator.
    """
    require(rules.can_keep_accounts(actor))
    require(rules.can_be_made(role))
    password = once.secret()
    try:
        told = {"name": name, "role": role, **contact}
        user = User.objects.create_user(username, password if handed == NOW else None, **told)
    except (IntegrityError, ValidationError):
        if not User.objects.filter(username=username).exists():
            raise
        raise Refused(f"账号“{username}”已有人用，请换一个", at="username") from None
    after = {"username": username, "name": name, "role": role, **_told(user, *contact)}
    journal.record(actor or PORTAL, "create_account", user, after=after)
    return user, password


@transaction.atomic
def let_read(division: str, username: str, name: str) -> tuple[User, str]:
    """The account of somebody who reads all counties of a city or province, with a one-time
    password: new, or anew for who has one. Raises Refused for a division that is no city's and no
    province's, and for an account of another sort."""
    require(rules.can_read_counties_of(division))
    password = once.secret()
    with serving.of(None):
        user = User.objects.filter(username=username).first()
        if user is None:
            user = User.objects.create_user(
                username, password, name=name, role=Role.ABOVE, division=division
            )
            after = {"username": username, "name": name, "role": Role.ABOVE, "division": division}
            journal.record(PORTAL, "create_account", user, after=after)
        elif (user.role, user.division) != (Role.ABOVE, division):
            raise Refused(f"账号“{username}”已有人用，请换一个")
        else:
            user.is_active = True
            user.save(update_fields=["is_active"])
            _set_password(PORTAL, "account_reset", user, password, must_change=True)
            if second.is_set_up(user):
                second.turn_off(PORTAL, user)
            attempts.unlock(username)
    return user, password


@transaction.atomic
def let_read_no_more(username: str) -> User:
    """Take such an account out of use; returns it. Raises Refused where there is none."""
    user = User.objects.filter(username=username, role=Role.ABOVE).first()
    if user is None:
        raise Refused(f"没有叫“{username}”的上级账号")
    with serving.of(None):
        _set_active(PORTAL, user, False)
    return user


@transaction.atomic
def reset_password(actor: User, user: User, seen: str | None = None) -> str:
    """The person's new one-time password. Raises Refused unless the actor keeps the accounts."""
    require(rules.can_keep_account_of(actor, user))
    user = User.objects.select_for_update().get(pk=user.pk)
    require_seen(seen, seen_of(user))
    password = once.secret()
    _set_password(actor, "account_reset", user, password, must_change=True)
    attempts.unlock(user.username)
    return password


@transaction.atomic
def reset_administrator(username: str) -> tuple[User, str]:
    """An administrator and their new one-time password, for whom nobody else resets it: who runs
    the portal. Raises Refused for what is no administrator's account."""
    user = User.objects.select_for_update().filter(username=username, role=Role.ADMIN).first()
    if user is None:
        raise Refused(f"没有叫“{username}”的系统管理员账号")
    with serving.of(user.division):
        if not user.is_active:
            _set_active(PORTAL, user, True)
        password = once.secret()
        _set_password(PORTAL, "account_reset", user, password, must_change=True)
        if second.is_set_up(user):
            second.turn_off(PORTAL, user)
    attempts.unlock(username)
    return user, password


@transaction.atomic
def set_active(actor: User, user: User, wanted: bool, seen: str | None = None) -> None:
    """Take the account out of use or into use; one that is there already stays as it is, without
    an event. Raises Refused for who may not, and for one's own account out of use."""
    require(rules.can_set_active(actor, user, wanted))
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.is_active == wanted:
        return
    require_seen(seen, seen_of(user))
    _set_active(actor, user, wanted)


@transaction.atomic
def change_account(actor: User, user: User, seen: str | None = None, **told: str) -> None:
    """Say anew what the person is called, where the office reaches them and what their role is;
    without an event when nothing of it is new. Raises Refused for who may not."""
    user = User.objects.select_for_update().get(pk=user.pk)
    require(rules.can_change(actor, user, told["role"]))
    require_seen(seen, seen_of(user))
    _change(actor, "change_account", user, told)


@transaction.atomic
def sign_in(user: User, how: str = "") -> None:
    """Note that the person is at the door and has shown who they are, beside the password `how`."""
    before, user.last_login = user.last_login, clock.now()
    user.save(update_fields=["last_login"])
    with serving.of(None if user.reads_counties else user.division):
        journal.record(
            user,
            "sign_in",
            user,
            before={"last_login": before and before.isoformat()},
            after={"last_login": user.last_login.isoformat()},
            how=how,
        )


@transaction.atomic
def fail_to_sign_in(username: str, locked: bool, how: str = "") -> None:
    """Note that somebody was at the door with a wrong password, or `how` else, and whether that
    locks it. What is no account is not written down: people type their password into the wrong
    field."""
    user = User.objects.filter(username=username).first()
    with serving.of(user.division if user and not user.reads_counties else None):
        subject = user or User(name=UNKNOWN)
        journal.record(STRANGER, "sign_in_failed", subject, how=how)
        if locked:
            journal.record(STRANGER, "lock_out", subject)


@transaction.atomic
def change_password(user: User, password: str) -> None:
    """Give oneself a password, which then need not be changed; raises Refused for the one that
    one has."""
    if user.check_password(password):
        raise Refused(SAME_PASSWORD)
    _set_password(user, "change_password", user, password, must_change=False)


@transaction.atomic
def change_contact(user: User, seen: str | None = None, **contact: str) -> None:
    """Say where one can be reached now; without an event when nothing of it is new."""
    stored = User.objects.select_for_update().get(pk=user.pk)
    require_seen(seen, contact_of(stored))
    _change(user, "change_contact", stored, contact)


def seen_of(user: User) -> str:
    """The stamp of an account, as who keeps the accounts sees it."""
    told = (user.name, user.phone, user.role)
    return stamp(told, user.is_active, user.must_change_password, user.password)


def contact_of(user: User) -> str:
    """The stamp of where a person can be reached."""
    return stamp([getattr(user, name) for name in CONTACT])


def _change(actor: User, verb: str, user: User, given: dict[str, str]) -> None:
    changed = [name for name, value in given.items() if getattr(user, name) != value]
    if not changed:
        return
    before = _told(user, *changed)
    for name in changed:
        setattr(user, name, given[name])
    user.save(update_fields=changed)
    journal.record(actor, verb, user, before=before, after=_told(user, *changed))


def _set_active(actor: User | str, user: User, wanted: bool) -> None:
    before, user.is_active = user.is_active, wanted
    user.save(update_fields=["is_active"])
    if not wanted:
        end_sessions(user)
    journal.record(
        actor,
        "account_toggle",
        user,
        before={"is_active": before},
        after={"is_active": wanted},
    )


def end_sessions(user: User) -> None:
    """Sign the person out wherever they are signed in, so that an account that is taken into use
    again begins at the door."""
    for session in Session.objects.all():
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()


def _set_password(
    actor: User | str, verb: str, user: User, password: str, *, must_change: bool
) -> None:
    before = user.must_change_password
    user.set_password(password)
    user.must_change_password = must_change
    user.save(update_fields=["password", "must_change_password"])
    journal.record(
        actor,
        verb,
        user,
        before={"must_change_password": before},
        after={"must_change_password": must_change},
    )


def _told(user: User, *names: str) -> dict[str, str]:
    """What the journal is told of these fields of an account."""
    given = {name: getattr(user, name) for name in names}
    return {
        name: WITHHELD if value and name in PERSONAL else value for name, value in given.items()
    }
