"""One person: what the account says, the posts that were held, and who takes one over."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from shanyin_charging import clock, dates
from shanyin_charging.accounts import second
from shanyin_charging.accounts.models import User
from shanyin_charging.accounts.people import seen_of
from shanyin_charging.accounts.requests import Request
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Unit
from targets.pages.forms import AccountForm, HandOverForm
from targets.rulings import posts


def person(request: Request, pk: int) -> HttpResponse:
    """The person's page, where the administrator changes what the account says."""
    found = account(request, pk)
    form = AccountForm(
        request.POST or None,
        initial={"name": found.name, "phone": found.phone, "role": found.role},
    )
    if request.method == "POST" and form.is_valid():
        try:
            posts.change_person(
                request.user, found, request.POST.get("seen", ""), **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已保存")
            return redirect("person", pk)
    held = found.posts.select_related("unit").order_by("-starts_on", "unit__position")
    return render(
        request,
        "targets/person.html",
        {
            "person": found,
            "form": form,
            "held": [(post, post.state_on(clock.today())) for post in held],
            "account": seen_of(found),
            "second": second.is_set_up(found),
            "posts": posts.seen_of(found),
            "units": Unit.objects.served().filter(merged_into=None),
        },
    )


def hand_over(request: Request, pk: int, post_id: int) -> HttpResponse:
    """换人: says what becomes of the post and of what is not handed in, and asks for whom and the
    day."""
    found = account(request, pk)
    post = get_object_or_404(found.posts.select_related("user", "unit"), pk=post_id)
    form = HandOverForm(post, request.POST or None)
    if request.method == "POST" and form.is_valid():
        to, on = form.cleaned_data["to"], form.cleaned_data["on"]
        try:
            posts.hand_over(request.user, post, to, on, request.POST.get("seen", ""))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            since = f"{to.name}从{dates.official_date(on)}起代表{post.unit}"
            messages.success(request, f"已换人：{since}，{found.name}到前一天为止")
            return redirect("person", pk)
    context = {"person": found, "post": post, "form": form, "posts": posts.seen_of(found)}
    return render(request, "targets/hand_over.html", context)


def account(request: Request, pk: int) -> User:
    """The account, for who keeps accounts; 404 for everybody else."""
    if not request.user.keeps_accounts:
        raise Http404
    return get_object_or_404(User.objects.served(), pk=pk)
