"""Who may draw, check and strike off; every answer carries its reason."""

from ledger.models.submissions import speaks_for
from reports.checking import differences
from reports.models import Finding, FindingStep, Visit
from shanyin_charging import clock, dates
from shanyin_charging.accounts.models import User
from shanyin_charging.lifecycle.decisions import YES, Decision, no

FOUND, WITHDRAW = "find", "withdraw"  # steps by which nobody acts on what was found


def can_draw(user: User, _: object = None) -> Decision:
    """Whether the person draws sites that are to be checked: of the office."""
    return YES if user.reviews else no("现场核查由专班办公室抽取")


def can_tell(user: User, visit: Visit) -> Decision:
    """Whether the person may tell of what was seen at a site, in pictures and of hazards: of the
    office, from the day of the round on, also what comes to mind when the result is down."""
    if not user.reviews:
        return no("现场核查由专班办公室记录")
    day = visit.round.held_on
    return (
        YES if day <= clock.today() else no(f"核查日期是{dates.official_date(day)}，到了那天再记")
    )


def can_visit(user: User, visit: Visit) -> Decision:
    """Whether the person may put down what was found at a site: who may tell of it, once."""
    if user.reviews and visit.done_at:
        return no("核查结果已经记下；记错了的，请用“更正核查结果”")
    return can_tell(user, visit)


def can_amend(user: User, visit: Visit) -> Decision:
    """Whether the person may correct what was put down: of the office; who was there, until
    somebody has acted on what followed from it, or where nobody of the office was not."""
    if not user.reviews:
        return no("核查结果由专班办公室更正")
    if not visit.done_at:
        return no("这一处还没有记下核查结果")
    acts = FindingStep.objects.filter(finding__visit=visit).exclude(verb__in=(FOUND, WITHDRAW))
    if acts.exists() and went(user, visit) and not is_left_alone(user, visit):
        return no("责任单位或者专班已经办理了核查事项，请没有去现场的同志更正")
    return YES


def went(user: User, visit: Visit) -> bool:
    """Whether the person was at the site, or put down what was found there."""
    wrote = [visit.done_by_id, *(one.made_by_id for one in visit.corrections.all())]
    return user.name in (visit.round.first, visit.round.second) or user.pk in wrote


def is_left_alone(user: User, visit: Visit) -> bool:
    """Whether the person is the head of an office of which nobody stayed away from the site, so
    that an office of two goes on."""
    people = User.objects.served().filter(is_active=True)
    return user.can_sign and all(went(person, visit) for person in people if person.reviews)


def can_respond(user: User, finding: Finding) -> Decision:
    """Whether the person speaks for the unit that answers for it."""
    if speaks_for(user, finding.unit, clock.today()):
        return YES
    return no(f"由{finding.unit}的填报员答复")


def can_judge(user: User, _: object = None) -> Decision:
    """Whether the person judges what a unit answered: of the office."""
    return YES if user.reviews else no("由专班办公室审核")


def can_close_out(user: User, finding: Finding) -> Decision:
    """Whether the person may strike it off: of the office, and not who checked."""
    if not user.reviews:
        return no("由专班办公室销号")
    return stayed_away(user, finding, "核查和销号要由不同的同志办理")


def stayed_away(user: User, finding: Finding, reason: str) -> Decision:
    """Whether the person did not check; of an office of which nobody stayed away, its head may."""
    if not went(user, finding.visit) or is_left_alone(user, finding.visit):
        return YES
    return no(reason)


def can_urge(user: User, finding: Finding) -> Decision:
    """Whether the person urges the unit: of the office, once its day has passed."""
    if not finding.is_overdue(clock.today()):
        by = dates.official_date(finding.reply_by)
        return no(f"时限是{by}，过了这一天还没有答复才催办")
    return YES if user.reviews else no("由专班办公室催办")


def can_withdraw(user: User, finding: Finding) -> Decision:
    """Whether it falls away: of the office, where the result as it is corrected does not say it; a
    hazard that was told of by mistake, where another than who checked says so."""
    if not user.reviews:
        return no("由专班办公室撤回")
    if finding.is_danger:
        return stayed_away(user, finding, "登记错了的隐患，由没有去现场的同志撤回")
    visit = finding.visit
    said = differences.differences(visit, visit.ledger or {})
    if any((one.kind, one.text) == (finding.kind, finding.text) for one in said):
        return no("核查结果里有这一项，先更正核查结果")
    return YES
