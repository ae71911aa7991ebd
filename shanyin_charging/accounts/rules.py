"""Who may make, change and stop accounts: yes, or the Chinese reason why not."""

from shanyin_charging import serving
from shanyin_charging.accounts.models import Role, User
from shanyin_charging.lifecycle.decisions import YES, Decision, no


def can_keep_accounts(actor: User | None) -> Decision:
    """Whether the actor keeps the accounts of the county that is served; None is the portal
    itself, which does so until there is an administrator."""
    if actor is None:
        there = User.objects.served().filter(role=Role.ADMIN).exists()
        return no("已有系统管理员") if there else YES
    own = actor.keeps_accounts and actor.division == serving.county()
    return YES if own else no("只有系统管理员可以管理账号")


def can_be_made(role: str) -> Decision:
    """Whether accounts of a role are made for a county: who reads several is let in by who runs the
    portal."""
    return no("上级账号由平台运行维护人员建立") if role == Role.ABOVE else YES


def can_set_active(actor: User, user: User, wanted: bool) -> Decision:
    """Whether the actor may take the person's account out of use, or into use again."""
    if actor == user and not wanted:
        return no("不能停用自己的账号")
    return can_keep_account_of(actor, user)


def can_change(actor: User, user: User, role: str) -> Decision:
    """Whether the actor may say anew what the person is called and is in the portal."""
    if actor == user and role != user.role:
        return no("不能改自己的角色，请另一位系统管理员来改")
    return can_keep_account_of(actor, user) and can_be_made(role)


def can_keep_account_of(actor: User, user: User) -> Decision:
    """Whether the actor keeps the account of this person, who is of the same county."""
    if not (may := can_keep_accounts(actor)):
        return may
    return YES if actor.division == user.division else no(f"{user.name}不是本县的账号")


def can_read_counties_of(division: str) -> Decision:
    """Whether a division may have people who read its counties: a province or a city."""
    fits = division.isascii() and division.isdigit() and len(division) in (2, 4)
    return YES if fits else no(f"上级的区划代码是省2位、市4位数字，如 14、1406，不是“{division}”")
