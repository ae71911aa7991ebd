"""Who may do what to which bulletin and notice of supervision; every answer carries its reason."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from ledger import deadlines
from ledger.models import Period
from ledger.models.submissions import speaks_for
from ledger.periods.now import Calendar
from ledger.returns import standings
from reports.documents.kinds import CORRECTION, YEAR
from reports.models import Bulletin, Instruction, Naming, Suggestion, SupervisionNotice
from shanyin_charging import clock, dates, office
from shanyin_charging.accounts.models import User
from shanyin_charging.lifecycle.decisions import YES, Decision, no
from targets.months import Month
from targets.plan import queries

from .models import BulletinState, Level, Meeting, MeetingState, NoticeState, Talk


def can_draft(user: User, _: object = None) -> Decision:
    """Whether the person may write bulletins and send them on."""
    return YES if user.reviews else no("只有专班办公室可以起草通报")


def can_review(user: User, bulletin: Bulletin) -> Decision:
    """Whether the person may pass or return a draft: of the office, and none of its authors. Who
    signs may pass what they have changed of another's draft (签发人改定), so that an office of two
    goes on."""
    if not user.reviews:
        return no("只有专班办公室可以审核通报")
    if not bulletin.has_written(user) or user.can_sign and bulletin.is_shared(user):
        return YES
    return no("自己拟的、改的稿要由另一位同志审核")


NO_ADDRESS = (
    "平台还没有设地址，通报上的二维码别人打不开；"
    "请系统管理员在“上线准备 › 办公室、报头和编号”里填写以后再签发"
)


def can_issue(user: User, _: object = None) -> Decision:
    """Whether the person may sign: the head of the office."""
    return YES if user.can_sign else no("通报由专班办公室主任签发")


def can_put_out(user: User, bulletin: Bulletin) -> Decision:
    """Whether the person may sign the bulletin now: the head of the office, once it is ripe and can
    say where it is confirmed."""
    return can_issue(user) and has_an_address() and is_ripe(bulletin)


def has_an_address() -> Decision:
    """Whether readers of a paper can find the portal by what it prints."""
    return YES if office.is_reachable(queries.letterhead()) else no(NO_ADDRESS)


def is_ripe(bulletin: Bulletin) -> Decision:
    """Whether a bulletin tells of what is due: before that there is nobody to name, and nothing to
    put out unless every return is there and approved. A correction tells of an issued one."""
    if bulletin.kind == CORRECTION.code:
        return YES
    month = last_month_of(bulletin)
    period = Calendar().of(bulletin.county, month)
    if period is None or period.due_at is None:
        opened = deadlines.opens_on(month) <= clock.today()
        return YES if opened else no(f"{month.label}还没有开始报送，不能印发到这个月的通报")
    if clock.now() >= period.due_at:
        return YES
    waiting = not_approved(period)
    if not waiting:
        return YES
    return no(
        f"{period}{dates.until(period.due_at)}截止；截止前要各单位都报齐并审核通过，才能点名、征求说明和印发，"
        f"现在还差{waiting}家"
    )


def last_month_of(bulletin: Bulletin) -> Month:
    """The last month that a bulletin tells of."""
    return Month(bulletin.month.year, 12) if bulletin.kind == YEAR.code else bulletin.month


def not_approved(period: Period) -> int:
    """How many returns of a period are not there, or not approved."""
    everyone = standings.standings(period.plan, period)
    return sum(s.state not in ("approved", "nil") for s in everyone)


def stands(naming: Naming) -> Decision:
    """Whether what a unit was told holds by the month's due moment as it is now: not what it was
    told before that, as the month has been put off since, unless every return is approved."""
    period = told_too_early(naming.bulletin, naming.told_at)
    if period is None:
        return YES
    return no(
        f"{period}改到{dates.until(period.moments[0])}截止，告知的内容不再有效；截止以后要点名的，重新征求说明"
    )


def standing(namings: Iterable[Naming]) -> list[Naming]:
    """Those of what units were told that hold; of each bulletin the month is asked once."""
    of_each: dict[Bulletin, list[Naming]] = defaultdict(list)
    for naming in namings:
        of_each[naming.bulletin].append(naming)
    found = []
    for bulletin, told in of_each.items():
        period = told_too_early(bulletin, min(naming.told_at for naming in told))
        found += [n for n in told if period is None or n.told_at >= period.moments[0]]
    return found


def told_too_early(bulletin: Bulletin, told_at: datetime) -> Period | None:
    """The last month that a bulletin tells of, where what was told at a moment does not hold."""
    period = Calendar().of(bulletin.county, last_month_of(bulletin))
    if period is None or period.due_at is None or told_at >= period.due_at:
        return None
    return period if not_approved(period) else None


def can_state(user: User, naming: Naming) -> Decision:
    """Whether the person may say something to what a bulletin is going to say: for the unit that is
    named, once, until the last moment of the window, and not after the bulletin is issued."""
    if not speaks_for(user, naming.unit, clock.today()):
        return no(f"由{naming.unit}的填报员说明")
    if naming.bulletin.is_issued or clock.now() >= naming.answer_by:
        until = dates.until(naming.answer_by)
        return no(f"说明期到{until}为止，已经过了；有情况请联系{queries.contact()}")
    return no("已经提交过说明") if naming.stated_at else stands(naming)


def can_consult(user: User, bulletin: Bulletin) -> Decision:
    """Whether the person may show units what a bulletin is going to say of them."""
    if bulletin.is_issued:
        return no("已经印发，不能再征求说明")
    return can_draft(user) and is_ripe(bulletin)


def can_write(user: User, bulletin: Bulletin) -> Decision:
    """Whether the person may change the words of a bulletin: of a draft."""
    if bulletin.state == BulletinState.DRAFT:
        return can_draft(user)
    state = bulletin.get_state_display()
    return no(f"这份通报现在是“{state}”，不能再改；要改请先退回或撤回")


def can_number(user: User, bulletin: Bulletin) -> Decision:
    """Whether the person may say which number a bulletin gets: of one that is not issued."""
    return no("已经印发，编号不能再改") if bulletin.is_issued else can_draft(user)


def can_refresh(user: User, bulletin: Bulletin) -> Decision:
    """Whether the person may have a bulletin's figures read anew: of a draft."""
    return can_draft(user) if bulletin.state == BulletinState.DRAFT else no("只有草稿可以重新取数")


def can_discard(user: User, bulletin: Bulletin) -> Decision:
    """Whether the person may throw a bulletin away: a draft that no unit has answered to."""
    if bulletin.state != BulletinState.DRAFT:
        return no("只有草稿可以删去")
    if bulletin.namings.exclude(stated_at=None).exists():
        return no("已有单位对拟通报内容提交了说明，这份草稿要留存")
    return can_draft(user)


def can_file_scan(user: User, paper: Bulletin | SupervisionNotice) -> Decision:
    """Whether the person files the stamped scan of a paper: of one that was signed."""
    if not user.reviews:
        return no("盖章件由专班办公室存入")
    return YES if paper.number else no("还没有签发，没有盖章件")


def can_keep_standing(user: User, _: object = None) -> Decision:
    """Whether the person keeps the office's standing paragraphs."""
    return YES if user.reviews else no("常用要求由专班办公室编写")


def can_correct(user: User, bulletin: Bulletin) -> Decision:
    """Whether the person may draft a correction of a bulletin: of one that was issued."""
    if not bulletin.is_issued:
        return no("没有印发的稿子直接修改，不用更正通报")
    return can_draft(user) and is_ripe(bulletin)


def can_prove(user: User, bulletin: Bulletin) -> Decision:
    """Whether the person may have a bulletin proved: whoever may read it, once it is issued, but
    for who is above the county and presses nothing."""
    if user.reads_counties:
        return no("核验要记入日志，请本县的同志核验；凭验证码可以核对文号、日期和文件摘要")
    if not bulletin.is_issued:
        return no("还没有印发，没有可以核验的文件")
    return YES


def can_reply(user: User, suggestion: Suggestion | None = None) -> Decision:
    """Whether the person answers what users say of the portal, and a suggestion that is not
    answered yet."""
    if not user.reviews:
        return no("意见建议由专班办公室答复")
    if suggestion and suggestion.answered_at:
        return no(f"{suggestion.answered_by}已经答复过")
    return YES


def can_open(user: User, _: object = None) -> Decision:
    """Whether the person may open a notice of supervision and work it out."""
    return YES if user.reviews else no("督办由专班办公室立项")


def can_rewrite(user: User, notice: SupervisionNotice) -> Decision:
    """Whether the person may change what a notice says: of a draft."""
    if notice.state != NoticeState.DRAFT:
        return no("交办以后不能再改；要改请退回或撤销")
    return can_open(user)


def can_instruct(user: User, _: object = None) -> Decision:
    """Whether the person's words are kept and acted upon (批示)."""
    return YES if user.can_instruct else no("批示由领导作出")


def can_take_up(user: User, _: object = None) -> Decision:
    """Whether the person turns a leader's word into a notice, or answers it."""
    return YES if user.reviews else no("批示由专班办公室办理")


def can_finish(user: User, word: Instruction) -> Decision:
    """Whether a leader's word is at its end, or back with the office: by what became of its
    notice."""
    ended = word.notice and word.notice.state in (NoticeState.CLOSED, NoticeState.DROPPED)
    return can_take_up(user) if ended else no("督办还没有销号")


def can_sign_notice(user: User, _: object = None) -> Decision:
    """Whether the person may send a notice out, extend it or drop it: the head of the office."""
    return YES if user.can_sign else no("督办单由专班办公室主任签发、延期和撤销")


def can_grant_time(user: User, notice: SupervisionNotice) -> Decision:
    """Whether the person may answer a unit's request for more time."""
    return can_sign_notice(user) if notice.asked_due_on else no("单位没有申请延期")


def can_raise(user: User, notice: SupervisionNotice) -> Decision:
    """Whether the person may raise a notice's level: the head of the office, where there is a
    higher one."""
    if notice.is_agreed:
        return no("议定事项没有颜色，不升级；超过时限的下次调度会上报告，另有问题的另立督办")
    return no("已经是红色督办") if notice.level == Level.RED else can_sign_notice(user)


def can_criticise(user: User, notice: SupervisionNotice) -> Decision:
    """Whether the person may put the matter into the next bulletin's criticism: once, of a red
    notice past its day."""
    if notice.level != Level.RED or not notice.is_overdue(clock.today()):
        return no("超过办结时限的红色督办，才能列入通报批评、建议约谈")
    return no("已列入通报批评") if notice.criticised_on else can_sign_notice(user)


def can_suggest_talk(user: User, notice: SupervisionNotice) -> Decision:
    """Whether the person may suggest to the leaders that they speak with the unit's head: after the
    criticism, once."""
    if not notice.criticised_on or not notice.is_overdue(clock.today()):
        return no("列入通报批评以后仍没有反馈的，才能建议约谈")
    return no("已建议约谈") if notice.talk else can_sign_notice(user)


def can_decide_talk(user: User, notice: SupervisionNotice) -> Decision:
    """Whether the person answers a suggested talk: a leader."""
    return can_instruct(user) if notice.talk == Talk.SUGGESTED else no("没有待定的约谈建议")


def can_call(user: User, _: object = None) -> Decision:
    """Whether the person plans meetings, and keeps what was said at them."""
    return YES if user.reviews else no("调度会由专班办公室安排和记录")


def can_hold(user: User, meeting: Meeting) -> Decision:
    """Whether the person says that a meeting was held: from its day on."""
    day = dates.official_date(meeting.held_on)
    if meeting.held_on > clock.today():
        return no(f"会议日期是{day}，到了那天才能记为已召开；提前开了的，请先改会议日期")
    return can_call(user)


def can_pack(user: User, meeting: Meeting) -> Decision:
    """Whether the person has a meeting's pack made: before it is held, and not of a day before the
    portal was live, of which it knows nothing."""
    live_from = meeting.county.ledger.live_from
    if meeting.held_on < live_from:
        return no(f"平台{dates.official_date(live_from)}启用，此前开的会没有会议材料")
    return can_call(user)


def can_agree(user: User, meeting: Meeting) -> Decision:
    """Whether the person records what a meeting agreed: once it was held."""
    if meeting.state != MeetingState.HELD:
        return no("会开过以后才能记录议定事项；先记为已召开")
    return can_call(user)


def can_assist(user: User, notice: SupervisionNotice) -> Decision:
    """Whether the person speaks for a unit that is to help."""
    spoken = any(speaks_for(user, unit, clock.today()) for unit in notice.supports.all())
    return YES if spoken else no("由协办单位的填报员填写")


def can_answer(user: User, notice: SupervisionNotice) -> Decision:
    """Whether the person speaks for the unit that the notice is addressed to."""
    return (
        YES
        if speaks_for(user, notice.lead, clock.today())
        else no(f"由{notice.lead}的填报员签收和反馈")
    )


def can_judge(user: User, _: object = None) -> Decision:
    """Whether the person judges what a unit answered: of the office."""
    return YES if user.reviews else no("由专班办公室审核")


def can_close_out(user: User, notice: SupervisionNotice) -> Decision:
    """Whether the person may strike a matter off: of the office, and not who judged it settled."""
    if not user.reviews:
        return no("由专班办公室销号")
    return no("办结审核和销号要由两位同志分别办理") if notice.settled_by_id == user.pk else YES
