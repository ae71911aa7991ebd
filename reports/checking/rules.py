"""Who may draw, check and strike off; every answer carries its reason."""

from ledger.models.submissions import speaks_for
from reports.models import Finding, Visit
from shanyin_charging import clock, dates
from shanyin_charging.accounts.models import User
from shanyin_charging.lifecycle.decisions import YES, Decision, no


def can_draw(user: User, _: object = None) -> Decision:
    """Whether the person draws sites that are to be checked: of the office."""
    return YES if user.reviews else no("现场核查由专班办公室抽取")


def can_visit(user: User, visit: Visit) -> Decision:
    """Whether the person may put down what was found at a site: of the office, from the day of the
    round on, once."""
    if not user.reviews:
        return no("现场核查由专班办公室记录")
    if visit.done_at:
        return no("核查结果已经记下，不能再改；有不对的，由责任单位答复时说明")
    day = visit.round.held_on
    return (
        YES if day <= clock.today() else no(f"核查日期是{dates.official_date(day)}，到了那天再记")
    )


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
    visit = finding.visit
    went = user.name in (visit.round.first, visit.round.second)
    return no("核查和销号要由不同的同志办理") if went or visit.done_by_id == user.pk else YES
