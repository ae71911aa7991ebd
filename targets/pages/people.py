"""Accounts and posts: who signs in, and for which unit each speaks from when to when."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.accounts.people import reset, toggle
from targets.models import Post, Unit
from targets.pages.forms import PersonForm
from targets.rulings.posts import add_person, end_post, give_post


def people(request):
    """The list of accounts and the form for a new one; only for the administrator."""
    if not request.user.keeps_accounts:
        raise Http404
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        password = add_person(request.user, **form.cleaned_data)
        messages.success(
            request,
            f"已建账号 {form.cleaned_data['username']}，一次性初始密码：{password}"
            "（只显示这一次，本人首次登录须修改）",
        )
        return redirect("people")
    everyone = User.objects.order_by("role", "username")
    posts = (
        Post.objects.filter(user__in=everyone)
        .held_on(clock.today(), of_anybody=True)
        .select_related("unit")
    )
    held = {}
    for post in posts:
        held.setdefault(post.user_id, []).append(post)
    return render(
        request,
        "targets/people.html",
        {
            "form": form,
            "people": [(user, held.get(user.pk, [])) for user in everyone],
            "units": Unit.objects.all(),
        },
    )


def person_action(request, pk, action):
    """One act of the administrator on an account: a new password, in or out of use, a post given or
    ended."""
    if not request.user.keeps_accounts or request.method != "POST":
        raise Http404
    acts = {"reset": reset, "toggle": toggle, "give": give_post, "end": end_post}
    if action not in acts:
        raise Http404
    user = get_object_or_404(User, pk=pk)
    try:
        with transaction.atomic():
            messages.success(request, acts[action](request.user, user, request.POST))
    except ValidationError as refusal:
        messages.error(request, refusal.message)
    return redirect("people")
