"""Who may put what on record about the plan, its names and its people: yes, or the Chinese reason
why not."""

from datetime import date

from shanyin_charging.accounts.models import User
from shanyin_charging.lifecycle.decisions import YES, Decision, no
from targets.models import Post, Unit


def can_rule(user: User) -> Decision:
    """Whether the person decides what the plan leaves open."""
    return YES if user.can_rule else no("只有专班办公室主任可以登记核定")


def can_change_names(user: User) -> Decision:
    """Whether the person records official names and mergers of units and villages."""
    return YES if user.can_rule else no("只有专班办公室主任可以登记更名和合并")


def can_state_office(user: User) -> Decision:
    """Whether the person says what the office and its papers are called and how it is reached."""
    may = user.can_rule or user.keeps_accounts
    return YES if may else no("只有专班办公室主任和系统管理员可以登记办公室和报头")


def can_enact(user: User) -> Decision:
    """Whether the person brings plans in and puts them in force."""
    return YES if user.can_rule else no("只有专班办公室主任可以录入和启用方案")


def can_begin(on: date, today: date) -> Decision:
    """Whether a name or a merger may be recorded from that day on, since both hold at once."""
    return YES if on <= today else no("还没到的日期先不登记，到那天再办")


def can_give_post(actor: User, user: User, unit: Unit, today: date) -> Decision:
    """Whether the actor may let the person speak for the unit from today on."""
    if not actor.keeps_accounts:
        return no("只有系统管理员可以设岗位")
    if not (may := are_of_one_county(actor, user, unit)):
        return may
    if not user.fills_returns:
        return no(f"{user.name}不是填报员，不代表单位填报")
    if Post.objects.filter(user=user, unit=unit).held_on(today, of_anybody=True).exists():
        return no(f"{user.name}已经代表{unit}")
    return YES


def are_of_one_county(actor: User, user: User, unit: Unit) -> Decision:
    """Whether who sets posts, who holds one and the unit are of one county."""
    same = actor.division == user.division == unit.county.code
    return YES if same else no(f"{user.name}和{unit}不都是本县的")


def can_end_post(actor: User, post: Post, today: date) -> Decision:
    """Whether the actor may end the post; one that is over keeps its last day."""
    if not actor.keeps_accounts:
        return no("只有系统管理员可以结束岗位")
    if not (may := are_of_one_county(actor, post.user, post.unit)):
        return may
    if post.ends_on and post.ends_on < today:
        return no(f"{post.user.name}已经不再代表{post.unit}")
    return YES


def can_hand_over(actor: User, post: Post, to: User, on: date, today: date) -> Decision:
    """Whether the actor may let another person hold the post from a day on."""
    if not (may := can_end_post(actor, post, today)):
        return may
    if not (may := are_of_one_county(actor, to, post.unit)):
        return may
    if not (to.fills_returns and to.is_active):
        return no(f"{to.name}不是在用的填报员，不能接手")
    if on < today:
        return no("换人的日期不能早于今天")
    if post.ends_on and post.ends_on < on:
        return no(f"{post.user.name}到{post.ends_on}为止，换人的日期不能晚于次日")
    other = Post.objects.filter(user=to, unit=post.unit, checks=not post.checks)
    if other.held_on(on, of_anybody=True).exists():
        own = "填报人" if post.checks else "审核人"
        return no(f"{to.name}那天是{post.unit}的{own}，一人不能两样都做；先结束那个岗位")
    return YES


def can_change_role(user: User, role: str, today: date) -> Decision:
    """Whether the person may have the role: who speaks for a unit fills in returns."""
    held = Post.objects.filter(user=user).exclude(ends_on__lt=today).select_related("unit")
    if role != user.role and held:
        units = "、".join(post.unit.name for post in held)
        return no(f"{user.name}还代表{units}填报，请先换人或结束岗位，再改角色")
    return YES
