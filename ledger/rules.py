"""Who may do what to which submission; every answer carries its reason."""
from shanyin_charging import clock
from shanyin_charging.accounts.decisions import YES, Decision, no

from .models import Kind, Period
from .models.submissions import speaks_for


def can_report(user, period: Period, unit, kind=Kind.RETURN) -> Decision:
    """Whether the person may write the unit's return for the period, or a correction to it."""
    if not speaks_for(user, unit, clock.today()):
        return no(f"您没有{unit}的填报岗位，请联系专班办公室")
    return is_open(period, unit, kind)


def is_open(period: Period, unit, kind=Kind.RETURN) -> Decision:
    """A locked period changes only by a correction, or for a unit with a live grant."""
    now = clock.now()
    if not period.is_locked(now) or kind == Kind.CORRECTION:
        return YES
    if period.grants.filter(unit=unit, expires_at__gt=now).exists():
        return YES
    return no(f"{period}已锁定；需要补报请向专班办公室申请“准予补报”，数字报错请作更正")


def can_write(user, submission) -> Decision:
    return can_report(user, submission.period, submission.unit, submission.kind)


def can_review(user, submission) -> Decision:
    if not user.reviews:
        return no("只有专班办公室可以审核")
    return is_open(submission.period, submission.unit, submission.kind)


def can_approve(user, submission) -> Decision:
    """As review, but nobody approves what they handed in themselves (discrepancy D37)."""
    if user.reviews and submission.current.submitted_by_id == user.pk:
        return no("本人上报的材料须由专班其他工作人员审核")
    return can_review(user, submission)


def can_extend(user, period: Period) -> Decision:
    if not user.reviews:
        return no("只有专班办公室可以延长期限")
    if period.due_at is None:
        return no(f"{period}没有截止时刻，不用延长")
    return no(f"{period}已锁定，不能再延长；个别单位可以准予补报") if period.is_locked(clock.now()) else YES


def can_grant(user, period: Period) -> Decision:
    if not user.reviews:
        return no("只有专班办公室可以准予补报")
    return YES if period.is_locked(clock.now()) else no(f"{period}还没有锁定，单位可以直接填报")
