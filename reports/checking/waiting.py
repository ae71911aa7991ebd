"""Whom what was found waits for, state by state."""

from django.db.models import Q

from reports.models import FindingState
from shanyin_charging import clock
from shanyin_charging.lifecycle.transitions import Wait
from targets.models import Holder


def unit(who: Holder) -> Q | None:
    """Who writes for the unit that answers for it."""
    return Q(unit__in=who.writes) if who.writes else None


def office(who: Holder) -> Q | None:
    """Whoever of the office."""
    return Q() if who.user.reviews else None


def overdue(who: Holder) -> Q | None:
    """Whoever of the office, once the day by which it was to be answered has passed."""
    return Q(reply_by__lt=clock.today()) if who.user.reviews else None


WAITS = (
    Wait(
        FindingState.OPEN,
        ("respond",),
        unit,
        "请在{by}前说明情况，或者改好、更正台账后答复{late}。",
        "答复",
    ),
    Wait(FindingState.OPEN, ("urge",), overdue, "{unit}到{by}没有答复，可以催办。", "催办"),
    Wait(
        FindingState.ANSWERED,
        ("close_out", "insist"),
        office,
        "{unit}已答复，同意就销号，不同意就退回。",
        "审核",
    ),
)
RESTS = (FindingState.CLOSED, FindingState.WITHDRAWN)
