"""Balances: the only door from entries to numbers. A fixed number of queries fetches all that any
figure of a county needs."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Set
from datetime import date, datetime
from functools import cache

from django.db import connection
from django.db.models import F, Max, Q, QuerySet, Sum
from django.db.models.functions import ExtractMonth, ExtractYear, Greatest

from ledger.deadlines import midnight_after
from ledger.entries.atlas import Atlas
from ledger.entries.rows import ANY as ANY  # who asks for facts says by these which
from ledger.entries.rows import Facts, Row, Selection
from ledger.entries.stations import STATION
from ledger.entries.stocks import REGISTERED
from ledger.models import Balance, Cause, Entry, Line, LineKind, State
from ledger.models.balances import NOWHERE
from ledger.models.entries import LEVELS, read_cause
from shanyin_charging import serving
from targets.measures import COUNTED
from targets.models import DIGITS, Area, AreaKind, Unit
from targets.months import Month
from targets.pace import MONTHS

ADDRESS = ("area__code", "site_id", "credited_to__code")
OBSERVED = ("on", "value", "number")
STATEMENTS = {*LEVELS, REGISTERED}  # of which the newest stands; all else that is counted is summed
FLOWS = COUNTED - STATEMENTS - {STATION}
STATE = """SELECT number, posted_at,
        (SELECT MAX(merged_at) FROM ledger_site WHERE county_id = %s),
        (SELECT MAX(id) FROM ledger_declaration), (SELECT MAX(id) FROM ledger_placing),
        (SELECT MAX(id) FROM ledger_registerword)
    FROM ledger_entry WHERE county_id = %s ORDER BY number DESC LIMIT 1"""


def observed(
    told: Callable[[int | None], tuple[str | None, bool | None]],
    measure: str,
    cause: str,
    area: str,
    site: int | None,
    unit: str | None,
    on: date,
    value: int,
    number: int,
) -> Row:
    """An observation's row, from its measure, cause, ADDRESS and OBSERVED; `told` says what a site
    is. A place that enters the register is in it, one that leaves is not, however often that is
    said."""
    value = max(value, 0) if measure == REGISTERED else value
    order = on, number
    return Row(measure, cause, area, site, *told(site), unit, Month.of(on), value, order)


def of(
    county: Area,
    known: int | None = None,
    since: Month | None = None,
    until: Month | None = None,
    moment: datetime | None = None,
    measures: Set[str] = COUNTED,
) -> Facts:
    """What a county's ledger says of all that is counted, or of some measures of it, by a month's
    end, as known now or up to an entry's number; what was said of sites, their mergers and
    declarations, by a moment.

    What happened before `since` is carried forward to the month before it, so that a long history
    costs no more.
    """
    entries = Entry.objects.filter(county=county).counting(known).exclude(cause=Cause.REVERSED)
    if until:
        entries = entries.filter(on__lte=until.last_day)
    if known is not None:
        moment = moment or known_until(county, known)
    atlas = Atlas.of(county, until, moment)
    if known is None:
        flows = balances_of(county, atlas, since, until, measures & FLOWS)
        known = last_number(county)
    else:
        sums = (
            entries.filter(measure__in=measures & FLOWS)
            .annotate(why=read_cause())
            .values_list("measure", "why", *ADDRESS, ExtractYear("on"), ExtractMonth("on"))
            .annotate(Sum("value"))
            .order_by()
        )
        flows = [
            Row(measure, cause, area, site, *atlas.told(site), unit, Month(year, month), value)
            for measure, cause, area, site, unit, year, month, value in sums
        ]
    statements = (
        entries.filter(measure__in=measures & STATEMENTS)
        .exclude(measure=REGISTERED, value=0)
        .values_list("measure", "cause", *ADDRESS, *OBSERVED)
        .order_by()
    )
    return Facts(
        county.code,
        known,
        atlas.moved(flows, since),
        atlas.restated([observed(atlas.told, *statement) for statement in statements]),
        atlas.declared,
    )


def balances_of(
    county: Area, atlas: Atlas, since: Month | None, until: Month | None, measures: Set[str]
) -> list[Row]:
    """The flows of a county from the balances that the database keeps."""
    found = Balance.objects.filter(county=county, measure__in=measures).exclude(area=NOWHERE)
    if until:
        found = found.filter(month__lte=until.index)
    month = F("month") if since is None else Greatest("month", since.index - 1)
    sums = (
        found.exclude(cause=Cause.RELOCATED)
        .values_list("measure", "cause", "area", "site", "unit", month)
        .annotate(Sum("value"))
        .order_by()
    )
    flows = list(sums)
    areas = dict(Area.objects.filter(pk__in={row[2] for row in flows}).values_list("pk", "code"))
    units = dict(Unit.objects.filter(pk__in={row[4] for row in flows}).values_list("pk", "code"))
    month_at, told = cache(Month.at), cache(atlas.told)
    return [
        Row(
            measure,
            cause,
            areas[area],
            site or None,
            *told(site or None),
            units.get(unit),
            month_at(month),
            value,
        )
        for measure, cause, area, site, unit, month, value in flows
        if value
    ]


def across(measures: Iterable[str], until: Month, counties: Iterable[Area]) -> dict[str, Facts]:
    """County code to what its ledger says of a few measures for the county as a whole, by the end
    of a month: for pages that compare counties. What happened before the year is carried forward to
    the month before it."""
    carried = Month(until.year, 1).index - 1
    flows = (
        Balance.objects.filter(
            county__in=counties, area=NOWHERE, measure__in=measures, month__lte=until.index
        )
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
            county__in=counties,
            measure__in=[m for m in measures if m in LEVELS],
            on__lte=until.last_day,
        )
        .counting()
        .exclude(cause=Cause.REVERSED)
        .order_by()
        .values_list("county__code", "measure", "cause", *ADDRESS, *OBSERVED)
    )
    seen = defaultdict(list)
    for county, *level in levels:
        seen[county].append(observed(nothing, *level))
    return {
        county: Facts(county, 0, tuple(rows[county]), tuple(seen[county]))
        for county in {*rows, *seen}
    }


def by_township(measures: Iterable[str], until: Month, counties: Iterable[Area]) -> dict[str, int]:
    """Code of each township of some counties to what stands there of a few flows at the end of a
    month."""
    sums = Balance.objects.filter(
        county__in=counties, measure__in=measures, month__lte=until.index
    ).exclude(area=NOWHERE)
    found = dict(sums.order_by().values_list("area").annotate(Sum("value")))
    added: dict[str, int] = defaultdict(int)
    for pk, code in Area.objects.filter(pk__in=found).values_list("pk", "code"):
        added[code[: DIGITS[AreaKind.TOWNSHIP]]] += found[pk]
    return added


def nothing(site: int | None) -> tuple[None, None]:
    """What is told of a site where that does not matter."""
    return None, None


def last_number(county: Area) -> int:
    """Number of the ledger's last entry; 0 before the first."""
    return Entry.objects.filter(county=county).aggregate(last=Max("number"))["last"] or 0


def state_of(county: Area) -> tuple:
    """What tells one state of the ledger from another: it only grows, and so do the mergers,
    placings and declarations of sites, and what is said of its registers."""

    def ask() -> tuple:
        with connection.cursor() as cursor:
            cursor.execute(STATE, [county.pk, county.pk])
            return tuple(cursor.fetchone() or ())

    return serving.once(("state", county.pk), ask)


def known_on(county: Area, day: date) -> int:
    """The number of the last entry that was posted by the end of a day, by the county's time; 0
    before the first."""
    return known_by(county, midnight_after(day))


def known_by(county: Area, moment: datetime) -> int:
    """The number of the last entry that was posted before a moment; 0 before the first."""
    posted = Entry.objects.filter(county=county, posted_at__lt=moment)
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
    county: Area,
    selections: Iterable[Selection],
    known: int | None = None,
    moment: datetime | None = None,
) -> QuerySet[Entry]:
    """The entries that a figure with these selections is made from, in order of number."""
    if known is not None:
        moment = moment or known_until(county, known)
    atlas, condition = Atlas.of(county, None, moment), Q(pk=None)
    for selection in selections:
        condition |= atlas.behind(selection)
    return (
        Entry.objects.filter(county=county)
        .annotate(why=read_cause())
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


def pending_piles(county: Area, month: Month) -> dict[str | None, int]:
    """Public piles handed in and not yet approved, by code of the row they would count for: of the
    month with which they were handed in, or of the last month of the year that they belong to."""
    ends_on = "ends_on__gte" if month.month == MONTHS else "ends_on"
    lines = (
        Line.objects.filter(
            kind=LineKind.ADDED,
            frozen=True,
            version__submission__period__county=county,
            version__submission__state__in=[State.SUBMITTED, State.IN_REVIEW],
            **{f"version__submission__period__{ends_on}": month.last_day},
        )
        .annotate(newest=Max("version__submission__versions__number"))
        .values_list("values", "version__number", "newest", "version__submission__period__ends_on")
    )
    pending: Counter[str | None] = Counter()
    for values, number, newest, told_on in lines:
        if number == newest and values and values["public"]:
            year = date.fromisoformat(values["on"]).year
            if min(Month.of(told_on), Month(year, MONTHS)) == month:
                pending[values["credited_to"] or None] += values["dc"] + values["ac"]
    return pending
