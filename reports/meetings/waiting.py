"""Whom a meeting waits for, state by state."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q

from reports.models import MeetingState, NoticeState, Pack, SupervisionNotice
from shanyin_charging import clock
from shanyin_charging.lifecycle.transitions import Wait
from targets.models import Holder

AHEAD = timedelta(days=2)  # before a meeting its pack is asked for


def packed() -> Exists:
    """Whether a meeting has a pack."""
    return Exists(Pack.objects.filter(meeting=OuterRef("pk")))


def agreed() -> Exists:
    """Whether a meeting agreed anything."""
    items = SupervisionNotice.objects.filter(meeting=OuterRef("pk"))
    return Exists(items.exclude(state=NoticeState.DROPPED))


def near(who: Holder) -> Q | None:
    """The office, of a meeting of these days without a pack."""
    today = clock.today()
    soon = Q(held_on__gte=today, held_on__lte=today + AHEAD) & ~Q(packed())
    return soon if who.user.reviews else None


def past(who: Holder) -> Q | None:
    """The office, of a meeting whose day is past."""
    return Q(held_on__lt=clock.today()) if who.user.reviews else None


def unrecorded(who: Holder) -> Q | None:
    """The office, of a meeting of which nothing is on record."""
    return Q(minutes="") & ~Q(agreed()) if who.user.reviews else None


MEETING = (
    Wait(MeetingState.PLANNED, ("pack",), near, "还没有会议材料，按一下就生成。", "生成材料"),
    Wait(
        MeetingState.PLANNED,
        ("hold", "cancel"),
        past,
        "会议日期已过：开过的记为已召开，没开的改期或者取消。",
        "办理",
    ),
    Wait(
        MeetingState.HELD,
        ("minute",),
        unrecorded,
        "还没有记录议定事项；没有议定事项的，写一句会议纪要要点。",
        "记录",
    ),
)
RESTS = (MeetingState.CANCELLED,)
