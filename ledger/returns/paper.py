"""代录: the office enters a unit's paper return, and the unit confirms it or takes it over."""

from datetime import date

from ledger import deadlines
from ledger.models import Confirmation, Kind, Period, Submission, Version
from ledger.returns import rules
from ledger.returns.drafting import new_key
from ledger.returns.locking import locked, locked_period
from ledger.returns.seen import stamp_of
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.seen import require_seen, stamp
from shanyin_charging.lifecycle.transitions import Refused, require
from targets.models import Unit


def enter(
    user: User,
    period: Period,
    unit: Unit,
    reason: str,
    seen: str | None = None,
    received_on: date | None = None,
) -> Submission:
    """Begin to enter a unit's paper return for it, received on a day (None: today), by which it is
    late or not; one that was entered and sent back is gone on with. Raises Refused without a
    reason, for a day on which the period was not yet reported or that is to come, or when the unit
    has begun one itself."""
    reason, today = reason.strip(), clock.today()
    received_on = received_on or today
    with locked_period(period) as period:
        require(rules.can_enter(user, period, unit))
        if not reason:
            raise Refused("请写明代录的原因")
        if not opened_on(period) <= received_on <= today:
            raise Refused(f"收到纸质材料的日期要在{opened_on(period)}（开报）到今天之间")
        found = Submission.objects.filter(period=period, unit=unit, kind=Kind.RETURN).first()
        require_seen(seen, entering(found))
        submission, made = Submission.objects.get_or_create(
            period=period, unit=unit, kind=Kind.RETURN
        )
        version = (
            Version(submission=submission, number=1, key=new_key()) if made else submission.current
        )
        if not made:
            require(rules.is_left_to_enter(submission))
        version.received_on = received_on
        note_paper(user, "enter", submission, version, reason)
        return submission


def opened_on(period: Period) -> date:
    """The first day on which a period could be reported."""
    return deadlines.opens_on(period.month) if period.due_at else period.starts_on


def entering(found: Submission | None) -> str:
    """The stamp of what 代录 begins from: no return yet, or one with what was written in it."""
    return stamp(*(found.state, stamp_of(found), found.current.paper_reason) if found else ())


def release(user: User, submission: Submission, seen: str | None = None) -> None:
    """Leave a paper return that is not handed in to the unit itself, with what was typed so far."""
    with locked(submission) as submission:
        require(rules.can_release(user, submission))
        require_seen(seen, stamp_of(submission))
        version = submission.current
        version.received_on = None
        note_paper(user, "release", submission, version, "")


def note_paper(user: User, verb: str, submission: Submission, version: Version, why: str) -> None:
    """Put down why a version is entered by the office, empty when it is not, with its event."""
    before, version.paper_reason = version.paper_reason, why
    version.save()
    received = {"received_on": str(version.received_on)} if version.received_on else {}
    journal.record(
        user,
        verb,
        submission,
        before={"paper_reason": before},
        after={"paper_reason": why, **received},
    )


def confirm(user: User, version: Version, seen: str | None = None) -> Confirmation:
    """The unit says that what the office entered for it is right; twice gives the same
    confirmation."""
    with locked(version.submission):
        require(rules.can_confirm(user, version))
        if found := Confirmation.objects.filter(version=version).first():
            return found
        require_seen(seen, stamp_of(version.submission))
        made = Confirmation.objects.create(
            version=version, confirmed_by=user.name, confirmed_at=clock.now()
        )
        journal.record(
            user, "confirm", version, before=None, after={"confirmed_by": made.confirmed_by}
        )
        return made
