"""Who may do what to which submission; every answer carries its reason."""
from shanyin_charging import clock
from shanyin_charging.accounts.decisions import YES, Decision, no

from .models import Period
from .models.submissions import speaks_for


def can_report(user, period: Period, unit) -> Decision:
    """Whether the person may write the unit's return for the period."""
    if not speaks_for(user, unit, clock.today()):
        return no(f"您没有{unit}的填报岗位，请联系专班办公室")
    if period.lock_at and clock.now() >= period.lock_at:
        return no(f"{period}已锁定，如需更正请联系专班办公室")
    return YES


def can_write(user, submission) -> Decision:
    return can_report(user, submission.period, submission.unit)


def can_review(user, submission) -> Decision:
    return YES if user.reviews else no("只有专班办公室可以审核")


def can_approve(user, submission) -> Decision:
    """As review, but nobody approves what they handed in themselves (discrepancy D37)."""
    if user.reviews and submission.current.submitted_by_id == user.pk:
        return no("本人上报的材料须由专班其他工作人员审核")
    return can_review(user, submission)
