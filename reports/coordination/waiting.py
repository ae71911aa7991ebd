"""Whom a matter waits for, state by state."""

from django.db.models import Q

from reports.models import MatterState
from shanyin_charging import clock
from shanyin_charging.lifecycle.transitions import Wait
from targets.models import Holder


def office(who: Holder) -> Q | None:
    """Whoever of the office."""
    return Q() if who.user.reviews else None


def overdue(who: Holder) -> Q | None:
    """Whoever of the office, once the day by which an answer was asked has passed."""
    return Q(answer_by__lt=clock.today()) if who.user.reviews else None


def solver(who: Holder) -> Q | None:
    """Who writes for the unit that it was handed to."""
    return Q(solver__in=who.writes) if who.writes else None


def raiser(who: Holder) -> Q | None:
    """Who writes for the unit that raised it."""
    return Q(raiser__in=who.writes) if who.writes else None


WAITS = (
    Wait(MatterState.OFFICE, ("hand", "reply"), office, "等转交或者答复。", "办理"),
    Wait(MatterState.HANDED, ("respond",), solver, "{raiser}提出，请在{by}前答复{late}。", "答复"),
    Wait(
        MatterState.HANDED,
        ("urge",),
        overdue,
        "{solver}到{by}没有答复，可以催办，也可以收回改交别的单位。",
        "催办",
    ),
    Wait(
        MatterState.ANSWERED,
        ("agree", "reopen"),
        raiser,
        "{solver}已答复，解决了就办结，没有解决就退回。",
        "确认",
    ),
    Wait(
        MatterState.REPLIED,
        ("agree", "reopen"),
        raiser,
        "专班已答复，解决了就办结，没有解决就退回。",
        "确认",
    ),
)
RESTS = (MatterState.CLOSED, MatterState.WITHDRAWN)
