"""Who has read what the office issued, and which units nobody has for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from ledger import deadlines
from reports.models import Bulletin, SupervisionNotice
from shanyin_charging import clock
from targets.models import Post, Unit
from targets.plan import queries

# working days after which a unit in which nobody has opened what was sent is told to the office
PATIENCE = 2


def is_patience_over(sent_at: datetime) -> bool:
    """Whether what was sent at a moment should have been opened by now."""
    sent_on = sent_at.astimezone(clock.ZONE).date()
    return deadlines.working_days_between(sent_on, clock.today()) >= PATIENCE


def unread_by(bulletin: Bulletin) -> list[Unit]:
    """Member units in which nobody has opened the bulletin; none before it is issued."""
    if bulletin.issued_at is None:
        return []
    issued_on = bulletin.issued_at.astimezone(clock.ZONE).date()
    members = Unit.objects.members(queries.plan_for(bulletin.month), issued_on)
    if not is_patience_over(bulletin.issued_at):
        return []
    readers = Post.objects.held_on(clock.today())
    return list(
        members.exclude(posts__in=readers.filter(user__in=bulletin.openings.values("user")))
    )


def unread() -> list[tuple[Bulletin, int]]:
    """The bulletins of the last weeks that some units have not opened, with how many."""
    found = [
        (bulletin, len(unread_by(bulletin))) for bulletin in Bulletin.objects.served().issued()[:3]
    ]
    return [(bulletin, count) for bulletin, count in found if count]


def unread_notices() -> list[tuple[SupervisionNotice, list[Unit]]]:
    """The notices that run and that their lead or a supporting unit has not opened, with those
    units."""
    running = SupervisionNotice.objects.served().running().select_related("lead")
    sent = [
        notice
        for notice in running.prefetch_related("supports", "openings")
        if notice.assigned_at and is_patience_over(notice.assigned_at)
    ]
    asked = {notice: {notice.lead, *notice.supports.all()} for notice in sent}
    readers = readers_of(set().union(*asked.values()))
    found = []
    for notice, units in asked.items():
        opened = {opening.user_id for opening in notice.openings.all()}
        unread = [unit for unit in units if not readers[unit.pk] & opened]
        found.append((notice, sorted(unread, key=lambda unit: unit.position)))
    return [(notice, units) for notice, units in found if units]


def readers_of(units: Iterable[Unit]) -> Mapping[int, set[int]]:
    """Unit id to the ids of those who hold a post of it today."""
    found: dict[int, set[int]] = defaultdict(set)
    posts = Post.objects.held_on(clock.today()).filter(unit__in=units)
    for unit, user in posts.values_list("unit", "user"):
        found[unit].add(user)
    return found
