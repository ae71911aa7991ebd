"""Who has read what the office issued, and which units nobody has for."""
from ledger import deadlines
from shanyin_charging import clock
from targets import queries
from targets.models import Post, Unit

from .models import Bulletin

PATIENCE = 2  # working days after which a unit in which nobody has opened a bulletin is told to the office


def unread_by(bulletin: Bulletin) -> list[Unit]:
    """Member units for which no holder of a post has opened the bulletin; none before the patience is over."""
    issued_on = bulletin.issued_at.astimezone(clock.ZONE).date()
    if deadlines.working_days_between(issued_on, clock.today()) < PATIENCE:
        return []
    readers = Post.objects.held_on(clock.today()).filter(user__in=bulletin.openings.values("user"))
    return list(Unit.objects.members(queries.plan_for(bulletin.month), issued_on).exclude(posts__in=readers))


def unread() -> list[tuple[Bulletin, int]]:
    """The bulletins of the last weeks that some units have not opened, with how many."""
    found = [(bulletin, len(unread_by(bulletin))) for bulletin in Bulletin.objects.issued()[:3]]
    return [(bulletin, count) for bulletin, count in found if count]
