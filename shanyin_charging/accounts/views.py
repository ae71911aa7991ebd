"""Signing in, signing out, changing one's password, reading the journal."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.views import LoginView
from django.core.paginator import Paginator
from django.core.signing import BadSignature
from django.http import Http404
from django.shortcuts import redirect, render

from shanyin_charging.accounts.forms import ContactForm
from shanyin_charging.audit import journal
from shanyin_charging.audit.models import Event

from .middleware import held
from .models import Role, User


class SignIn(LoginView):
    """The login page; a demo lists its accounts there."""

    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs):
        people = User.objects.filter(username__in=Role.values) if settings.DEMO else []
        return super().get_context_data(
            **kwargs,
            demo_people=people,
            demo_password=settings.DEMO_PASSWORD,
            held=self.request.POST.get("held", ""),
        )

    def form_valid(self, form):
        journal.record(form.get_user(), "sign_in", form.get_user())
        answer = super().form_valid(form)
        try:
            path, fields = held(self.request.POST.get("held", ""))
        except BadSignature:
            return answer
        return render(self.request, "accounts/resume.html", {"path": path, "fields": fields})


def change_password(request):
    form = PasswordChangeForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = form.save(commit=False)
        user.must_change_password = False
        user.save()
        journal.record(user, "change_password", user)
        update_session_auth_hash(request, user)
        return redirect("home")
    return render(request, "accounts/change_password.html", {"form": form})


def contact(request):
    """本人联系方式: what the office may call, and where reminders may go."""
    form = ContactForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        user = form.save()
        journal.record(user, "change_contact", user)
        messages.success(request, "已保存联系方式")
        return redirect("contact")
    return render(request, "accounts/contact.html", {"form": form})


def read_journal(request):
    """日志, newest first, and whether its chain holds; for the auditor."""
    if not request.user.reads_journal:
        raise Http404
    page = Paginator(Event.objects.all(), 50).get_page(request.GET.get("page"))
    return render(
        request, "accounts/journal.html", {"page": page, "broken_at": journal.broken_at()}
    )
