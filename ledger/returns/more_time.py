"""More time to report: a later due day for everybody, or one unit's leave to write a locked
month."""

from django.db import transaction

from ledger.models import LateGrant, Period
from ledger.returns import rules
from shanyin_charging import clock
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.transitions import Refused, require


def extend(user, period, due_at, reason):
    """Move a period's due moment later for everybody; who was late already stays late."""
    if not reason.strip():
        raise Refused("请写明延长期限的原因")
    with transaction.atomic():
        period = Period.objects.select_for_update(no_key=True).get(pk=period.pk)
        require(rules.can_extend(user, period))
        if due_at <= period.due_at:
            raise Refused("新的截止日要晚于原来的截止日")
        before, period.due_at = period.due_at, due_at
        period.lock_at = max(period.lock_at, due_at)
        period.save()
        journal.record(
            user,
            "extend",
            period,
            reason=reason.strip(),
            before=before.isoformat(),
            after=due_at.isoformat(),
        )


def grant(user, period, unit, reason, expires_at) -> LateGrant:
    """准予补报: let one unit write a locked period until a moment; the reason stays on record."""
    require(rules.can_grant(user, period))
    if not reason.strip():
        raise Refused("请写明准予补报的原因")
    if expires_at <= clock.now():
        raise Refused("有效期要晚于现在")
    with transaction.atomic():
        Period.objects.select_for_update(no_key=True).get(pk=period.pk)
        made = LateGrant.objects.create(
            period=period,
            unit=unit,
            reason=reason.strip(),
            expires_at=expires_at,
            granted_by=user.name,
            granted_at=clock.now(),
        )
        journal.record(user, "grant", made, reason=reason, expires_at=expires_at.isoformat())
        return made
