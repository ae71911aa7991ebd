"""When the figures of a paper were read, by the journal."""

from datetime import datetime

from reports.models import Bulletin
from shanyin_charging.audit.models import Event

COMPOSING = ("draft_bulletin", "refresh_bulletin", "correct_bulletin")  # verbs that read figures


def event_of(bulletin: Bulletin, *verbs: str) -> Event | None:
    """The last event of these verbs in the bulletin's life."""
    about = {"object_type": bulletin._meta.label_lower, "object_key": str(bulletin.pk)}
    return Event.objects.filter(verb__in=verbs, **about).order_by("number").last()


def composed_at(bulletin: Bulletin) -> datetime:
    """When its figures were read last."""
    event = event_of(bulletin, *COMPOSING)
    return event.at if event else bulletin.drafted_at
