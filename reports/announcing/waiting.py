"""Whom an announcement waits for, state by state."""

from django.db.models import Exists, OuterRef, Q

from reports.models import Announcement, AnnouncementState, Receipt
from shanyin_charging.lifecycle.transitions import Wait
from targets.models import Holder


def office(who: Holder) -> Q | None:
    """Whoever of the office."""
    return Q() if who.user.reviews else None


def reader(who: Holder) -> Q | None:
    """Who speaks for a unit that was sent it, until somebody of that unit has read it."""
    if not who.units:
        return None
    read = Receipt.objects.filter(announcement=OuterRef("announcement"), unit=OuterRef("unit"))
    sent = Announcement.units.through.objects.filter(~Exists(read), unit__in=who.units)
    return Q(pk__in=sent.values("announcement"))


WAITS = (
    Wait(AnnouncementState.DRAFT, ("send",), office, "已起草，核对后发出。", "核对"),
    Wait(AnnouncementState.SENT, ("read",), reader, "专班办公室发来，看过请按“已阅”。", "阅读"),
)
RESTS = (AnnouncementState.WITHDRAWN,)
