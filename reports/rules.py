"""Who may do what to which bulletin; every answer carries its reason."""
from shanyin_charging.accounts.decisions import YES, Decision, no
from shanyin_charging.accounts.models import Role


def can_draft(user, _=None) -> Decision:
    """Whether the person may write bulletins and send them on."""
    return YES if user.reviews else no("只有专班办公室可以起草通报")


def can_review(user, bulletin) -> Decision:
    """Whether the person may pass or return a draft: of the office, and not who wrote it."""
    if not user.reviews:
        return no("只有专班办公室可以审核通报")
    return no("自己拟的稿要由另一位同志审核") if bulletin.drafted_by_id == user.pk else YES


def can_issue(user, _=None) -> Decision:
    """Whether the person may sign: the head of the office."""
    return YES if user.role == Role.CHIEF else no("通报由专班办公室主任签发")
