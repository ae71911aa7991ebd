"""代录: the office enters a unit's paper return, and the unit confirms it or takes it over."""

from django.db import transaction

from ledger.models import (
    Confirmation,
    Kind,
    Period,
    State,
    Submission,
    Version,
)
from ledger.returns import rules
from ledger.returns.drafting import new_key
from ledger.returns.locking import locked
from shanyin_charging import clock
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.transitions import Refused, require


def enter(user, period, unit, reason) -> Submission:
    """代录: begin to enter a unit's paper return for it. The unit must not have begun one
    itself."""
    require(rules.can_enter(user, period, unit))
    if not reason.strip():
        raise Refused("请写明代录的原因")
    with transaction.atomic():
        Period.objects.select_for_update(no_key=True).get(pk=period.pk)
        submission, made = Submission.objects.get_or_create(
            period=period, unit=unit, kind=Kind.RETURN
        )
        version = submission.current or Version(submission=submission, number=1, key=new_key())
        if not made and (submission.state != State.DRAFT or version.lines.exists()):
            raise Refused(f"{unit}已经在填报或已上报{period}，不能代录")
        version.paper_reason = reason.strip()
        version.save()
        journal.record(user, "enter", submission, reason=reason.strip())
        return submission


def release(user, submission):
    """Leave a paper return that is not handed in to the unit itself, with what was typed so far."""
    with locked(submission) as submission:
        version = submission.current
        if not version.paper_reason or version.submitted_at:
            raise Refused("这份材料不在代录中")
        require(rules.can_write(user, submission))
        version.paper_reason = ""
        version.save()
        journal.record(user, "release", submission)


def confirm(user, version) -> Confirmation:
    """The unit says that what the office entered for it is right; twice gives the same
    confirmation."""
    require(rules.can_confirm(user, version))
    with transaction.atomic():
        Submission.objects.select_for_update(no_key=True).get(pk=version.submission_id)
        if found := Confirmation.objects.filter(version=version).first():
            return found
        made = Confirmation.objects.create(
            version=version, confirmed_by=user.name, confirmed_at=clock.now()
        )
        journal.record(user, "confirm", version)
        return made
