"""Balances: the only door from entries to numbers. Two queries fetch all that any figure of a
county needs."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache

from django.db.models import F, Max, Q, QuerySet, Sum
from django.db.models.functions import ExtractMonth, ExtractYear, Greatest

from ledger.deadlines import midnight_after
from ledger.entries.rows import ANY as ANY  # who asks for facts says by these which
from ledger.entries.rows import SITE_KINDS as SITE_KINDS
from ledger.entries.rows import Facts, Row, Selection
from ledger.models import Balance, Cause, Entry, Line, LineKind, Site, State
from ledger.models.balances import NOWHERE
from ledger.models.entries import LEVELS
from targets.measures import COUNTED
from targets.models import Area, Unit
from targets.months import Month

ADDRESS = (
    "measure",
    "cause",
    "area__code",
    "site_id",
    "site__kind",
    "site__at_seat",
    "credited_to__code",
)
OBSERVED = ("on", "value", "number")


def observed(
    measure: str,
    cause: str,
    area: str,
    site: int | None,
    kind: str | None,
    at_seat: bool | None,
    unit: str | None,
    on: date,
    value: int,
    number: int,
) -> Row:
    """An observation's row, from its ADDRESS and OBSERVED."""
    place = (area, site, kind, at_seat, unit)
    return Row(measure, cause, *place, Month.of(on), value, (on, number))


def of(
    county: Area, known: int | None = None, since: Month | None = None, until: Month | None = None
) -> Facts:
    """What a county's ledger says of all that is counted, by a month's end, as known now or up to
    an entry's number.

    What happened before `since` is carried forward to the month before it, so that a long history
    costs no more.
    """
    entries = (
        Entry.objects.filter(county=county, measure__in=COUNTED)
        .counting(known)
        .exclude(cause=Cause.REVERSED)
    )
    if until:
        entries = entries.filter(on__lte=until.last_day)
    if known is None:
        rows = balances_of(county, since, until)
        known = Entry.objects.filter(county=county).aggregate(last=Max("number"))["last"] or 0
    else:
        sums = (
            entries.exclude(measure__in=LEVELS)
            .values_list(*ADDRESS, ExtractYear("on"), ExtractMonth("on"))
            .annotate(Sum("value"))
            .order_by()
        )
        rows = tuple(
            Row(measure, cause, area, site, kind, at_seat, unit, Month(year, month), value)
            for measure, cause, area, site, kind, at_seat, unit, year, month, value in sums
        )
    levels = entries.filter(measure__in=LEVELS).values_list(*ADDRESS, *OBSERVED).order_by()
    return Facts(
        county.code,
        known,
        rows,
        tuple(observed(*level) for level in levels),
    )


def balances_of(county: Area, since: Month | None, until: Month | None) -> tuple[Row, ...]:
    """The flows of a county from the balances that the database keeps."""
    found = Balance.objects.filter(county=county, measure__in=COUNTED).exclude(area=NOWHERE)
    if until:
        found = found.filter(month__lte=until.index)
    month = F("month") if since is None else Greatest("month", since.index - 1)
    sums = (
        found.values_list("measure", "cause", "area", "site", "unit", month)
        .annotate(Sum("value"))
        .order_by()
    )
    areas = dict(
        Area.objects.filter(Q(code__startswith=county.code) | Q(parent=county)).values_list(
            "pk", "code"
        )
    )
    sites: dict[int, tuple[int | None, str | None, bool | None]] = {
        row[0]: row
        for row in Site.objects.filter(county=county).values_list("pk", "kind", "at_seat")
    }
    flows = list(sums)
    units = dict(Unit.objects.filter(pk__in={row[4] for row in flows}).values_list("pk", "code"))
    month_at = cache(Month.at)
    return tuple(
        Row(
            measure,
            cause,
            areas[area],
            *sites.get(site, (None, None, None)),
            units.get(unit),
            month_at(month),
            value,
        )
        for measure, cause, area, site, unit, month, value in flows
        if value
    )


def across(measures: Iterable[str], until: Month) -> dict[str, Facts]:
    """County code to what its ledger says of a few measures for the county as a whole, by the end
    of a month: for pages that compare counties. What happened before the year is carried forward to
    the month before it."""
    carried = Month(until.year, 1).index - 1
    flows = (
        Balance.objects.filter(area=NOWHERE, measure__in=measures, month__lte=until.index)
        .order_by()
        .values_list("measure", "cause", Greatest("month", carried), "county__code")
        .annotate(Sum("value"))
    )
    rows, month_at = defaultdict(list), cache(Month.at)
    for measure, cause, month, county, value in flows:
        rows[county].append(
            Row(measure, cause, county, None, None, None, None, month_at(month), value)
        )
    levels = (
        Entry.objects.filter(
            measure__in=[m for m in measures if m in LEVELS], on__lte=until.last_day
        )
        .counting()
        .exclude(cause=Cause.REVERSED)
        .order_by()
        .values_list("county__code", *ADDRESS, *OBSERVED)
    )
    seen = defaultdict(list)
    for county, *level in levels:
        seen[county].append(observed(*level))
    return {
        county: Facts(county, 0, tuple(rows[county]), tuple(seen[county]))
        for county in {*rows, *seen}
    }


def last_entry(county: Area) -> tuple[int, datetime | str]:
    """Number and time of the ledger's last entry: the ledger only grows, so they tell one state of
    it from another."""
    return Entry.objects.filter(county=county).order_by("-number").values_list(
        "number", "posted_at"
    ).first() or (0, "")


def known_on(county: Area, day: date) -> int:
    """The number of the last entry that was posted by the end of a day, by the county's time; 0
    before the first."""
    posted = Entry.objects.filter(county=county, posted_at__lt=midnight_after(day))
    return posted.aggregate(last=Max("number"))["last"] or 0


def known_until(county: Area, number: int) -> datetime | None:
    """The moment until which an entry was the ledger's last; None while it still is."""
    return (
        Entry.objects.filter(county=county, number__gt=number)
        .order_by("number")
        .values_list("posted_at", flat=True)
        .first()
    )


def entries_behind(
    county: Area, selections: Iterable[Selection], known: int | None = None
) -> QuerySet[Entry]:
    """The entries that a figure with these selections is made from, in order of number."""
    condition = Q(pk=None)
    for selection in selections:
        condition |= selection.condition()
    return (
        Entry.objects.filter(county=county)
        .counting(known)
        .filter(condition)
        .exclude(cause=Cause.REVERSED)
        .select_related(
            "area__parent",
            "site",
            "credited_to",
            "line__version__submission__unit",
            "line__version__submission__period",
        )
        .order_by("number")
    )


def stocks_of(sites: Iterable[Site]) -> Counter:
    """(site id, measure) to what stands there or was last observed, in the measure's smallest
    unit."""
    ids = [site.pk for site in sites]
    entries = Entry.objects.filter(site__in=ids).counting().order_by()
    found = Counter(
        {
            (site, measure): total
            for site, measure, total in entries.exclude(cause=Cause.OBSERVED)
            .values_list("site_id", "measure")
            .annotate(Sum("value"))
        }
    )
    for site, measure, value in (
        entries.filter(cause=Cause.OBSERVED)
        .order_by("on", "number")
        .values_list("site_id", "measure", "value")
    ):
        found[site, measure] = value
    return found


def pending_piles(county: Area, month: Month) -> dict[str | None, int]:
    """Public piles handed in with a month and not yet approved, by code of the row they would
    count for."""
    lines = (
        Line.objects.filter(
            kind=LineKind.ADDED,
            frozen=True,
            version__submission__period__county=county,
            version__submission__period__ends_on=month.last_day,
            version__submission__state__in=[State.SUBMITTED, State.IN_REVIEW],
        )
        .annotate(newest=Max("version__submission__versions__number"))
        .values_list("values", "version__number", "newest")
    )
    pending: Counter[str | None] = Counter()
    for values, number, newest in lines:
        if number == newest and values and values["public"]:
            pending[values["credited_to"] or None] += values["dc"] + values["ac"]
    return pending
