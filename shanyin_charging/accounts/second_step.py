"""动态口令: the code at the door, and the page on which a person sets it up and turns it off."""

from base64 import b32encode
from binascii import unhexlify
from contextlib import suppress

from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST
from django_otp.util import random_hex

from shanyin_charging import clock
from shanyin_charging.accounts import attempts, entering, people, second, sessions
from shanyin_charging.accounts.models import User
from shanyin_charging.accounts.requests import Request
from shanyin_charging.audit.once import PressedBefore
from shanyin_charging.lifecycle.transitions import Refused

SPARE = "spare_codes"  # in the session, until they are shown
KEY = "second_key"  # in the session: what the app was told while it is being set up
WAITS, PATIENCE = "waits_for_code", 300  # in the session: who has shown a password; seconds
LATE = "输完密码后等得太久，请重新登录"
WRONG = "口令不对。请填手机上现在显示的6位数字，或者一个没有用过的备用码"
GROUP = 4  # characters of a key that are typed at once


def ask(request: HttpRequest, user: User) -> HttpResponse:
    """The page that asks who has shown their password for a code."""
    request.session[WAITS] = [user.pk, clock.now().timestamp()]
    return page(request)


def page(request: HttpRequest, wrong: str = "") -> HttpResponse:
    """It, with where the person was going and the form that is held."""
    context = {
        "wrong": wrong,
        "next": request.POST.get("next", ""),
        "held": request.POST.get("held", ""),
    }
    return render(request, "accounts/code.html", context)


@require_POST
def code(request: HttpRequest) -> HttpResponse:
    """Sign in by a code; a wrong one counts and is on record as a wrong password is."""
    pk, since = request.session.get(WAITS, (0, 0))
    user = User.objects.filter(pk=pk, is_active=True).first()
    if request.user.is_authenticated:
        return redirect("sign_in")
    if user is None or clock.now().timestamp() - since > PATIENCE:
        messages.error(request, LATE)
        return redirect("sign_in")
    if not attempts.is_let_try(request, user.username):
        return attempts.locked_out(request)
    if how := second.proves(user, request.POST.get("code", "")):
        return entering.enter(request, user, how)
    fail(request, user, second.APP)
    return page(request, WRONG)


def fail(request: HttpRequest, user: User, how: str) -> None:
    """A wrong code counts, and is written down."""
    attempts.count(request, user.username)
    with suppress(PressedBefore):
        people.fail_to_sign_in(user.username, attempts.has_locked(request), how)


def own(request: Request) -> bool:
    """Whether who is at the page has shown their password just now; a wrong one counts as at the
    door."""
    user, password = request.user, request.POST.get("password", "")
    if authenticate(request, username=user.username, password=password):
        return True
    if attempts.was_counted(request):
        people.fail_to_sign_in(user.username, attempts.has_locked(request))
    return False


def second_page(request: Request, error: str = "", status: int = 200) -> HttpResponse:
    """What is set up, or how it is; spare codes are on it once, when they are new."""
    there = second.is_set_up(request.user)
    context = {
        "there": there,
        "left": second.left(request.user),
        "spare": request.session.pop(SPARE, None),
        "error": error,
        "must": request.session.get(sessions.PROVEN) is False,
    }
    if not there:
        key = request.session.setdefault(KEY, random_hex(20))
        address = second.device_of(request.user, key).config_url
        typed = b32encode(unhexlify(key)).decode()
        groups = [typed[at : at + GROUP] for at in range(0, len(typed), GROUP)]
        context |= {"picture": second.picture(address), "address": address, "groups": groups}
    return render(request, "accounts/second.html", context, status=status)


def set_up(request: Request) -> HttpResponse:
    """By the first code that the app shows."""
    typed = "".join(request.POST.get("code", "").split())
    key = request.session.get(KEY, "") or random_hex(20)
    request.session[SPARE] = second.set_up(request.user, key, typed)
    request.session[sessions.PROVEN] = True
    del request.session[KEY]
    return redirect("second")


def renew(request: Request) -> HttpResponse:
    """Other spare codes."""
    request.session[SPARE] = second.renew(request.user)
    return redirect("second")


def turn_off(request: Request) -> HttpResponse:
    """No codes any more; where the office wants them they are asked for again at once."""
    second.turn_off(request.user, request.user)
    request.session.pop(sessions.PROVEN, None)
    messages.success(request, "已关闭动态口令，以后只用密码登录")
    return redirect("second")


ACTS = {"renew": renew, "turn_off": turn_off}


def manage(request: Request) -> HttpResponse:
    """动态口令: set up by its owner, and by the password changed and turned off."""
    if request.method != "POST":
        return second_page(request)
    act = request.POST.get("act", "")
    try:
        if act not in ACTS:
            return set_up(request)
        if not own(request):
            return second_page(request, "密码不对，没有改动", status=409)
        return ACTS[act](request)
    except Refused as refusal:
        return second_page(request, str(refusal), status=409)
