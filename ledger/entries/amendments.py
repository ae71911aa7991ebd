"""What was done to the numbers of earlier months, in a month or since something was known:
corrections, late entries, units let in again."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby

from django.db.models import QuerySet

from ledger.entries.correcting import chains_of, descent, in_force, stack_of
from ledger.entries.stocks import PUBLIC_PILES
from ledger.models import Cause, Entry, Kind, LateGrant, Line
from ledger.models.entries import EntryQuerySet
from shanyin_charging.clock import ZONE
from targets.measures import MEASURES, UNSPLIT
from targets.models import Area
from targets.months import Month

FOLLOWING = ("public_station", "registered")  # they follow from what is said beside them
Together = tuple[tuple[Entry, ...], ...]  # what is told in one sentence each
LineKey = tuple[int, str]  # a return and the key of one of its lines
NAMED = ("site", "area", "replaces", "line__version__submission__unit")  # in words


@dataclass(frozen=True)
class Amendments:
    """What was done to the numbers of earlier months, for the notes of a paper."""

    corrections: Together  # `in_words`
    late_piles: int  # public piles entered for earlier months
    reopened: tuple[str, ...]  # unit and period, and what it let in where that is known
    undone: Together = ()  # what stands again in the place of corrections, told as these


@dataclass(frozen=True)
class Span:
    """From what was known once to what was known later: entries by their number, grants by the
    moment. `earlier` and `covered` are the first days after what is of earlier months, and after
    what the paper before told of; None: no paper did."""

    after: int
    since: datetime
    earlier: date
    upto: int | None = None  # None: all so far
    until: datetime | None = None
    covered: date | None = None

    def late_before(self, starts: date) -> date:
        """The day before which piles of earlier months are late that the return of a month from
        `starts` on tells of: they are of a month before its own, or of one that the paper before
        told of without them."""
        return max(starts, self.covered or starts)


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


def within(county: Area, span: Span, known: int | None = None) -> Amendments:
    """What was posted or granted in the span, as far as it stands as known up to an entry's number
    (None: now)."""
    posted = Entry.objects.filter(county=county, number__gt=span.after)
    if span.upto is not None:
        posted = posted.filter(number__lte=span.upto)
    corrected, undone = put_right(posted, span, known)
    return Amendments(
        corrected,
        late_piles(posted, known, span),
        tuple(reopened(county, span, posted, known)),
        undone,
    )


def put_right(posted: EntryQuerySet, span: Span, known: int | None) -> tuple[Together, Together]:
    """The corrections that a span brought, and what it put back in the place of those from before
    it that it undid. A correction that was undone and came again as it was is none of these; nor is
    what follows from another, as the implied number does from the opening."""
    took_places = posted.filter(replaces__isnull=False).exclude(cause=Cause.REVERSED)
    brought, undone = set[int](), dict[int, int]()
    for chain in chains_of(took_places.exclude(measure=UNSPLIT), None).values():
        (had, _), (then, gone), (now, _) = (
            stack_of(e for e in chain if n is None or e.number <= n)
            for n in (span.after, span.upto, known)
        )
        before, by_then, by_now = ({said(e) for e in stand} for stand in (had, then, now))
        brought |= {e.pk for e in then if e.number > span.after and said(e) in by_now - before}
        lasting = by_then | by_now
        undone |= {e.pk: gone[e.pk].pk for e in had if e.pk in gone and said(e) not in lasting}
    told = {*brought, *undone, *undone.values()}
    found = list(Entry.objects.filter(pk__in=told).select_related(*NAMED).order_by("number"))
    by_people = {entry.pk for entry in found if is_correction(entry)}
    back = {again for pk, again in undone.items() if pk in by_people}
    return grouped(found, brought & by_people), grouped(found, back)


def grouped(entries: Iterable[Entry], told: set[int]) -> Together:
    """Those of the entries, by number, that are told, as they are told together."""
    kept = [entry for entry in entries if entry.pk in told]
    return tuple(tuple(several) for _, several in groupby(kept, told_together))


def is_correction(entry: Entry) -> bool:
    """Whether a unit's 更正 brought it, and not what follows from one or undoes it."""
    return entry.line is not None and entry.line.version.submission.kind == Kind.CORRECTION


def said(correction: Entry) -> tuple:
    """What makes one correction of a number the same as another: from which to which, and why."""
    before = correction.replaces.value if correction.replaces else None
    return before, correction.value, correction.cause, correction.note


def reopened(county: Area, span: Span, posted: EntryQuerySet, known: int | None) -> Iterator[str]:
    """Units that were let in again in the span, or whose return came in by an earlier leave, with
    how much of it was posted."""
    granted = LateGrant.objects.filter(period__county=county).select_related("unit", "period")
    if span.until:
        granted = granted.filter(granted_at__lt=span.until)
    leaves: dict[tuple[int, int], list[LateGrant]] = {}
    for grant in granted.order_by("granted_at", "pk"):
        leaves.setdefault((grant.period_id, grant.unit_id), []).append(grant)
    of = "line__version__submission"
    periods = {period for period, _ in leaves}
    of_these = {f"{of}__kind": Kind.RETURN, f"{of}__period__in": periods}
    returned = posted.filter(replaces=None, **of_these)
    came = set(returned.order_by().values_list(f"{of}__period", f"{of}__unit").distinct())
    for whose, grants in leaves.items():
        first, lines, piles = grants[0], 0, 0
        if whose in came:
            mine = {f"{of}__period": first.period, f"{of}__unit": first.unit}
            let_in = returned.filter(**mine, line__version__submitted_at__gte=first.granted_at)
            lines, piles = news(let_in, known, span)
        if lines or grants[-1].granted_at >= span.since:
            told = f"，补入{lines}条" if lines else ""
            told += f"，其中公共充电桩{piles}台" if piles else ""
            yield f"{first.unit}（{first.period}{told}）"


def standing(posted: EntryQuerySet, known: int | None) -> dict[tuple[int, date], int]:
    """By line and day of which anything stands of entries, corrected since or not, the public piles
    that were added."""
    began, found = descent(posted), dict[tuple[int, date], int]()
    stand = Entry.objects.filter(pk__in=began).counting(known).exclude(cause=Cause.REVERSED)
    for pk, cause, what, on, n in stand.values_list("pk", "cause", "measure", "on", "value"):
        if line := began[pk]:
            added = n if cause == Cause.ADDED and what in PUBLIC_PILES else 0
            found[line, on] = found.get((line, on), 0) + added
    return found


def news(posted: EntryQuerySet, known: int | None, span: Span) -> tuple[int, int]:
    """(lines, public piles that they added) as much as stands, as known up to an entry's number, of
    what a span brought, without what the same lines of the same returns had posted before it: what
    was undone and approved again is none."""
    brought = standing(posted, span.upto)
    told = keys_of(Line.objects.filter(pk__in={line for line, _ in brought}))
    alike = Line.objects.filter(
        version__submission__in={whose for whose, _ in told.values()},
        key__in={key for _, key in told.values()},
    )
    keys, days = keys_of(alike), {(told[line], on) for line, on in brought}
    every = Entry.objects.filter(line__in=keys, replaces=None)
    before, now = defaultdict[LineKey, int](int), defaultdict[LineKey, int](int)
    for (line, _), n in standing(every, span.after).items():
        before[keys[line]] += n
    for (line, on), n in standing(every, known).items():
        if (keys[line], on) in days:
            now[keys[line]] += n
    piles = (max(0, n - before.get(key, 0)) for key, n in now.items())
    return len(now.keys() - before.keys()), sum(piles)


def keys_of(lines: QuerySet[Line]) -> dict[int, LineKey]:
    """Id of each line to what it is known by through the versions of its return."""
    found = lines.values_list("pk", "version__submission", "key")
    return {pk: (whose, key) for pk, whose, key in found}


def of_year(county: Area, year: int, known: int | None = None) -> tuple[str, ...]:
    """The corrections, in words, of what happened in a year, whenever they were made."""
    entries = Entry.objects.filter(county=county, on__year=year).exclude(measure=UNSPLIT)
    return tuple(in_words(*together) for together in corrections(entries, known))


def admitted_to(county: Area, year: int, known: int | None = None) -> tuple[str, ...]:
    """What happened in a year and was let in after it was closed, in words, as much as stands of
    it, corrected since or not."""
    let_in = Entry.objects.filter(county=county, on__year=year).exclude(after_close="")
    words = dict(let_in.values_list("line", "after_close"))
    began = descent(let_in) if words else {}
    stand = Entry.objects.filter(pk__in=began).counting(known).exclude(cause=Cause.REVERSED)
    stand = stand.exclude(value=0).exclude(measure__in=FOLLOWING)
    return tuple(
        f"{entry.line.version.submission.unit}{entry.site or entry.area}"
        f"{entry.on.year}年{entry.on.month}月{done(entry)}，依据：{words[began[entry.pk]]}。"
        for entry in stand.order_by("number").select_related(*NAMED)
        if entry.line
    )


def done(entry: Entry) -> str:
    """What an entry says: of what was added only how much."""
    verb = "" if entry.cause == Cause.ADDED else entry.cause_word
    return f"{verb}{MEASURES[entry.measure].name}{entry.quantity.lstrip('−')}"


def corrections(posted: EntryQuerySet, known: int | None = None) -> Together:
    """Those of these entries that correct earlier ones and were not undone: together what one
    version corrects of one place and month for one reason."""
    entries = posted.filter(replaces__isnull=False, line__version__submission__kind=Kind.CORRECTION)
    entries = entries.exclude(cause=Cause.REVERSED).order_by("number")
    if known is not None:
        entries = entries.filter(number__lte=known)
    found = list(entries.select_related(*NAMED))
    return grouped(found, in_force(found, known))


def told_together(entry: Entry) -> tuple[object, ...]:
    """What two corrections share that are told in one sentence."""
    assert entry.line, "a correction has a line"
    return (
        entry.line.version_id,
        entry.site_id,
        entry.area_id,
        (entry.on.year, entry.on.month),
        entry.note,
    )


def late_piles(posted: EntryQuerySet, known: int | None = None, span: Span | None = None) -> int:
    """Public piles that came late in a span (None: by a month's return for a month before it), as
    many as stand of them as known up to an entry's number. In steps: as one query over five tables
    PostgreSQL, before it has seen statistics, takes minutes for it."""
    if span:
        posted = posted.filter(on__lt=span.earlier)
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
    before = {line: span.late_before(day) if span else day for line, day in starts.items()}
    late = [pk for pk, line, on in added if line in before and on < before[line]]
    came = Entry.objects.filter(pk__in=late)
    return news(came, known, span)[1] if span else sum(standing(came, known).values())


def in_words(*corrected: Entry, back: bool = False) -> str:
    """Corrections, or (`back`) what stands again in their places, that are told together as a
    sentence: whose, where, of each what it was and what it is, why."""
    first = corrected[0]
    assert first.line, "a correction has a line"
    unit, on = first.line.version.submission.unit, first.on
    changed = "、".join(change(entry, back) for entry in corrected)
    changed += "（撤销更正）" if back else ""
    return f"{unit}{first.site or first.area}{on.year}年{on.month}月{changed}，原因：{first.note}。"


def change(entry: Entry, back: bool) -> str:
    """The old and the new quantity of a correction."""
    assert entry.replaces, "a correction takes an entry's place"
    name = MEASURES[entry.measure].name
    return f"{name}由{entry.replaces.quantity}{'改回' if back else '更正为'}{entry.quantity}"
