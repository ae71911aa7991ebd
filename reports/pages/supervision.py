"""督办台: what is under supervision, and what the ladder proposes."""

from django.http import HttpResponse
from django.shortcuts import render

from ledger.periods.now import Calendar
from reports import rules
from reports.bulletins import honours
from reports.models import Level, NoticeState, SupervisionNotice
from reports.supervision import following_up, todo
from shanyin_charging import clock
from shanyin_charging.accounts.requests import Request


def board(request: Request) -> HttpResponse:
    """督办台: what is running by colour and age, what waits for whom, what the ladder proposes; a
    unit sees its own."""
    found = SupervisionNotice.objects.visible_to(request.user, clock.today()).select_related("lead")
    running = [
        n
        for n in found
        if n.state not in (NoticeState.CLOSED, NoticeState.ARCHIVED, NoticeState.DROPPED)
    ]
    proposed, rule = following_up.proposals() if request.user.reviews else ([], None)
    return render(
        request,
        "supervision/board.html",
        {
            # of who begins the day at another page than 待办
            "duties": todo.to_decide(request.user) if request.user.can_instruct else [],
            "running": sorted(running, key=lambda n: (-list(Level).index(n.level), n.due_on)),
            "late": {n.pk for n in running if n.is_overdue(clock.today())},
            "rule": rule,
            "done": [n for n in found if n not in running],
            "proposed": following_up.named(proposed),
            "over_since": Calendar().over_since(),
            "praise": honours.RULE,
            "may_open": bool(rules.can_open(request.user)),
        },
    )
