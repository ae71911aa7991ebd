"""Who has read what the office issued, and which units nobody has for."""

from datetime import datetime

from django.db.models import QuerySet

from ledger import deadlines
from reports.models import Bulletin, SupervisionNotice
from shanyin_charging import clock
from targets.models import Post, Unit
from targets.plan import queries

# working days after which a unit in which nobody has opened what was sent is told to the office
PATIENCE = 2


def unread_in(units: QuerySet[Unit], openings: QuerySet, sent_at: datetime) -> list[Unit]:
    """The units for which no holder of a post is among the openings; none before the patience is
    over."""
    if (
        deadlines.working_days_between(sent_at.astimezone(clock.ZONE).date(), clock.today())
        < PATIENCE
    ):
        return []
    readers = Post.objects.held_on(clock.today()).filter(user__in=openings.values("user"))
    return list(units.exclude(posts__in=readers))


def unread_by(bulletin: Bulletin) -> list[Unit]:
    """Member units in which nobody has opened the bulletin; none before it is issued."""
    if bulletin.issued_at is None:
        return []
    issued_on = bulletin.issued_at.astimezone(clock.ZONE).date()
    members = Unit.objects.members(queries.plan_for(bulletin.month), issued_on)
    return unread_in(members, bulletin.openings.all(), bulletin.issued_at)


def unread() -> list[tuple[Bulletin, int]]:
    """The bulletins of the last weeks that some units have not opened, with how many."""
    found = [
        (bulletin, len(unread_by(bulletin))) for bulletin in Bulletin.objects.served().issued()[:3]
    ]
    return [(bulletin, count) for bulletin, count in found if count]


def unread_notices() -> list[tuple[SupervisionNotice, list[Unit]]]:
    """The notices that run and that their lead or a supporting unit has not opened, with those
    units."""
    running = SupervisionNotice.objects.served().running().prefetch_related("supports")
    found = [
        (
            notice,
            unread_in(
                Unit.objects.filter(
                    pk__in=[notice.lead_id, *(unit.pk for unit in notice.supports.all())]
                ),
                notice.openings.all(),
                notice.assigned_at,
            ),
        )
        for notice in running
        if notice.assigned_at
    ]
    return [(notice, units) for notice, units in found if units]
