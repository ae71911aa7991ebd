"""Who may do what to which bulletin and notice of supervision; every answer carries its reason."""

from ledger.models.submissions import speaks_for
from shanyin_charging import clock
from shanyin_charging.lifecycle.decisions import YES, Decision, no

from .models import Level, Talk


def can_draft(user, _=None) -> Decision:
    """Whether the person may write bulletins and send them on."""
    return YES if user.reviews else no("只有专班办公室可以起草通报")


def can_review(user, bulletin) -> Decision:
    """Whether the person may pass or return a draft: of the office, and not who drafted or last
    changed it."""
    if not user.reviews:
        return no("只有专班办公室可以审核通报")
    wrote = user.pk in (bulletin.drafted_by_id, bulletin.edited_by_id)
    return no("自己拟的、改的稿要由另一位同志审核") if wrote else YES


def can_issue(user, _=None) -> Decision:
    """Whether the person may sign: the head of the office."""
    return YES if user.can_sign else no("通报由专班办公室主任签发")


def can_state(user, naming) -> Decision:
    """Whether the person speaks for the unit that is going to be named."""
    return (
        YES if speaks_for(user, naming.unit, clock.today()) else no(f"由{naming.unit}的填报员说明")
    )


def can_reply(user, _=None) -> Decision:
    """Whether the person answers what users say of the portal."""
    return YES if user.reviews else no("意见建议由专班办公室答复")


def can_open(user, _=None) -> Decision:
    """Whether the person may open a notice of supervision and work it out."""
    return YES if user.reviews else no("督办由专班办公室立项")


def can_instruct(user, _=None) -> Decision:
    """Whether the person's words on a figure make a draft of a notice (批示)."""
    return YES if user.can_instruct else no("批示由领导作出")


def can_sign_notice(user, _=None) -> Decision:
    """Whether the person may send a notice out, extend it or drop it: the head of the office."""
    return YES if user.can_sign else no("督办单由专班办公室主任签发、延期和撤销")


def can_grant_time(user, notice) -> Decision:
    """Whether the person may answer a unit's request for more time."""
    return can_sign_notice(user) if notice.asked_due_on else no("单位没有申请延期")


def can_raise(user, notice) -> Decision:
    """Whether the person may raise a notice's level: the head of the office, where there is a
    higher one."""
    return no("已经是红色督办") if notice.level == Level.RED else can_sign_notice(user)


def can_criticise(user, notice) -> Decision:
    """Whether the person may put the matter into the next bulletin's criticism: once, of a red
    notice past its day."""
    if notice.level != Level.RED or not notice.is_overdue(clock.today()):
        return no("超过办结时限的红色督办，才能列入通报批评、建议约谈")
    return no("已列入通报批评") if notice.criticised_on else can_sign_notice(user)


def can_suggest_talk(user, notice) -> Decision:
    """Whether the person may suggest to the leaders that they speak with the unit's head: after the
    criticism, once."""
    if not notice.criticised_on or not notice.is_overdue(clock.today()):
        return no("列入通报批评以后仍没有反馈的，才能建议约谈")
    return no("已建议约谈") if notice.talk else can_sign_notice(user)


def can_decide_talk(user, notice) -> Decision:
    """Whether the person answers a suggested talk: a leader."""
    return can_instruct(user) if notice.talk == Talk.SUGGESTED else no("没有待定的约谈建议")


def can_assist(user, notice) -> Decision:
    """Whether the person speaks for a unit that is to help."""
    spoken = any(speaks_for(user, unit, clock.today()) for unit in notice.supports.all())
    return YES if spoken else no("由协办单位的填报员填写")


def can_answer(user, notice) -> Decision:
    """Whether the person speaks for the unit that the notice is addressed to."""
    return (
        YES
        if speaks_for(user, notice.lead, clock.today())
        else no(f"由{notice.lead}的填报员签收和反馈")
    )


def can_judge(user, _=None) -> Decision:
    return YES if user.reviews else no("由专班办公室审核")


def can_close_out(user, notice) -> Decision:
    """Whether the person may strike a matter off: of the office, and not who judged it settled."""
    if not user.reviews:
        return no("由专班办公室销号")
    return no("办结审核和销号要由两位同志分别办理") if notice.settled_by_id == user.pk else YES
