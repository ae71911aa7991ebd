"""Accounts and posts: who signs in, and for which unit each speaks from when to when."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.accounts.people import reset_password, seen_of, set_active
from shanyin_charging.accounts.requests import Request
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Post, Unit
from targets.pages.forms import PersonForm
from targets.rulings.posts import add_person, end_post, give_post
from targets.rulings.posts import seen_of as posts_of

ONCE = "只显示这一次"


def people(request: Request) -> HttpResponse:
    """The list of accounts and the form for a new one; only for the administrator."""
    if not request.user.keeps_accounts:
        raise Http404
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            password = add_person(request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                f"已建账号 {form.cleaned_data['username']}，一次性初始密码：{password}"
                f"（{ONCE}，本人首次登录须修改）",
            )
            return redirect("people")
    posts = Post.objects.held_on(clock.today(), of_anybody=True).select_related("unit")
    held: dict[int, list[Post]] = {}
    for post in posts:
        held.setdefault(post.user_id, []).append(post)
    everyone = User.objects.order_by("role", "username").prefetch_related("posts")
    return render(
        request,
        "targets/people.html",
        {
            "form": form,
            "people": [
                (user, held.get(user.pk, []), seen_of(user), posts_of(user)) for user in everyone
            ],
            "units": Unit.objects.all(),
        },
    )


def person_action(request: Request, pk: int, action: str) -> HttpResponse:
    """One act of the administrator on an account: a new password, in or out of use, a post given
    or ended."""
    if not request.user.keeps_accounts or request.method != "POST" or action not in ACTS:
        raise Http404
    user = get_object_or_404(User, pk=pk)
    try:
        messages.success(request, ACTS[action](request, user))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("people")


def _reset(request: Request, user: User) -> str:
    password = reset_password(request.user, user, request.POST.get("seen", ""))
    return f"{user.name}的一次性初始密码：{password}（{ONCE}）"


def _set_active(request: Request, user: User) -> str:
    wanted = request.POST.get("active")
    if wanted not in ("0", "1"):
        raise Refused("请刷新页面后再按")
    set_active(request.user, user, wanted == "1", request.POST.get("seen", ""))
    return f"{user.name}的账号已{'启用' if wanted == '1' else '停用'}"


def _give(request: Request, user: User) -> str:
    unit = Unit.objects.filter(code=request.POST.get("unit", "")).first()
    if unit is None:
        raise Refused("请先选择单位")
    checks, seen = "checks" in request.POST, request.POST.get("seen", "")
    if give_post(request.user, user, unit, checks, seen).checks:
        return f"{user.name}从今天起是{unit}的审核人；{unit}上报前须经审核人同意"
    return f"{user.name}从今天起代表{unit}填报"


def _end(request: Request, user: User) -> str:
    key = request.POST.get("post", "")
    post = get_object_or_404(Post, pk=key if key.isdecimal() else 0, user=user)
    end_post(request.user, post, request.POST.get("seen", ""))
    return f"{user.name}不再代表{post.unit}；该单位要有人接手，请给接手的人设岗位"


ACTS = {"reset": _reset, "active": _set_active, "give": _give, "end": _end}
