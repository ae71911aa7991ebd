"""Whom a bulletin waits for, state by state."""

from django.db.models import Q

from reports.models import BulletinState
from shanyin_charging.lifecycle.transitions import Wait
from targets.models import Holder


def office(who: Holder) -> Q | None:
    """A draft is the office's, whoever began it."""
    return Q() if who.user.reviews else None


def colleague(who: Holder) -> Q | None:
    """Of the office, who neither drafted it nor changed it last."""
    mine = Q(drafted_by=who.user) | Q(edited_by=who.user, edited_by__isnull=False)
    return ~mine if who.user.reviews else None


def signer(who: Holder) -> Q | None:
    """The head of the office."""
    return Q() if who.user.can_sign else None


WAITS = (
    Wait(BulletinState.DRAFT, ("propose",), office, "草稿，核对后送审核。", "改稿"),
    Wait(
        BulletinState.IN_REVIEW,
        ("pass", "return"),
        colleague,
        "已送审核，等拟稿人以外的同志审核。",
        "审核",
    ),
    Wait(BulletinState.REVIEWED, ("issue", "return"), signer, "已审核通过，等签发。", "签发"),
)
RESTS = (BulletinState.ISSUED,)
