"""What was issued and no longer is what the ledger says: after a ruling, after a new version of the
portal, after what came in late. It is listed and never restated in silence."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Min, QuerySet

from ledger.entries import facts
from ledger.models import Entry, Kind, State, Submission
from reports.bulletins.comparing import to_correct
from reports.bulletins.differences import Difference
from reports.documents.kinds import CORRECTION
from reports.models import Bulletin
from shanyin_charging import clock
from targets.models import Area
from targets.plan import shelf

FEW = 1  # papers that are composed again while somebody waits for another page


@dataclass(frozen=True)
class Restated:
    """An issued bulletin with all that it prints otherwise than the ledger says now, and the
    correction of it that somebody has begun."""

    bulletin: Bulletin
    numbers: list[Difference]
    draft: Bulletin | None


class Count(NamedTuple):
    """How many issued bulletins have such numbers, and how many nobody has looked at yet."""

    differ: int
    unread: int


def restated() -> list[Restated]:
    """Each issued bulletin with numbers that differ from what the ledger says now, newest first;
    what an issued correction has said is not listed again."""
    found = []
    for bulletin, numbers in looked_through():
        if numbers:
            drafts = (other for other in bulletin.corrections.all() if not other.is_issued)
            found.append(Restated(bulletin, numbers, next(drafts, None)))
    return found


def how_many() -> Count:
    """How many they are, of what is known and of a few more: who begins the day does not wait
    until all papers of all years have been composed again."""
    found = [numbers for _, numbers in looked_through(FEW)]
    return Count(sum(map(bool, found)), found.count(None))


def looked_through(most: int | None = None) -> list[tuple[Bulletin, list[Difference] | None]]:
    """Each issued bulletin with its numbers that are others now, newest first; None where `most`
    have been composed again and it is still to be looked at. What was found of one is kept until
    something is posted for a day that it tells of, a return of its months moves, or the plan, a
    ruling, a name or a site is changed."""
    bulletins = list(issued())
    if not bulletins:
        return []
    county = bulletins[0].county  # of all of them: the county that is served
    last, _, *sites = facts.state_of(county)
    kept = shelf.shelf(("restated", shelf.mark(), county.pk, str(sites)))
    posted = Entry.objects.filter(county=county, number__gt=kept.get("upto", 0))
    since = posted.aggregate(first=Min("on"))["first"]
    moves = moves_of_returns(county)
    known: dict[Any, Any] = {}
    found, looked = [], 0
    for bulletin in bulletins:
        corrected = sum(other.is_issued for other in bulletin.corrections.all())
        returned = hash(tuple(move for month, move in moves if month <= bulletin.month_on))
        about = bulletin.pk, corrected, returned
        if about in kept and (since is None or since > bulletin.month.last_day):
            known[about] = kept[about]
        elif most is None or looked < most:
            known[about] = numbers_of(bulletin)
            looked += 1
        found.append((bulletin, known.get(about)))
    kept.clear()
    kept.update(known, upto=last)
    return found


def moves_of_returns(county: Area) -> list[tuple[date, tuple]]:
    """(first day of the month, how it stands) of each return of a county; while one is away to be
    mended in time, the passing of a day may make it late."""
    returns = Submission.objects.filter(period__county=county, kind=Kind.RETURN).order_by("pk")
    fields = returns.values_list("period__starts_on", "pk", "state", "late", "mend_by", "again_by")
    return [
        (month, (pk, state, late, until, again, clock.today() if until or again else None))
        if state != State.APPROVED
        else (month, (pk, state, late))
        for month, pk, state, late, until, again in fields
    ]


def issued() -> QuerySet[Bulletin]:
    """What may differ: every issued bulletin of the county but the corrections, newest first."""
    own = Bulletin.objects.served().issued()
    found = own.exclude(kind=CORRECTION.code).order_by("-issued_at")
    return found.select_related("county").prefetch_related("corrections")


def numbers_of(bulletin: Bulletin) -> list[Difference]:
    """The numbers of an issued bulletin that are others now than was last said of them."""
    return [row for row in to_correct(bulletin) if row.is_number]
