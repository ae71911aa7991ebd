"""待办: the page one begins at."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from ledger.models import State, Submission
from ledger.periods import holidays
from reports.models import Instruction
from reports.pages import machine, navigation
from reports.supervision import desk
from reports.todo import lists, returns
from shanyin_charging.accounts.models import User
from shanyin_charging.accounts.requests import Request
from targets.models import Holder, Post
from targets.pages.people import lacking


def home(request: Request) -> HttpResponse:
    """The page that a person begins at: 待办, or the first of their menu."""
    if (first := navigation.first_page(request.user.role)) != "home":
        return redirect(first)
    return todo(request)


def todo(request: Request) -> HttpResponse:
    """待办: one sentence and one button for each todo."""
    user, who = request.user, navigation.holder(request)
    duties, office = lists.to_do_of(who), desk.of_the_office() if user.reviews else {}
    red, sound = machine.red_for(user), machine.soundness_for(user)
    return render(
        request,
        "reports/home.html",
        {
            "duties": duties,
            **office,
            # what the menu says beside it, without asking once more
            "waiting_for_me": len(duties)
            + len(office.get("waiting", ()))
            + machine.number_of(red, sound),
            "red": red,
            "is_new": user.keeps_accounts and bool(lacking()),
            "holidays": {"lacking": year_without(user)},
            "sound": sound,
            "no_unit": posts_elsewhen(who),
            "words": Instruction.objects.filter(by=user)
            .select_related("by", "notice__lead")
            .prefetch_related("steps"),
            "strips": returns.strips_of(who) if user.fills_returns else [],
            "history": Submission.objects.visible_to(user)
            .exclude(state=State.DRAFT)
            .select_related("unit", "period")
            .order_by("-period__starts_on")[:12]
            if user.fills_returns
            else [],
        },
    )


def posts_elsewhen(who: Holder) -> list[Post] | None:
    """The posts that are over or still to come, the newest of each unit, of who fills in returns
    and speaks for no unit today; None for everybody else."""
    if not who.user.fills_returns or who.units:
        return None
    held = who.user.posts.select_related("unit").order_by("starts_on")
    return list({post.unit_id: post for post in held}.values())


def year_without(user: User) -> int | None:
    """The year whose holidays are not known, for who has to ask the head of the office for them."""
    return holidays.lacking() if user.reviews or user.keeps_accounts else None
