"""减负: what reporting costs the units, month by month, measured by the portal itself; never unit
by unit."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from statistics import median_high

from django.db.models import Prefetch, QuerySet

from ledger import deadlines
from ledger.lines import FORMS, typed_by_hand
from ledger.models import Kind, LineKind, Period, PeriodKind, Submission, Upload, Version
from reports.figures import formats
from reports.models import SupervisionNotice
from shanyin_charging import clock
from targets.models import Area, Plan, Unit
from targets.months import Month

SUBJECT, MINUTES = "burden:minutes", 5  # what a return may take, until the office rules otherwise
MONTHS = 12
OUTSIDE = (LineKind.OPENING, LineKind.CORRECTED)  # kinds of line that no month's return has


@dataclass(frozen=True)
class Cost:
    """What one month's reporting asked of all units together; None where nothing was measured."""

    period: Period
    units: int
    handed_in: int
    nil: int
    paper: int
    fields: int | None  # filled in the middle one of the returns that had something to tell
    most: int | None  # in the longest
    seconds: int | None  # that the middle one of them took, of those timed
    nil_seconds: int | None  # that the middle nil return took
    timed: int
    # how many returns and answers units gave in the weeks of the month's reporting, by kind
    papers: dict

    @property
    def each(self) -> Decimal | None:
        """What a unit had to do on average."""
        return (
            formats.rounded(Decimal(sum(self.papers.values())) / self.units, 1)
            if self.units
            else None
        )


def measured(plan: Plan, county: Area, until: Month) -> list[Cost]:
    """What the last months that are due cost, the newest first; a fixed number of queries for all
    of them."""
    periods = list(
        Period.objects.filter(
            county=county,
            kind=PeriodKind.MONTH,
            starts_on__lte=until.first_day,
            due_at__lte=clock.now(),
        ).order_by("-starts_on")[:MONTHS]
    )
    of_month = Submission.objects.filter(period__in=periods, kind=Kind.RETURN)
    returned = by_period(of_month)
    sent_back = Version.objects.filter(submission__in=of_month, remarks__isnull=False).distinct()
    again = Counter(
        version.submission.period_id for version in sent_back.select_related("submission")
    )
    tables = set(
        Upload.objects.filter(period__in=periods, confirmed_at__isnull=False).values_list(
            "period_id", "unit_id"
        )
    )
    closings = Version.objects.filter(
        submission__period__county=county,
        submission__period__kind=PeriodKind.CLOSING,
        submission__kind=Kind.RETURN,
        number=1,
    ).values_list("submitted_at", flat=True)
    notices = SupervisionNotice.objects.filter(county=county).values_list("assigned_at", flat=True)
    members = list(Unit.objects.members(plan))
    return [
        cost(
            period,
            sum(unit.merged_on is None or unit.merged_on > period.ends_on for unit in members),
            returned[period.pk],
            tables,
            {
                "年度结账": in_weeks(period, closings),
                "退回重报": again[period.pk],
                "督办单": in_weeks(period, notices),
            },
        )
        for period in periods
    ]


def by_period(
    submissions: QuerySet[Submission],
) -> dict[int, list[tuple[Submission, Version]]]:
    """Period id to those that were handed in, each with the last of its versions that was."""
    versions = Version.objects.filter(submitted_at__isnull=False).order_by("number")
    handed_in = Prefetch("versions", versions.prefetch_related("lines"), "handed_in")
    found: dict[int, list[tuple[Submission, Version]]] = defaultdict(list)
    for submission in submissions.filter(late__isnull=False).prefetch_related(handed_in):
        found[submission.period_id].append((submission, submission.handed_in[-1]))
    return found


def cost(
    period: Period,
    units: int,
    returned: Sequence[tuple[Submission, Version]],
    tables: set[tuple[int, int]],
    papers: dict[str, int],
) -> Cost:
    """One month, over the last version of each return that was handed in; a nil return is in no
    median but its own, so that many of them flatter nobody. What the office typed from paper is in
    none; a spreadsheet has fields, but no time."""
    own = [(submission, version) for submission, version in returned if not version.paper_reason]
    fields = [sum(typed_by_hand(line.typed) for line in v.lines.all()) for _, v in own if not v.nil]
    timed = [
        (s.seconds, v.nil) for s, v in own if s.seconds and (s.period_id, s.unit_id) not in tables
    ]
    return Cost(
        period,
        units,
        handed_in=len(returned),
        nil=sum(version.nil for _, version in returned),
        paper=len(returned) - len(own),
        fields=middle(fields),
        most=max(fields, default=None),
        seconds=middle([n for n, nil in timed if not nil]),
        nil_seconds=middle([n for n, nil in timed if nil]),
        timed=len(timed),
        papers={"月报": units, **papers},
    )


def middle(values: Sequence[int]) -> int | None:
    """The median, the higher one of two; None of nothing."""
    return median_high(values) if values else None


def in_weeks(period: Period, moments: Iterable[datetime | None]) -> int:
    """How many of the moments lie in the weeks in which the month is reported."""
    first, last = deadlines.opens_on(period.month), deadlines.opens_on(period.month + 1)
    return sum(
        moment is not None and first <= moment.astimezone(clock.ZONE).date() < last
        for moment in moments
    )


def asked_for() -> list[tuple]:
    """(kind of line, how many fields its form has) of a month's return."""
    return [(kind.label, len(FORMS[kind].base_fields)) for kind in LineKind if kind not in OUTSIDE]
