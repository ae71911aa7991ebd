"""调度会, from its day being set to what was said at it: its table, and the verbs that no notice is
made by.

Lock order: the county's ledger, the meeting, the notice, the journal.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from ledger.models import Ledger
from reports import rules, verbs
from reports.meetings import waiting
from reports.models import Meeting, MeetingState
from shanyin_charging import clock, dates, serving
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.seen import require_seen
from shanyin_charging.lifecycle.transitions import Refused, Table, Transition, require
from targets.plan import queries

TRANSITIONS = Table(
    rules,
    verbs.MEETING,
    (
        Transition(MeetingState.PLANNED, "rewrite", MeetingState.PLANNED, "can_call"),
        Transition(MeetingState.PLANNED, "pack", MeetingState.PLANNED, "can_pack"),
        Transition(MeetingState.PLANNED, "hold", MeetingState.HELD, "can_hold"),
        Transition(MeetingState.PLANNED, "cancel", MeetingState.CANCELLED, "can_call"),
        Transition(MeetingState.HELD, "minute", MeetingState.HELD, "can_call"),
    ),
    suffix="_meeting",
    waits=waiting.MEETING,
    rests=waiting.RESTS,
)
KEPT = "没有保存，您填的还在下面"
FARTHEST = timedelta(days=366)
TOLD = ("held_on", "place", "subject", "state", "minutes", "reason")


def plan(user: User, held_on: date, place: str = "", subject: str = "") -> Meeting:
    """A meeting on a day: to come, or one that was held before anybody told of it."""
    try:
        with transaction.atomic():
            require(rules.can_call(user))
            if not Ledger.objects.filter(county__code=serving.county()).exists():
                raise Refused("台账还没有开通，开通以后才能安排调度会")
            made = Meeting.objects.create(
                county=queries.served(),
                held_on=of_these_years(held_on),
                place=place.strip(),
                subject=subject.strip(),
                made_by=user,
                made_at=clock.now(),
            )
            said = {name: value for name, value in told(made).items() if value}
            journal.record(user, TRANSITIONS.event("plan"), made, after=said)
            return made
    except IntegrityError:
        raise taken(held_on) from None


def rewrite(
    user: User,
    meeting: Meeting,
    held_on: date,
    place: str = "",
    subject: str = "",
    seen: str | None = None,
) -> Meeting:
    """Another day, place or subject of a meeting that is to come."""
    try:
        with moving(user, "rewrite", meeting, seen) as meeting:
            meeting.held_on = of_these_years(held_on)
            meeting.place, meeting.subject = place.strip(), subject.strip()
        return meeting
    except IntegrityError:
        raise taken(held_on) from None


def of_these_years(day: date) -> date:
    """The day, where somebody can mean it; raises Refused for another."""
    if abs(day - clock.today()) > FARTHEST:
        raise Refused("会议日期和今天隔了一年以上，请核对年份")
    return day


def taken(day: date) -> Refused:
    """Why there is no second meeting on a day."""
    return Refused(f"{dates.official_date(day)}已经有一次调度会，请在那一次上改，或者换一天")


def hold(user: User, meeting: Meeting, seen: str | None = None) -> Meeting:
    """It was held: from now on it is recorded, and its pack is what it was."""
    with moving(user, "hold", meeting, seen) as meeting:
        return meeting


def cancel(user: User, meeting: Meeting, reason: str, seen: str | None = None) -> Meeting:
    """It is not held."""
    with moving(user, "cancel", meeting, seen) as meeting:
        if not reason.strip():
            raise Refused("请写明取消的原因")
        meeting.reason = reason.strip()[:200]
    return meeting


def minute(user: User, meeting: Meeting, text: str, seen: str | None = None) -> Meeting:
    """What was said at it, in short."""
    with moving(user, "minute", meeting, seen) as meeting:
        meeting.minutes = text.strip()
    return meeting


@contextmanager
def moving(user: User, verb: str, meeting: Meeting, seen: str | None = None) -> Iterator[Meeting]:
    """A transaction that holds the meeting, as it now is; on leaving it is where the verb leads,
    with its event."""
    with locked(meeting) as meeting:
        transition, was = TRANSITIONS.taken(user, verb, meeting), told(meeting)
        require_seen(seen, meeting.stamp, KEPT)
        yield meeting
        meeting.state = transition.target
        meeting.save()
        now = told(meeting)
        names = [name for name in TOLD if was[name] != now[name]]
        if names:
            before, after = ({name: of[name] for name in names} for of in (was, now))
            journal.record(user, TRANSITIONS.event(verb), meeting, before=before, after=after)


@contextmanager
def locked(meeting: Meeting) -> Iterator[Meeting]:
    """A transaction that holds the county's numbering and the meeting; gives the meeting as it now
    is."""
    with transaction.atomic():
        Ledger.objects.select_for_update(no_key=True).get(county=meeting.county_id)
        yield Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)


def told(meeting: Meeting) -> dict[str, Any]:
    """All of a meeting that a verb may change, as plain values."""
    return {name: str(getattr(meeting, name)) for name in TOLD}
