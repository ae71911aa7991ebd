"""Signing in, changing one's password, saying where one is reached."""

from contextlib import suppress
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.signing import BadSignature
from django.http import HttpResponse
from django.shortcuts import redirect, render

from shanyin_charging.accounts import attempts, people, sessions
from shanyin_charging.accounts.forms import ContactForm, PasswordForm
from shanyin_charging.accounts.middleware import held
from shanyin_charging.accounts.models import Role, User
from shanyin_charging.accounts.requests import Request
from shanyin_charging.audit import resuming
from shanyin_charging.audit.once import FIELD, PressedBefore, whose
from shanyin_charging.lifecycle.transitions import Refused

ANOTHERS = "登录前的那一页是用另一个账号打开的，填的内容没有带过来"
NOBODYS = "登录前的那一页没有写明是哪个账号的，没有办，请回到那一页重新填"


class SignIn(LoginView):
    """The login page; a demo lists its accounts there."""

    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Also a demo's accounts with their password, and the form that is held."""
        shown = User.objects.served().filter(username__in=Role.values) if settings.DEMO else []
        return super().get_context_data(
            **kwargs,
            demo_people=shown,
            demo_password=settings.DEMO_PASSWORD,
            held=self.request.POST.get("held", ""),
        )

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign in; then on to where the person was going, with the held form if there is one."""
        with suppress(PressedBefore):  # signed in all the same: this answer brings the session
            people.sign_in(form.get_user())
        answer = super().form_valid(form)
        sessions.begin(self.request.session)
        try:
            path, fields = held(self.request.POST.get("held", ""))
        except BadSignature:
            return answer
        owners = {whose(value) for value in keys_in(fields)}
        if owners != {self.request.user.pk}:
            messages.warning(self.request, ANOTHERS if owners - {None} else NOBODYS)
            return answer
        context = {**resuming.told(path, fields), "keyed": True, "signed_in": True}
        return render(self.request, "accounts/resume.html", context)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """The page again; a wrong password goes into the journal."""
        if attempts.was_counted(self.request):
            with suppress(PressedBefore):
                locked = attempts.has_locked(self.request)
                people.fail_to_sign_in(self.request.POST.get("username", ""), locked)
        return super().form_invalid(form)


def keys_in(fields: list[tuple[str, str]]) -> list[str]:
    """The key of a held form's press."""
    return [value for name, value in fields if name == FIELD]


def change_password(request: Request) -> HttpResponse:
    """修改密码, which a first sign-in asks for before anything else."""
    form = PasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        people.change_password(request.user, form.cleaned_data["new_password1"])
        update_session_auth_hash(request, request.user)
        return redirect("home")
    return render(request, "accounts/change_password.html", {"form": form})


def contact(request: Request) -> HttpResponse:
    """本人联系方式: what the office may call, and where reminders may go."""
    stored = User.objects.get(pk=request.user.pk)
    seen, form = people.contact_of(stored), ContactForm(request.POST or None, instance=stored)
    if request.method == "POST" and form.is_valid():
        try:
            people.change_contact(request.user, request.POST.get("seen", ""), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已保存联系方式")
            return redirect("contact")
    return render(request, "accounts/contact.html", {"form": form, "seen": seen})
