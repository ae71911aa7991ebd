"""What templates say of returns."""

from datetime import datetime

from django import template

from ledger.models import State, Submission
from ledger.periods import working_days
from ledger.returns.on_time import again_by
from ledger.returns.seen import stamp_of
from shanyin_charging import clock, dates

register = template.Library()
register.filter("stamp", stamp_of)


@register.filter
def waited(handed_in_at: datetime) -> int:
    """For how many working days the office has had what was handed in."""
    day = handed_in_at.astimezone(clock.ZONE).date()
    return working_days.between(day, clock.today())


@register.filter
def in_hand(submission: Submission, doubts: int) -> str:
    """How far the office has come with a return that waits, and that its delay is its own."""
    words = [f"有{doubts}处核实事项"] if doubts else []
    words.append("审核中" if submission.state == State.IN_REVIEW else "等待开始审核")
    if (handed_in_at := submission.current.submitted_at) and (days := waited(handed_in_at)):
        words.append(f"上报已{days}个工作日")
    if submission.period.is_locked(clock.now()):
        words.append("这一期已锁定，是专班没有审完，不影响单位是否按时")
    return "，".join(words)


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
