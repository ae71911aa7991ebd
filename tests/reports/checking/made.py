"""A round of one site with six direct-current piles, and what is found there."""

from ledger.models import LineKind, Site
from reports.checking import course, drawing, visiting
from reports.checking.visiting import Found
from reports.models import FindingState
from shanyin_charging import clock
from targets.months import Month
from tests import cast, make

MARCH, SEED = Month(2025, 3), "20250402-513702"
TWO_SHORT = Found(dc=4, dc_out=0, ac=0, ac_out=0)
AS_TOLD = Found(dc=6, dc_out=0, ac=0, ac_out=0)


def a_site(officer, office, unit=cast.DAIYUE, **typed):
    """The square's station, approved."""
    lines = [(LineKind.ADDED, make.new_piles(credited_to=unit, **typed))]
    make.approved(officer, office, MARCH, unit, lines)
    return Site.objects.get(name=typed.get("site_name", "文化广场充电站"))


def a_round(office, **said):
    """Of one site, today, by two people."""
    said = {"people": ["王伟", "李强"], "number": 1, "seed": SEED, **said}
    return drawing.draw(office, said.pop("held_on", clock.today()), **said)


def a_visit(officer, office, **at):
    """The drawn site, at which nobody was yet."""
    a_site(officer, office, **at)
    return a_round(office).visits.get()


def a_finding(officer, office, colleague, state=FindingState.OPEN, **at):
    """Two piles fewer than the ledger says, brought to a state."""
    (found,) = visiting.record(office, a_visit(officer, office, **at), TWO_SHORT)
    if state == FindingState.WITHDRAWN:
        ((gone,), _) = visiting.amend(office, found.visit, AS_TOLD, "数错了")
        return gone
    if state != FindingState.OPEN:
        found = course.move(officer, "respond", found, "两台已拆走，这个月更正")
    if state == FindingState.CLOSED:
        found = course.move(colleague, "close_out", found)
    return found
