"""Accounts and posts: who signs in, and for which unit each speaks from when to when."""

import secrets
from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from shanyin_charging import clock
from shanyin_charging.accounts.models import Role, User
from shanyin_charging.audit import journal
from targets.models import Post, Unit


class PersonForm(forms.Form):
    username = forms.RegexField(
        r"^[a-z0-9_.-]{3,30}$",
        label="账号",
        error_messages={
            "required": "请填账号",
            "invalid": "账号用3到30个小写字母、数字，如 daiyue01",
        },
    )
    name = forms.CharField(label="姓名", max_length=40, error_messages={"required": "请填姓名"})
    phone = forms.CharField(label="办公电话", max_length=20, required=False)
    mobile = forms.CharField(
        label="手机", max_length=20, required=False, help_text="只用于短信提醒，可以不填"
    )
    email = forms.EmailField(
        label="电子邮箱",
        required=False,
        help_text="只用于邮件提醒，可以不填",
        error_messages={"invalid": "邮箱写法不对，如 someone@example.cn"},
    )
    role = forms.ChoiceField(label="角色", choices=Role.choices)
    unit = forms.ModelChoiceField(
        Unit.objects.all(), label="代表单位", required=False, empty_label="（不代表单位填报）"
    )

    def clean_username(self):
        username = self.cleaned_data["username"]
        if User.objects.filter(username=username).exists():
            raise ValidationError(f"账号“{username}”已有人用，请换一个")
        return username

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("role") == Role.OFFICER and not cleaned.get("unit"):
            self.add_error("unit", "填报员要选所代表的单位")
        return cleaned


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


@transaction.atomic
def add_person(actor, username, name, role, unit, **contact) -> str:
    """Create the account with a random one-time password, which is returned, and its post."""
    password = secrets.token_urlsafe(12)
    user = User.objects.create_user(username, password, name=name, role=role, **contact)
    journal.record(actor, "create_account", user, role=role)
    if unit:
        post = Post.objects.create(user=user, unit=unit, starts_on=clock.today())
        journal.record(actor, "give_post", user, unit=unit.code, post=post.pk)
    return password


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


def reset(actor, user, data) -> str:
    password = secrets.token_urlsafe(12)
    user.set_password(password)
    user.must_change_password = True
    user.save()
    journal.record(actor, "account_reset", user)
    return f"{user.name}的一次性初始密码：{password}（只显示这一次）"


def toggle(actor, user, data) -> str:
    if user == actor:
        raise ValidationError("不能停用自己的账号")
    user.is_active = not user.is_active
    user.save()
    journal.record(actor, "account_toggle", user, active=user.is_active)
    return f"{user.name}的账号已{'启用' if user.is_active else '停用'}"


def give_post(actor, user, data) -> str:
    """Let the person speak for one more unit from today on."""
    unit = Unit.objects.filter(code=data.get("unit", "")).first()
    if unit is None:
        raise ValidationError("请先选择单位")
    if Post.objects.held_by(user, clock.today()).filter(unit=unit).exists():
        raise ValidationError(f"{user.name}已经代表{unit}")
    checks = "checks" in data
    post, _ = Post.objects.update_or_create(
        user=user, unit=unit, starts_on=clock.today(), defaults={"ends_on": None, "checks": checks}
    )
    journal.record(actor, "give_post", user, unit=unit.code, post=post.pk, checks=checks)
    if checks:
        return f"{user.name}从今天起是{unit}的审核人；{unit}上报前须经审核人同意"
    return f"{user.name}从今天起代表{unit}填报"


def end_post(actor, user, data) -> str:
    """End a post with yesterday: from now on the person speaks for the unit no more; what was
    reported stays."""
    post = get_object_or_404(Post, pk=data.get("post") or 0, user=user)
    post.ends_on = max(post.starts_on, clock.today()) - timedelta(days=1)
    post.save()
    journal.record(actor, "end_post", user, unit=post.unit.code, post=post.pk)
    return f"{user.name}不再代表{post.unit}；该单位要有人接手，请给接手的人设岗位"
