"""What of a year is held against nobody yet: the office has not judged it, or its unit may still
mend it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from ledger.entries.stocks import PUBLIC_PILES
from ledger.models import (
    Cause,
    Entry,
    Kind,
    Line,
    LineKind,
    Period,
    PeriodKind,
    State,
    Submission,
    Version,
)
from ledger.returns.standings import PENDING, as_of, is_mending
from shanyin_charging import clock
from targets.models import Area
from targets.months import Month

TOLD = {Cause.ADDED: LineKind.ADDED, Cause.CONVERTED: LineKind.OPENED}  # of which rows are counted


@dataclass(frozen=True)
class Unsettled:
    """Whose numbers wait, and why: until a month's return is judged all rows of its unit do; by
    what else waits only the rows that it would change."""

    units: dict[int, str]  # id of a unit to pending or mending
    rows: frozenset[str]  # codes


def unsettled(
    county: Area,
    until: Month,
    causes: Collection[str],
    moment: datetime | None = None,
    came_by: datetime | None = None,
) -> Unsettled:
    """What of a year up to a month cannot be held against anybody, as it was at a moment (None:
    now): a month's return is with the office, or was sent back and is within its days; or what is
    with the office would change what rows are counted by, which goes by these causes, as far as it
    came before another moment (None: whenever)."""
    span = date(until.year, 1, 1), until.last_day
    found = Submission.objects.filter(
        Q(late__isnull=False) | Q(again_by__isnull=False),
        period__county=county,
        period__ends_on__gte=span[0],
    ).select_related("period")
    if moment is None:
        found = found.exclude(state__in=[State.APPROVED, State.DROPPED])
    standing = list(as_of(found, moment))
    early = {submission.pk for submission in standing}
    if came_by:
        before = Version.objects.filter(submission__in=early, submitted_at__lt=came_by)
        early = set(before.order_by().values_list("submission", flat=True))
    at, units, waiting = moment or clock.now(), dict[int, str](), list[int]()
    for submission in standing:
        pending = submission.late is not None and submission.state in PENDING
        waiting += [submission.pk] * (pending and submission.pk in early)
        if submission.kind == Kind.RETURN and is_of(submission.period, span):
            if pending:
                units[submission.unit_id] = "pending"
            elif is_mending(submission, at):
                units.setdefault(submission.unit_id, "mending")
    return Unsettled(units, frozenset(rows_changed(county, waiting, span, causes, moment)))


def is_of(period: Period, span: tuple[date, date]) -> bool:
    """Whether a period is a month of a span of days."""
    return period.kind == PeriodKind.MONTH and span[0] <= period.starts_on <= span[1]


def rows_changed(
    county: Area,
    waiting: Collection[int],
    span: tuple[date, date],
    causes: Collection[str],
    moment: datetime | None,
) -> set[str]:
    """Codes of the rows whose public piles of a span of days these submissions, by id, would make
    more or fewer, as they were handed in last by a moment (None: by now)."""
    if not waiting:
        return set()
    lines = newest_lines(waiting, moment)
    new = lines.filter(kind__in=[TOLD[Cause(c)] for c in causes if c in TOLD]).order_by()
    days = [day.isoformat() for day in span]
    found = {
        str(row)  # which SQLite reads as a number where it looks like one
        for row, on, public in new.values_list(
            "values__credited_to", "values__on", "values__public"
        ).distinct()
        if row and on and days[0] <= on <= days[1] and public is not False
    }
    wrong = lines.filter(kind=LineKind.CORRECTED).values_list("values__entry", flat=True)
    entries = Entry.objects.filter(
        county=county,
        number__in=list(wrong),
        measure__in=PUBLIC_PILES,
        cause__in=causes,
        on__range=span,
        credited_to__isnull=False,
    )
    return found | set(entries.values_list("credited_to__code", flat=True))


def newest_lines(submissions: Collection[int], moment: datetime | None) -> QuerySet[Line]:
    """The lines of submissions, by id, as they were handed in last by a moment (None: by now)."""
    handed_in = Version.objects.filter(submitted_at__isnull=False)
    if moment:
        handed_in = handed_in.filter(submitted_at__lt=moment)
    newer = handed_in.filter(
        submission=OuterRef("version__submission"), number__gt=OuterRef("version__number")
    )
    lines = Line.objects.filter(version__in=handed_in, version__submission__in=submissions)
    return lines.exclude(Exists(newer))
