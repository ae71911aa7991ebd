"""Somebody is let in: the session begins, and what they were about to do goes on."""

from contextlib import suppress

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from shanyin_charging.accounts import people, sessions
from shanyin_charging.accounts.middleware import held
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import resuming
from shanyin_charging.audit.once import FIELD, PressedBefore, whose

ANOTHERS = "登录前的那一页是用另一个账号打开的，填的内容没有带过来"
NOBODYS = "登录前的那一页没有写明是哪个账号的，没有办，请回到那一页重新填"
BY_PASSWORD = "django.contrib.auth.backends.ModelBackend"


def enter(request: HttpRequest, user: User, how: str = "") -> HttpResponse:
    """Sign in; then on to where the person was going, with the held form if there is one."""
    with suppress(PressedBefore):  # signed in all the same: this answer brings the session
        people.sign_in(user, how)
    login(request, user, BY_PASSWORD)
    sessions.begin(request.session)
    if how:
        request.session[sessions.PROVEN] = True
    to = request.POST.get("next", request.GET.get("next", ""))
    own = url_has_allowed_host_and_scheme(to, {request.get_host()}, request.is_secure())
    answer = redirect(to if own else settings.LOGIN_REDIRECT_URL)
    try:
        path, fields = held(request.POST.get("held", ""))
    except BadSignature:
        return answer
    owners = {whose(value) for value in keys_in(fields)}
    if owners != {user.pk}:
        messages.warning(request, ANOTHERS if owners - {None} else NOBODYS)
        return answer
    context = {**resuming.told(path, fields), "keyed": True, "signed_in": True}
    return render(request, "accounts/resume.html", context)


def keys_in(fields: list[tuple[str, str]]) -> list[str]:
    """The key of a held form's press."""
    return [value for name, value in fields if name == FIELD]
