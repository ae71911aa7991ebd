"""Who may make, change and stop accounts: yes, or the Chinese reason why not."""

from shanyin_charging.accounts.models import Role, User
from shanyin_charging.lifecycle.decisions import YES, Decision, no


def can_keep_accounts(actor: User | None) -> Decision:
    """Whether the actor keeps the accounts; None is the portal itself, which does so until there
    is an administrator."""
    if actor is None:
        there = User.objects.filter(role=Role.ADMIN).exists()
        return no("已有系统管理员") if there else YES
    return YES if actor.keeps_accounts else no("只有系统管理员可以管理账号")


def can_set_active(actor: User, user: User, wanted: bool) -> Decision:
    """Whether the actor may take the person's account out of use, or into use again."""
    if actor == user and not wanted:
        return no("不能停用自己的账号")
    return can_keep_accounts(actor)


def can_change(actor: User, user: User, role: str) -> Decision:
    """Whether the actor may say anew what the person is called and is in the portal."""
    if actor == user and role != user.role:
        return no("不能改自己的角色，请另一位系统管理员来改")
    return can_keep_accounts(actor)
