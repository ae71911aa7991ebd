"""Who may do what to which submission; every answer carries its reason."""

from ledger.models import Kind, Period, State, Submission, Version
from ledger.models.submissions import checks_for, has_checker, speaks_for
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.lifecycle.decisions import YES, Decision, no
from targets.models import Unit
from targets.plan import queries

WROTE = "本人填写、改动过其中的明细，须由专班其他工作人员审核"
HANDED_ON = "本人上报的材料须由专班其他工作人员审核"
IN_TURN = "；没有别人可以审核时，请退回，再由另一位代录上报"
ENTERED = "这一期由专班办公室按纸质材料代录，正在办理"


def can_report(user: User, period: Period, unit: Unit, kind: str = Kind.RETURN) -> Decision:
    """Whether the person may write the unit's return for the period, or a correction to it."""
    if not speaks_for(user, unit, clock.today()):
        return no(f"您没有{unit}的填报岗位，请联系{queries.contact()}")
    return is_open(period, unit, kind)


def is_open(period: Period, unit: Unit, kind: str = Kind.RETURN) -> Decision:
    """A locked period changes only by a correction, for a unit with a live grant, or while a unit
    mends what was sent back to it."""
    if kind == Kind.RETURN and not owes(period, unit):
        return no(f"{unit}{unit.merged_on}并入{unit.merged_into}，{period}由{unit.merged_into}报送")
    now = clock.now()
    if not period.is_locked(now) or kind == Kind.CORRECTION:
        return YES
    if period.grants.filter(unit=unit, expires_at__gt=now).exists():
        return YES
    if period.submissions.filter(unit=unit, kind=kind, mend_by__gt=now).exists():
        return YES
    return no(f"{period}已锁定；需要补报请向专班办公室申请“准予补报”，数字报错请作更正")


def owes(period: Period, unit: Unit) -> bool:
    """Whether a unit reports a period: it was no other's by its end, or has begun it before."""
    if unit.merged_on is None or unit.merged_on > period.ends_on:
        return True
    return period.submissions.filter(unit=unit, kind=Kind.RETURN).exists()


def can_write(user: User, submission: Submission) -> Decision:
    """Whether the person may change the draft: its unit's people, or the office while it enters a
    paper return."""
    if submission.pk and submission.current.paper_reason:
        if not user.reviews:
            return no(f"{ENTERED}；有疑问请联系{queries.contact()}")
        return is_open(submission.period, submission.unit, submission.kind)
    return can_report(user, submission.period, submission.unit, submission.kind)


def can_drop(user: User, submission: Submission) -> Decision:
    """Whether the person may give up a list or a correction that lies with its unit; a month's
    return is owed."""
    if submission.kind == Kind.RETURN:
        return no("月报要报送，不能作废；本月没有变化请作零报告")
    return can_write(user, submission)


def can_take_back(user: User, submission: Submission) -> Decision:
    """Whether the person may take a list back that is not approved: the office, and who wrote it
    until the office has begun to review."""
    if submission.kind != Kind.LIST:
        return no("只有清单补录的材料可以随清单撤回")
    if user.reviews:
        return YES
    if submission.state == State.IN_REVIEW:
        return no("专班已开始审核，不能撤回；请联系专班退回")
    return can_write(user, submission)


def can_enter(user: User, period: Period, unit: Unit) -> Decision:
    """Whether the person may enter the unit's paper return for it (代录)."""
    if not user.reviews:
        return no("只有专班办公室可以代录")
    return is_open(period, unit)


def is_left_to_enter(submission: Submission) -> Decision:
    """Whether nobody has written in it: nothing stands in the draft, or only what the office has
    entered before and sent back to the unit, which has not touched it."""
    draft = submission.current
    if submission.state == State.DRAFT and not draft.lines.exists():
        return YES
    if submission.state == State.SENT_BACK:
        last = submission.versions.filter(number=draft.number - 1).first()
        if last and last.paper_reason and last.stamp == draft.stamp:
            return YES
    return no(f"{submission.unit}已经在填报或已上报{submission.period}，不能代录")


def can_hand_over(user: User, submission: Submission) -> Decision:
    """Whether the person may give the draft to the unit's checker; never where there is none."""
    if submission.current.paper_reason or not has_checker(submission.unit, clock.today()):
        return no("本单位没有设审核人，可以直接上报")
    return can_write(user, submission)


def can_submit(user: User, submission: Submission) -> Decision:
    """Whether the person may hand in: who writes, or where the unit has a checker, who checks. What
    waited for one who is gone is handed in by who writes."""
    unit, today = submission.unit, clock.today()
    if submission.state == State.CHECKING and has_checker(unit, today):
        return can_check(user, submission)
    writes = can_write(user, submission)
    if writes and not submission.current.paper_reason and has_checker(unit, today):
        return no("本单位设有审核人，请先送单位审核，由审核人上报")
    return writes


def can_check(user: User, submission: Submission) -> Decision:
    """Whether the person may pass for the unit what another of its people wrote."""
    if not (may := checks_now(user, submission)):
        return may
    version = submission.current
    wrote = user.pk in version.authors | {version.handed_over_by_id}
    return no("本人填报的材料须由单位其他人审核") if wrote else YES


def checks_now(user: User, submission: Submission) -> Decision:
    """Whether the person is the unit's checker, while it may hand in."""
    if not checks_for(user, submission.unit, clock.today()):
        return no(f"您不是{submission.unit}的审核人")
    return is_open(submission.period, submission.unit, submission.kind)


def can_hand_back(user: User, submission: Submission) -> Decision:
    """The checker gives it back, or who handed it over takes it back; where nobody checks any more,
    whoever writes for the unit."""
    unchecked = not has_checker(submission.unit, clock.today())
    if unchecked or submission.current.handed_over_by_id == user.pk:
        return can_write(user, submission)
    return checks_now(user, submission)


def can_confirm(user: User, version: Version) -> Decision:
    """Whether the person may confirm for the unit what the office entered."""
    if not version.paper_reason or version.submitted_at is None:
        return no("这一版不是专班代录的，不用确认")
    unit, today = version.submission.unit, clock.today()
    return (
        YES
        if speaks_for(user, unit, today) or checks_for(user, unit, today)
        else no(f"您没有{unit}的岗位")
    )


def can_review(user: User, submission: Submission) -> Decision:
    """Whether the person may judge returns: the office, after the lock too, which binds units and
    not the office's own delay."""
    return YES if user.reviews else no("只有专班办公室可以审核")


def can_undo(user: User, submission: Submission) -> Decision:
    """Whether the person may take an approval back: the office, until the lock."""
    if not user.reviews:
        return no("只有专班办公室可以撤销通过")
    return is_open(submission.period, submission.unit, submission.kind)


def can_approve(user: User, submission: Submission) -> Decision:
    """As review, but nobody approves what they handed in, or have written a line of; the head of
    the office may where another has handed it in (主任改定), so that an office of two goes on."""
    if not (may := can_review(user, submission)):
        return may
    version = submission.current
    if user.pk in version.who_handed_on:
        return no(HANDED_ON + (IN_TURN if version.paper_reason else ""))
    return no(WROTE) if user.pk in version.authors and not user.can_rule else YES


def can_admit(user: User, submission: Submission) -> Decision:
    """Whether the person may let what happened in a closed year into the ledger (结账后补登): who
    closed it, of a return that has such lines."""
    if not user.can_rule:
        return no("结账后补登由专班办公室主任批准")
    closed = submission.period.county.ledger.closed_through
    days = submission.current.lines.exclude(kind__in=("corrected", "opening")).values_list(
        "values__on", flat=True
    )
    if not closed or not any(day and day <= closed.isoformat() for day in days):
        return no("没有结账以前的明细，不用补登")
    return can_approve(user, submission)


def can_extend(user: User, period: Period) -> Decision:
    """Whether the person may move the due moment for everybody: the office, until the lock."""
    if not user.reviews:
        return no("只有专班办公室可以延长期限")
    if period.due_at is None:
        return no(f"{period}没有截止时刻，不用延长")
    return (
        no(f"{period}已锁定，不能再延长；个别单位可以准予补报")
        if period.is_locked(clock.now())
        else YES
    )


def can_grant(user: User, period: Period) -> Decision:
    """Whether the person may let one unit write a locked period: the office, once it is locked."""
    if not user.reviews:
        return no("只有专班办公室可以准予补报")
    return YES if period.is_locked(clock.now()) else no(f"{period}还没有锁定，单位可以直接填报")


def can_urge(user: User, period: Period) -> Decision:
    """Whether the person may remind all that owe the period (催报)."""
    if not user.reviews:
        return no("只有专班办公室可以催报")
    return YES if period.due_at else no(f"{period}没有截止时刻，不用催报")


def can_release(user: User, submission: Submission) -> Decision:
    """Whether the person may leave a paper return, not handed in, to the unit itself."""
    version = submission.current
    if not version.paper_reason or version.submitted_at:
        return no("这份材料不在代录中")
    return can_write(user, submission)


def can_correct(user: User, submission: Submission) -> Decision:
    """Whether the person may correct what was posted from a return: its unit's people, approved."""
    if submission.state != State.APPROVED:
        return no(f"{submission}还没有登账，不用更正")
    return can_report(user, submission.period, submission.unit, Kind.CORRECTION)


def can_list(user: User, unit: Unit | None) -> Decision:
    """Whether the person may hand in lists of piles: of a unit who writes for it, of the whole
    county (None) the office."""
    if unit is None:
        return YES if user.reviews else no("只有专班办公室可以上传全县的清单")
    if speaks_for(user, unit, clock.today()):
        return YES
    return no(f"您没有{unit}的填报岗位，请联系{queries.contact()}")
