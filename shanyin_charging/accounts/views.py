"""Signing in, changing one's password, saying where one is reached."""

from contextlib import suppress
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpResponse
from django.shortcuts import redirect, render

from shanyin_charging.accounts import attempts, entering, people, second, second_step
from shanyin_charging.accounts.forms import ContactForm, PasswordForm
from shanyin_charging.accounts.models import Role, User
from shanyin_charging.accounts.requests import Request
from shanyin_charging.audit.once import PressedBefore
from shanyin_charging.lifecycle.transitions import Refused


class SignIn(LoginView):
    """The login page; a demo lists its accounts there."""

    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Also a demo's accounts with their password, and the form that is held."""
        shown = User.objects.filter(username__in=Role.values) if settings.DEMO else []
        return super().get_context_data(
            **kwargs,
            demo_people=shown,
            demo_password=settings.DEMO_PASSWORD,
            held=self.request.POST.get("held", ""),
        )

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign in, or ask for the code where the person has set that up."""
        user = form.get_user()
        if second.is_set_up(user):
            return second_step.ask(self.request, user)
        return entering.enter(self.request, user)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """The page again; a wrong password goes into the journal."""
        if attempts.was_counted(self.request):
            with suppress(PressedBefore):
                locked = attempts.has_locked(self.request)
                people.fail_to_sign_in(self.request.POST.get("username", ""), locked)
        return super().form_invalid(form)


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
