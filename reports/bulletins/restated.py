"""What was issued and no longer is what the ledger says: after a ruling, after a new version of the
portal, after what came in late. It is listed and never restated in silence."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Min, QuerySet

from ledger.entries import facts
from ledger.models import Entry, Kind, State, Submission
from reports import rules
from reports.bulletins.comparing import to_correct
from reports.bulletins.differences import Difference
from reports.documents.kinds import CORRECTION
from reports.models import Bulletin
from shanyin_charging import clock, serving
from shanyin_charging.health.models import Remembered
from shanyin_charging.lifecycle.seen import stamp
from targets.models import Area
from targets.plan import shelf

NAME = "restated:"  # under which it is remembered, before the county's code


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
    for bulletin, rows in Look().through().items():
        if rows:
            drafts = (other for other in bulletin.corrections.all() if not other.is_issued)
            found.append(Restated(bulletin, rows, next(drafts, None)))
    return found


def how_many() -> Count:
    """How many they are, of those that are known: who begins the day does not wait until papers
    have been composed again, the timer does that within minutes."""
    look = Look()
    found = [look.known.get(bulletin.pk) for bulletin in look.bulletins]
    return Count(sum(map(bool, found)), found.count(None))


def look_through() -> None:
    """Compose again what a change may have made wrong, and remember what was found."""
    look = Look()
    if look.bulletins:
        Remembered.keep(look.name, look.told(look.through()))


def forget() -> None:
    """Another version of the portal may compose them otherwise."""
    Remembered.objects.filter(name__startswith=NAME).delete()


class Look:
    """The issued bulletins, newest first, beside the ledger as it is at this moment; not those of a
    month that was put off since, until it falls due. What was found
    of one holds until something is posted for a day that it tells of, a return of its months moves,
    or the plan, a ruling, a name or a site is changed."""

    def __init__(self) -> None:
        self.bulletins = list(filter(rules.is_ripe, issued()))
        self.name = f"{NAME}{serving.county()}"

    @cached_property
    def now(self) -> tuple[int, list[str]]:
        """(number of the last entry, the mark of all else that matters to every one of them)."""
        last, _, *sites = facts.state_of(self.bulletins[0].county)
        return last, [str(shelf.mark()), *map(str, sites)]

    @cached_property
    def about(self) -> dict[int, str]:
        """Bulletin's id to what tells whether something of its own has changed."""
        moves = defaultdict(list)
        for month, move in moves_of_returns(self.bulletins[0].county):
            moves[month].append(move)
        returned = {month: stamp(of_month) for month, of_month in moves.items()}
        return {bulletin.pk: digest_of(bulletin, returned) for bulletin in self.bulletins}

    @cached_property
    def known(self) -> dict[int, list[Difference]]:
        """Bulletin's id to what was found of it and still holds."""
        told = self.bulletins and Remembered.told(self.name)
        if not told or told["mark"] != self.now[1]:
            return {}
        county = self.bulletins[0].county
        posted = Entry.objects.filter(county=county, number__gt=told["upto"])
        since = posted.aggregate(first=Min("on"))["first"]
        return {
            bulletin.pk: [Difference(*row) for row in told["found"][self.about[bulletin.pk]]]
            for bulletin in self.bulletins
            if self.about[bulletin.pk] in told["found"]
            and (since is None or since > bulletin.month.last_day)
        }

    def through(self) -> dict[Bulletin, list[Difference]]:
        """Each of them with its numbers that are others now."""
        return {
            one: self.known[one.pk] if one.pk in self.known else numbers_of(one)
            for one in self.bulletins
        }

    def told(self, found: dict[Bulletin, list[Difference]]) -> dict[str, Any]:
        """What is to be remembered of it."""
        upto, mark = self.now
        rows = {self.about[bulletin.pk]: rows for bulletin, rows in found.items()}
        return {"upto": upto, "mark": mark, "found": rows}


def digest_of(bulletin: Bulletin, returned: dict[date, str]) -> str:
    """Of what a bulletin hangs on beside entries and the plan: its corrections, and the returns up
    to its month, by a digest of each month's."""
    corrected = sum(other.is_issued for other in bulletin.corrections.all())
    until = sorted((on, told) for on, told in returned.items() if on <= bulletin.month_on)
    return stamp(bulletin.pk, corrected, until)


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
