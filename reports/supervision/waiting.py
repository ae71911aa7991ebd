"""Whom a notice of supervision, and a leader's word, wait for, state by state."""

from django.db.models import Q

from reports.models import InstructionState, NoticeState, SupervisionNotice, Talk
from reports.models.supervision import WITH_THE_UNIT
from shanyin_charging.lifecycle.transitions import Wait
from targets.models import Holder


def office(who: Holder) -> Q | None:
    """Whoever of the office."""
    return Q() if who.user.reviews else None


def signer(who: Holder) -> Q | None:
    """The head of the office."""
    return Q() if who.user.can_sign else None


def asked(who: Holder) -> Q | None:
    """The head of the office, of whom a unit asks more time."""
    return Q(asked_due_on__isnull=False) if who.user.can_sign else None


def lead(who: Holder) -> Q | None:
    """Who writes for the unit that it is addressed to."""
    return Q(lead__in=who.writes) if who.writes else None


def helper(who: Holder) -> Q | None:
    """Who writes for a unit that is to help."""
    if not who.writes:
        return None
    helping = SupervisionNotice.supports.through.objects.filter(unit__in=who.writes)
    return Q(pk__in=helping.values("supervisionnotice"))


def leader(who: Holder) -> Q | None:
    """A leader, to whom a talk with the unit is suggested."""
    return Q(talk=Talk.SUGGESTED) if who.user.can_instruct else None


def second(who: Holder) -> Q | None:
    """Of the office, who did not judge it settled."""
    return ~Q(settled_by=who.user) if who.user.reviews else None


NOTICE = (
    Wait(NoticeState.DRAFT, ("propose",), office, "已立项，核对后送审批。", "送审批"),
    Wait(NoticeState.PROPOSED, ("approve", "return"), signer, "已送审批，等签发。", "签发交办"),
    Wait(NoticeState.ASSIGNED, ("acknowledge",), lead, "", "签收"),
    Wait(NoticeState.ACKNOWLEDGED, ("respond",), lead, "", "反馈"),
    Wait(NoticeState.ACKNOWLEDGED, ("assist",), helper, "{lead}主办，请写明协办情况。", "协办"),
    Wait(
        NoticeState.ACKNOWLEDGED,
        ("extend", "refuse_extension"),
        asked,
        "{lead}申请延期到{asked}，等答复。",
        "答复",
    ),
    *(
        Wait(
            state,
            ("agree_talk", "decline_talk"),
            leader,
            "超期没有反馈，已通报批评；建议约谈{lead}，等您决定。",
            "决定",
        )
        for state in WITH_THE_UNIT
    ),
    Wait(
        NoticeState.RESPONDED,
        ("settle", "send_back"),
        office,
        "{lead}已反馈，等审核。",
        "办结",
    ),
    Wait(NoticeState.SETTLED, ("close_out",), second, "已办结，等另一位同志销号。", "销号"),
)
NOTICE_RESTS = (NoticeState.CLOSED, NoticeState.ARCHIVED, NoticeState.DROPPED)

INSTRUCTION = (
    Wait(
        InstructionState.WAITING,
        ("take_up", "answer"),
        office,
        "等专班转督办或答复。",
        "办理",
    ),
)
INSTRUCTION_RESTS = (
    InstructionState.TAKEN,  # its notice waits
    InstructionState.ANSWERED,
    InstructionState.DONE,
)
