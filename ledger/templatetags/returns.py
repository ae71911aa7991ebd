"""What templates say of returns."""

from datetime import datetime

from django import template

from ledger import deadlines
from ledger.models import Submission
from ledger.returns.on_time import again_by
from ledger.returns.seen import stamp_of
from shanyin_charging import clock, dates

register = template.Library()
register.filter("stamp", stamp_of)


@register.filter
def waited(handed_in_at: datetime) -> int:
    """For how many working days the office has had what was handed in."""
    day = handed_in_at.astimezone(clock.ZONE).date()
    return deadlines.working_days_between(day, clock.today())


@register.filter
def is_locked(submission: Submission) -> bool:
    """Whether the lock of its period has come."""
    return submission.period.is_locked(clock.now())


@register.filter
def if_taken_back(submission: Submission) -> str:
    """What taking a return back now would mean for its being on time."""
    due_at, now = submission.period.due_at, clock.now()
    if due_at is None or submission.late:
        return ""
    until = again_by(submission, now)
    if until is None:
        return "截止时刻已过，撤回后再上报记为迟报"
    if now < due_at or until == submission.mend_by:
        return f"{dates.until(until)}前重新上报，仍记按时"
    return (
        f"截止时刻已过：撤回后在{dates.until(until)}前重新上报、内容不少于现在的，仍记按时，"
        "只有这一次"
    )
