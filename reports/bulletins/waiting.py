"""Whom a bulletin waits for, state by state."""

from django.db.models import Exists, OuterRef, Q

from reports.models import Bulletin, BulletinState
from shanyin_charging.lifecycle.transitions import Wait
from targets.models import Holder


def office(who: Holder) -> Q | None:
    """A draft is the office's, whoever began it."""
    return Q() if who.user.reviews else None


def colleague(who: Holder) -> Q | None:
    """Of the office, who has not written in it; who signs, of what another has written in too."""
    if not who.user.reviews:
        return None
    by_another = Bulletin.authors.through.objects.filter(bulletin=OuterRef("pk"))
    shared = Exists(by_another.exclude(user=who.user))
    return ~Q(authors=who.user) | (Q(shared) if who.user.can_sign else Q(pk__in=[]))


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
