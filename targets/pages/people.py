"""Accounts and posts: who signs in, and for which unit each speaks from when to when."""

from collections.abc import Mapping
from datetime import datetime

import django_filters
import django_tables2 as tables
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django_tables2 import A

from shanyin_charging import clock, dates, listing
from shanyin_charging.accounts import second
from shanyin_charging.accounts.models import Role, User
from shanyin_charging.accounts.people import reset_password, seen_of, set_active
from shanyin_charging.accounts.requests import Request
from shanyin_charging.asking import ask
from shanyin_charging.lifecycle.transitions import Refused
from shanyin_charging.listing import (
    ListFilter,
    ListTable,
    NumberingColumn,
    ValuesFilter,
    WordsFilter,
)
from targets.models import Post, Unit
from targets.pages.forms import PersonForm
from targets.pages.plan import current_plan
from targets.plan import queries
from targets.rulings.posts import add_person, end_post, give_post
from targets.rulings.posts import seen_of as posts_of

ONCE = "只显示这一次"


class PersonTable(ListTable):
    """People with their role and the units that they speak for."""

    position = NumberingColumn()
    name = tables.Column("姓名", linkify=("person", {"pk": A("pk")}), attrs=listing.NAME)
    username = tables.Column("账号", attrs=listing.headed("账号"))
    role = tables.Column("角色")
    units = tables.Column("代表单位", empty_values=(), orderable=False)
    phone = tables.Column("办公电话", default="", attrs=listing.UNBROKEN)
    is_active = tables.Column("状态")
    last_login = tables.Column(
        "上次登录", default="没有登录过", attrs=listing.headed("登录", "nowrap")
    )

    class Meta:
        model = User
        fields = ()
        attrs = {"class": "tight cards"}
        empty_text = "没有符合条件的人"

    # of the rows that are shown: the posts that each person holds today
    held: Mapping[int, list[Post]] = {}

    def look_ahead(self, records: list[User]) -> None:
        """Ask which posts the people who are going to be shown hold."""
        held = Post.objects.filter(user__in=records).held_on(clock.today(), of_anybody=True)
        found: dict[int, list[Post]] = {}
        for post in held.select_related("unit").order_by("unit__position"):
            found.setdefault(post.user_id, []).append(post)
        self.held = found

    def render_units(self, record: User) -> str:
        """The units, and for which of them the person is the checker."""
        none = "没有岗位" if record.fills_returns else ""
        return "、".join(map(str, self.held.get(record.pk, []))) or none

    def render_is_active(self, value: bool) -> str:
        """Whether the account is in use."""
        return "在用" if value else "停用"

    def render_last_login(self, value: datetime) -> str:
        """To the minute."""
        return dates.moment(value)


class PersonFilter(ListFilter):
    """By name, role, unit, and whether in use."""

    words = WordsFilter("姓名、账号或电话", "name", "username", "phone")
    role = ValuesFilter("role", "角色")
    unit = django_filters.ModelChoiceFilter(
        queryset=queries.units, method="of_unit", label="代表单位", empty_label="全部"
    )
    is_active = ValuesFilter("is_active", "状态", {True: "在用", False: "停用"})

    class Meta:
        model = User
        fields = ()

    def of_unit(self, queryset: QuerySet[User], name: str, unit: Unit) -> QuerySet[User]:
        """Who speaks for a unit today."""
        held = Post.objects.filter(unit=unit).held_on(clock.today(), of_anybody=True)
        return queryset.filter(pk__in=held.values("user"))


def people(request: Request) -> HttpResponse:
    """The list of accounts, the units that nobody speaks for, and the form for a new account; only
    for the administrator."""
    if not request.user.keeps_accounts:
        raise Http404
    given = {"unit": unit_asked_for(request)}
    form = PersonForm(request.POST or None, initial=given, auto_id="new_%s")  # beside the filter
    if request.method == "POST" and form.is_valid():
        try:
            password = add_person(request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.at, str(refusal))
        else:
            messages.success(
                request,
                f"已建账号 {form.cleaned_data['username']}，一次性初始密码：{password}"
                f"（{ONCE}，本人首次登录须修改）",
            )
            return redirect("people")
    chosen = PersonFilter(request.GET, User.objects.served().order_by("role", "username"))
    context = {
        "form": form,
        "voiceless": without_a_person(),
        "lacking": lacking(),
        "new": request.GET.get("new", ""),
    }
    return listing.answer(
        request, "targets/people.html", "账号与岗位", PersonTable(chosen.qs), chosen, context
    )


def unit_asked_for(request: Request) -> Unit | None:
    """The unit that a new account is wanted for."""
    return Unit.objects.served().filter(code=request.GET.get("new", "")).first()


def without_a_person() -> QuerySet[Unit]:
    """The member units that nobody in use writes for today."""
    today = clock.today()
    spoken_for = Post.objects.held_on(today).writing().values("unit")
    return Unit.objects.members(current_plan(), today).exclude(pk__in=spoken_for)


def lacking() -> list[str]:
    """The roles without which nothing is reviewed or signed and that nobody in use has."""
    held = set(User.objects.served().filter(is_active=True).values_list("role", flat=True))
    return [str(role.label) for role in (Role.OFFICE, Role.CHIEF) if role not in held]


def person_action(request: Request, pk: int, action: str) -> HttpResponse:
    """One act of the administrator on an account: a new password, in or out of use, a post given
    or ended; what takes something away asks first."""
    if not request.user.keeps_accounts or action not in ACTS:
        raise Http404
    user = get_object_or_404(User.objects.served(), pk=pk)
    if request.method != "POST":
        if action not in ASKS:
            raise Http404
        return ASKS[action](request, user)
    try:
        messages.success(request, ACTS[action](request, user))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("person", pk)


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
    unit = Unit.objects.served().filter(code=request.POST.get("unit", "")).first()
    if unit is None:
        raise Refused("请先选择单位")
    checks, seen = "checks" in request.POST, request.POST.get("seen", "")
    if give_post(request.user, user, unit, checks, seen).checks:
        return f"{user.name}从今天起是{unit}的审核人；{unit}上报前须经审核人同意"
    return f"{user.name}从今天起代表{unit}填报"


def _post_in(data: QueryDict, user: User) -> Post:
    key = data.get("post", "")
    return get_object_or_404(user.posts, pk=key if key.isdecimal() else 0)


def _end(request: Request, user: User) -> str:
    post = _post_in(request.POST, user)
    end_post(request.user, post, request.POST.get("seen", ""))
    return f"{user.name}不再代表{post.unit}；该单位要有人接手，请给接手的人设岗位"


def _ask_reset(request: Request, user: User) -> HttpResponse:
    says = [
        f"{user.name}（{user.username}）现在的密码立即作废，正在用的要重新登录。",
        "系统给出一个一次性初始密码，只显示一次，请当面或打电话告诉本人，首次登录须修改。",
    ]
    title, back = f"重置{user.name}的密码", reverse("person", args=[user.pk])
    return ask(request, title, says, "重置密码", seen=seen_of(user), back=back)


def _turn_off_second(request: Request, user: User) -> str:
    second.turn_off(request.user, user)
    return f"已关闭{user.name}的动态口令，以后只用密码登录"


def _ask_second(request: Request, user: User) -> HttpResponse:
    says = [
        f"{user.name}（{user.username}）以后登录只用密码，备用码一并作废；记入日志。",
        "只在本人当面或打电话说手机丢了、换了的时候关；本人可以在“动态口令”里再设。",
    ]
    title, back = f"关闭{user.name}的动态口令", reverse("person", args=[user.pk])
    return ask(request, title, says, "关闭动态口令", seen=seen_of(user), back=back)


def _ask_inactive(request: Request, user: User) -> HttpResponse:
    held = Post.objects.held_by(user, clock.today()).select_related("unit")
    units = "、".join(str(post.unit) for post in held)
    says = [
        f"{user.name}（{user.username}）停用以后不能登录，正在用的立即退出；办过的事都留着。",
        f"岗位不随之结束，仍代表{units}；换人的请另外结束岗位。" if units else "这个账号没有岗位。",
        "停用的账号以后可以再启用。",
    ]
    title, seen, back = f"停用{user.name}的账号", seen_of(user), reverse("person", args=[user.pk])
    return ask(request, title, says, "停用", seen=seen, back=back, carries=[("active", "0")])


def _ask_end(request: Request, user: User) -> HttpResponse:
    post = _post_in(request.GET, user)
    others = Post.objects.held_on(clock.today()).filter(unit=post.unit, checks=post.checks)
    others = others.exclude(pk=post.pk).select_related("user")
    left = "、".join(other.user.name for other in others)
    if post.checks:
        first = f"{user.name}从今天起不再是{post.unit}的审核人（自{post.starts_on}起）。"
        nobody = f"{post.unit}没有别的审核人了，以后上报不再经单位审核。"
    else:
        first = f"{user.name}从今天起不再代表{post.unit}填报（自{post.starts_on}起）。"
        nobody = f"{post.unit}没有别的填报员了，请随后给接手的人设岗位，否则没有人能报送。"
    says = [first, f"还有{left}。" if left else nobody, "已经报的、登账的都不变。"]
    title, seen = f"结束{user.name}在{post.unit}的岗位", posts_of(user)
    back, carries = reverse("person", args=[user.pk]), [("post", post.pk)]
    return ask(request, title, says, "结束岗位", seen=seen, back=back, carries=carries)


ASKS = {"reset": _ask_reset, "second": _ask_second, "active": _ask_inactive, "end": _ask_end}
ACTS = {
    "reset": _reset,
    "second": _turn_off_second,
    "active": _set_active,
    "give": _give,
    "end": _end,
}
