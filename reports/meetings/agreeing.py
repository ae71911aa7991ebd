"""议定事项: what a meeting agreed is a notice of its own kind, with its unit and its day; drafted
by the office, signed by its head, followed to its end as every notice is."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from reports import rules
from reports.meetings.workflow import KEPT, locked
from reports.models import Level, Meeting, NoticeState, SupervisionNotice
from reports.supervision import workflow
from reports.supervision.told import seen_of
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.lifecycle.seen import require_seen, stamp
from shanyin_charging.lifecycle.transitions import Refused, require
from targets.models import Unit

ASKED = "按会议议定的办理，办结时限前反馈办理情况，附照片或文件。"
ENDED = (NoticeState.CLOSED, NoticeState.ARCHIVED, NoticeState.DROPPED)
TOGETHER = {"propose": NoticeState.DRAFT, "approve": NoticeState.PROPOSED}  # of all at once


def items(meeting: Meeting) -> QuerySet[SupervisionNotice]:
    """What a meeting agreed, in the order in which it was recorded."""
    found = SupervisionNotice.objects.filter(meeting=meeting)
    return found.select_related("lead").prefetch_related("supports", "steps").order_by("pk")


def stands_before(meeting: Meeting) -> list[SupervisionNotice]:
    """What earlier meetings agreed and is told of first: all of the last one's, and of those before
    it what has not come to its end."""
    earlier = Meeting.objects.of(meeting.county).before(meeting)
    last = earlier.first()
    if last is None:
        return []
    found = SupervisionNotice.objects.filter(meeting__in=earlier).exclude(state=NoticeState.DROPPED)
    rows = found.select_related("lead", "meeting").prefetch_related("steps")
    return [
        one
        for one in rows.order_by("meeting__held_on", "pk")
        if one.meeting_id == last.pk or one.state not in ENDED
    ]


def agree(
    user: User,
    meeting: Meeting,
    supports: Iterable[Unit] = (),
    requirements: str = "",
    seen: str | None = None,
    **fields: Any,
) -> SupervisionNotice:
    """Record one thing that was agreed: a draft that waits to be proposed with the others."""
    with locked(meeting) as meeting:
        require(rules.can_agree(user, meeting))
        require_seen(seen, meeting.stamp, KEPT)
        return workflow.open_notice(
            user,
            supports,
            county=meeting.county,
            meeting=meeting,
            level=Level.AGREED,
            topic=f"meeting{meeting.pk}:{meeting.agreed.count() + 1}",
            requirements=requirements.strip() or ASKED,
            source=f"{meeting}议定",
            **fields,
        )


def move_all(
    user: User, verb: str, meeting: Meeting, seen: str | None = None
) -> list[SupervisionNotice]:
    """All of a meeting's that can be proposed, or signed, in one press; all or none."""
    with locked(meeting) as meeting:
        require_seen(seen, seen_with(meeting))
        found = items(meeting).filter(state=TOGETHER[verb])
        if not found:
            raise Refused("没有等着办的议定事项，请刷新页面后再看")
        return [moved(user, verb, one) for one in found]


def moved(user: User, verb: str, item: SupervisionNotice) -> SupervisionNotice:
    """One of several; raises Refused with its name where it may not be moved."""
    try:
        return workflow.move(user, verb, item)
    except Refused as refusal:
        raise Refused(f"“{item.matter}”：{refusal}；几件都没有办，请先改好这一件") from None


def seen_with(meeting: Meeting) -> str:
    """The stamp of a meeting with all that it agreed."""
    return stamp(meeting.stamp, [seen_of(one) for one in items(meeting)])


def standing(item: SupervisionNotice, day: date | None = None) -> str:
    """How an item stands in words, as a paper tells of it: its state, whether its day is past, and
    what its unit said last."""
    today = day or clock.today()
    late = (today - item.due_on).days if item.is_overdue(today) else 0
    state = f"{item.get_state_display()}{f'，已过时限{late}天' if late else ''}"
    said = [s.text for s in item.steps.all() if s.verb in ("respond", "assist") and s.text]
    return f"{state}。{said[-1]}" if said else state


def counted(found: Iterable[SupervisionNotice]) -> dict[str, int]:
    """How many there are: ended, in hand, of these past their day."""
    rows, today = list(found), clock.today()
    return {
        "all": len(rows),
        "ended": sum(one.state in ENDED for one in rows),
        "open": sum(one.state not in ENDED for one in rows),
        "late": sum(one.is_overdue(today) for one in rows),
    }
