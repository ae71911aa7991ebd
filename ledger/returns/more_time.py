"""More time to report: a later due day for everybody, or one unit's leave to write a locked
month."""

from datetime import datetime

from ledger.deadlines import in_text
from ledger.models import LateGrant, Period, Submission
from ledger.returns import on_time, rules
from ledger.returns.locking import locked_period
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.audit.models import Event
from shanyin_charging.lifecycle.seen import require_seen, stamp
from shanyin_charging.lifecycle.transitions import Refused, require
from targets.models import Unit

PUT_OFF = ("extend", "redate")  # what lets a period fall due later


def seen_of(period: Period) -> str:
    """The stamp of what more time is given upon: the period's moments, and the leave so far."""
    return stamp(moments(period), list(period.grants.order_by("pk").values_list("pk", flat=True)))


def extend(
    user: User, period: Period, due_at: datetime, reason: str, seen: str | None = None
) -> None:
    """Move a period's due moment later for everybody, and its lock where that came before it; who
    was late and came by the new moment is on time, each with an event of its own. Raises Refused
    for a moment that is not later."""
    reason = reason.strip()
    with locked_period(period) as period:
        require(rules.can_extend(user, period))
        require_seen(seen, seen_of(period))
        if not reason:
            raise Refused("请写明延长期限的原因")
        if due_at <= period.moments[0]:
            raise Refused("新的截止日要晚于原来的截止日")
        put_off(user, period, due_at, "extend", reason)


def put_off(user: User, period: Period, due_at: datetime, verb: str, reason: str) -> None:
    """Let a held period fall due at a later moment; who was late and came by it is on time."""
    before = moments(period)
    period.due_at, period.lock_at = due_at, max(period.moments[1], due_at)
    period.save()
    journal.record(user, verb, period, before=before, after=moments(period), reason=reason)
    late = Submission.objects.select_for_update(no_key=True).filter(period=period, late=True)
    for submission in late.order_by("pk"):
        if not on_time.late_by(submission, due_at):
            restamp(user, submission, reason)


def due_when(period: Period, moment: datetime) -> datetime | None:
    """When a period was to fall due as that stood at a moment: it may have been put off since."""
    since = Event.objects.filter(
        object_type=Period._meta.label_lower,
        object_key=str(period.pk),
        verb__in=PUT_OFF,
        at__gt=moment,
    )
    first = since.order_by("number").first()
    told = first.before["due_at"] if first and first.before else None
    return datetime.fromisoformat(told) if told else period.due_at


def restamp(user: User, submission: Submission, reason: str) -> None:
    """Say that a return is on time by the due moment as it is now."""
    submission.late = False
    submission.save()
    before, after = {"late": True}, {"late": False}
    journal.record(
        user, "restamp", submission, before=before, after=after, late=False, reason=reason
    )


def moments(period: Period) -> dict[str, str | None]:
    """When a period falls due and is locked, as the journal tells it."""
    return {"due_at": in_text(period.due_at), "lock_at": in_text(period.lock_at)}


def grant(
    user: User,
    period: Period,
    unit: Unit,
    reason: str,
    expires_at: datetime,
    seen: str | None = None,
) -> LateGrant:
    """准予补报: let one unit write a locked period until a moment; the reason stays on record."""
    reason = reason.strip()
    with locked_period(period) as period:
        require(rules.can_grant(user, period))
        require_seen(seen, seen_of(period))
        if not reason:
            raise Refused("请写明准予补报的原因")
        if expires_at <= clock.now():
            raise Refused("有效期要晚于现在")
        made = LateGrant.objects.create(
            period=period,
            unit=unit,
            reason=reason,
            expires_at=expires_at,
            granted_by=user.name,
            granted_at=clock.now(),
        )
        after = {"unit": unit.name, "expires_at": in_text(expires_at)}
        journal.record(user, "grant", made, before=None, after=after, reason=reason)
        return made
