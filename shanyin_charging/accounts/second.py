"""动态口令: a second proof at the door, of who has set it up. An app on the phone shows the codes
(RFC 6238, kept and checked by django-otp); others, each good once, are for who has lost it."""

from binascii import unhexlify
from io import BytesIO

import segno
from django.db import transaction
from django.utils.safestring import SafeString, mark_safe
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from shanyin_charging.accounts import rules
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.transitions import Refused, require

SPARE = 10  # codes for who has lost the phone
APP, PAPER = "动态口令", "备用码"
NOT_SET_UP = "没有设动态口令"


def is_set_up(user: User) -> bool:
    """Whether the person is asked for a code at the door."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def left(user: User) -> int:
    """How many spare codes the person has."""
    return StaticToken.objects.filter(device__user=user).count()


def device_of(user: User, key: str) -> TOTPDevice:
    """What an app is told of, not stored yet."""
    return TOTPDevice(user=user, key=key, name=APP)


def picture(address: str) -> SafeString:
    """The address as a QR code that an app reads from the screen."""
    kept = BytesIO()
    segno.make(address, error="m").save(
        kept, kind="svg", xmldecl=False, border=2, scale=4, light="#fff"
    )
    return mark_safe(kept.getvalue().decode())


def shows(key: str, code: str) -> bool:
    """Whether the app that was told the key shows this code now, by the machine's own clock: that
    of a demo is not the phone's."""
    right = code.isascii() and code.isdecimal()
    return right and bool(TOTP(unhexlify(key)).verify(int(code), tolerance=1))


@transaction.atomic
def set_up(user: User, key: str, code: str) -> list[str]:
    """Ask the person for codes from now on; returns the spare ones, which are shown once. Raises
    Refused for a code that the app cannot show."""
    if is_set_up(user):
        raise Refused("已经设过动态口令")
    if not shows(key, code):
        raise Refused("口令不对：请填手机上现在显示的6位数字；总是不对的，请核对手机的时间")
    device = device_of(user, key)
    device.save()
    journal.record(user, "set_up_second", user)
    return make_spare(user)


@transaction.atomic
def renew(user: User) -> list[str]:
    """Other spare codes in place of those that the person has."""
    if not is_set_up(user):
        raise Refused(NOT_SET_UP)
    journal.record(user, "renew_second", user)
    return make_spare(user)


@transaction.atomic
def turn_off(actor: User | str, user: User) -> None:
    """Ask the person for no code any more: who has shown their password, or by who keeps accounts.
    Raises Refused for anybody else, and where nothing was set up."""
    if isinstance(actor, User) and actor != user:
        require(rules.can_keep_account_of(actor, user))
    if not is_set_up(user):
        raise Refused(NOT_SET_UP)
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    journal.record(actor, "turn_off_second", user)


@transaction.atomic
def proves(user: User, code: str) -> str:
    """What the code is, as it proves who is there: of the app, or a spare one, which is used up
    by it; empty for any other."""
    code = "".join(code.split()).lower()
    for kind, said in ((TOTPDevice, APP), (StaticDevice, PAPER)):
        device = kind.objects.select_for_update().filter(user=user, confirmed=True).first()
        fits = code.isdecimal() is (kind is TOTPDevice)
        if device and fits and code.isascii() and device.verify_token(code):
            return said
    return ""


def make_spare(user: User) -> list[str]:
    """New spare codes, none of digits alone, in place of all of before."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name=PAPER)
    codes: set[str] = set()
    while len(codes) < SPARE:
        code = StaticToken.random_token()
        codes |= set() if code.isdecimal() else {code}
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return sorted(codes)
