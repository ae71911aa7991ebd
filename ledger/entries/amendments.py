"""What was done in a month to the numbers of earlier ones: corrections, late entries, units let in
again."""

from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Sum

from ledger.entries.correcting import descent, in_force
from ledger.entries.stocks import PUBLIC_PILES
from ledger.models import Cause, Entry, Kind, LateGrant, Line
from ledger.models.entries import EntryQuerySet
from shanyin_charging.clock import ZONE
from targets.measures import MEASURES
from targets.models import Area
from targets.months import Month

FOLLOWING = ("public_station", "registered")  # they follow from what is said beside them


@dataclass(frozen=True)
class Amendments:
    """What a month did to the numbers of earlier ones, for the bulletin."""

    corrections: tuple[str, ...]  # in words: whose, where, what it was, what it is, why
    late_piles: int  # public piles entered for months before the one they were reported in
    reopened: tuple[str, ...]  # unit and period


def during(county: Area, month: Month, known: int | None = None) -> Amendments:
    """What was posted or granted in the month, by the county's time, as far as it stands as known
    up to an entry's number (None: now)."""
    span = [
        datetime.combine(day, time(0), ZONE) for day in (month.first_day, (month + 1).first_day)
    ]
    posted = Entry.objects.filter(county=county, posted_at__gte=span[0], posted_at__lt=span[1])
    grants = LateGrant.objects.filter(
        period__county=county, granted_at__gte=span[0], granted_at__lt=span[1]
    )
    return Amendments(
        corrections(posted, known),
        late_piles(posted, known),
        tuple(
            f"{grant.unit}（{grant.period}）" for grant in grants.select_related("unit", "period")
        ),
    )


def of_year(county: Area, year: int, known: int | None = None) -> tuple[str, ...]:
    """The corrections, in words, of what happened in a year, whenever they were made."""
    return corrections(Entry.objects.filter(county=county, on__year=year), known)


def admitted_to(county: Area, year: int, known: int | None = None) -> tuple[str, ...]:
    """What happened in a year and was let in after it was closed, in words."""
    posted = Entry.objects.filter(county=county, on__year=year).exclude(after_close="")
    posted = posted.counting(known).exclude(cause=Cause.REVERSED).exclude(measure__in=FOLLOWING)
    return tuple(
        f"{entry.line.version.submission.unit}{entry.site or entry.area}"
        f"{entry.on.year}年{entry.on.month}月{done(entry)}，依据：{entry.after_close}。"
        for entry in posted.order_by("number").select_related(
            "site", "area", "line__version__submission__unit"
        )
        if entry.line
    )


def done(entry: Entry) -> str:
    """What an entry says: of what was added only how much."""
    verb = "" if entry.cause == Cause.ADDED else entry.cause_word
    return f"{verb}{MEASURES[entry.measure].name}{entry.quantity.lstrip('−')}"


def corrections(posted: EntryQuerySet, known: int | None = None) -> tuple[str, ...]:
    """Those of these entries that correct earlier ones and were not undone, in words: whose, where,
    what it was, what it is, why."""
    entries = posted.filter(replaces__isnull=False, line__version__submission__kind=Kind.CORRECTION)
    entries = entries.exclude(cause=Cause.REVERSED).order_by("number")
    if known is not None:
        entries = entries.filter(number__lte=known)
    found = list(
        entries.select_related("site", "area", "replaces", "line__version__submission__unit")
    )
    stand = in_force(found, known)
    return tuple(in_words(entry) for entry in found if entry.pk in stand)


def late_piles(posted: EntryQuerySet, known: int | None = None) -> int:
    """Public piles that came by a month's return for a month before it, as many as stand of them
    as known up to an entry's number. In steps: as one query over five tables PostgreSQL, before it
    has seen statistics, takes minutes for it."""
    added = list(
        posted.filter(cause=Cause.ADDED, measure__in=PUBLIC_PILES, replaces=None).values_list(
            "pk", "line", "on"
        )
    )
    starts = dict(
        Line.objects.filter(
            pk__in={line for _, line, _ in added}, version__submission__kind=Kind.RETURN
        ).values_list("pk", "version__submission__period__starts_on")
    )
    late = [pk for pk, line, on in added if line in starts and on < starts[line]]
    standing = Entry.objects.filter(pk__in=descent(Entry.objects.filter(pk__in=late)))
    return standing.counting(known).aggregate(n=Sum("value"))["n"] or 0


def in_words(entry: Entry) -> str:
    """One correction as a sentence, with the old and the new quantity."""
    assert entry.line and entry.replaces, "a correction has a line and takes an entry's place"
    unit = entry.line.version.submission.unit
    measure = MEASURES[entry.measure]
    return (
        f"{unit}{entry.site or entry.area}{entry.on.year}年{entry.on.month}月{measure.name}"
        f"由{entry.replaces.quantity}更正为{entry.quantity}，原因：{entry.note}。"
    )
