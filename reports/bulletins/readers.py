"""Who has read what the office issued, and which units nobody has for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TypeVar

from ledger.periods import working_days
from reports.models import Bulletin, SupervisionNotice
from shanyin_charging import clock
from targets.models import Plan, Post, Unit, holding

# working days after which a unit in which nobody has opened what was sent is told to the office
PATIENCE = 2
Sent = TypeVar("Sent", Bulletin, SupervisionNotice)


def is_patience_over(sent_at: datetime) -> bool:
    """Whether what was sent at a moment should have been opened by now."""
    sent_on = sent_at.astimezone(clock.ZONE).date()
    return working_days.after(sent_on, PATIENCE) <= clock.today()


def unread_by(bulletin: Bulletin) -> list[Unit]:
    """Member units in which nobody has opened the bulletin; none before it is issued."""
    sent = told_to([bulletin] if bulletin.issued_at else [], Plan.objects.served())
    return dict(unread_in(sent)).get(bulletin, [])


def unread(plans: Iterable[Plan]) -> list[tuple[Bulletin, int]]:
    """The bulletins of the last weeks that some units have not opened, with how many."""
    issued = Bulletin.objects.served().issued().prefetch_related("openings")
    return [(bulletin, len(units)) for bulletin, units in unread_in(told_to(issued[:3], plans))]


def told_to(issued: Iterable[Bulletin], plans: Iterable[Plan]) -> dict[Bulletin, list[Unit]]:
    """Of issued bulletins those that should have been opened by now, with the units that were
    members on their day; `plans` are those of the county."""
    members: dict[Plan, list[Unit]] = {}
    found = {}
    for bulletin in issued:
        assert bulletin.issued_at is not None, "it is issued"
        if is_patience_over(bulletin.issued_at):
            plan = holding(plans, bulletin.month)
            issued_on = bulletin.issued_at.astimezone(clock.ZONE).date()
            if plan not in members:
                members[plan] = list(Unit.objects.members(plan))
            found[bulletin] = [
                unit
                for unit in members[plan]
                if unit.merged_on is None or unit.merged_on > issued_on
            ]
    return found


def unread_notices() -> list[tuple[SupervisionNotice, list[Unit]]]:
    """The notices that run and that their lead or a supporting unit has not opened, with those
    units."""
    running = SupervisionNotice.objects.served().running().select_related("lead")
    sent = {}
    for notice in running.prefetch_related("supports", "openings"):
        if notice.assigned_at and is_patience_over(notice.assigned_at):
            units = {notice.lead, *notice.supports.all()}
            sent[notice] = sorted(units, key=lambda unit: unit.position)
    return unread_in(sent)


def unread_in(sent: Mapping[Sent, list[Unit]]) -> list[tuple[Sent, list[Unit]]]:
    """Of what was sent to units all that nobody of some has opened, with these."""
    readers = readers_of({unit for units in sent.values() for unit in units})
    found = []
    for paper, units in sent.items():
        opened = {opening.user_id for opening in paper.openings.all()}
        found.append((paper, [unit for unit in units if not readers[unit.pk] & opened]))
    return [(paper, units) for paper, units in found if units]


def readers_of(units: Iterable[Unit]) -> Mapping[int, set[int]]:
    """Unit id to the ids of those who hold a post of it today."""
    found: dict[int, set[int]] = defaultdict(set)
    posts = Post.objects.held_on(clock.today()).filter(unit__in=units)
    for unit, user in posts.values_list("unit", "user"):
        found[unit].add(user)
    return found
