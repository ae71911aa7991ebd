"""A province of invented ledgers for benchmarks, written by plain SQL: 120 counties with a plan
each, 36 months, 1.8 million entries, or a share of them."""

import random
from copy import copy
from datetime import date, timedelta
from io import StringIO

from django.db import connection, transaction

from ledger.entries import balances
from ledger.models import Entry, Ledger, Line, Period, PeriodKind, Site, Submission, Version
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from targets.models import Area, AreaKind, Membership, Part, Plan, Target, Unit
from tests import cast

COUNTIES, TOWNSHIPS, MONTHS, SEED = 120, 1400, 36, 7
SITES, ENTRIES = 100_000, 1_800_000  # two piles a site in the mean
FIRST = date(2023, 1, 1)
COLUMNS = (
    "county_id, number, line_id, measure, cause, area_id, "
    'site_id, credited_to_id, value, "on", posted_at, '
    "approved_by, note, after_close"
)
FLOWS = (
    ("public_dc_pile", 1),
    ("public_ac_pile", 1),
    ("public_connector", 3),
    ("public_power", 670),
    ("public_station", 1),
    ("registered", 1),
)
KINDS = ("station", "car_park", "estate", "institution", "public_place", "scenic")


class Province:
    """A county alone, then 119 more beside it, each with its plan, units, places and sites; each
    has the same share of the entries, over as many months."""

    def __init__(self, share):
        self.chance, self.home = random.Random(SEED), Area.objects.get(code=cast.COUNTY)
        self.line, self.share = Line.objects.order_by("pk").first(), share

    def alone(self) -> int:
        """The county that is there; returns how many entries there are now."""
        return self.post([self.home])

    def joined(self) -> int:
        """The others beside it."""
        return self.post(make_counties(self.home))

    def post(self, counties):
        places = make_places(counties)
        keepers = make_plans(counties, Plan.objects.get(county=self.home))
        sites = make_sites(self.chance, counties, places, keepers, self.share)
        with transaction.atomic(), connection.cursor() as cursor:
            silence(cursor)
            number = int(ENTRIES * self.share * len(counties) / COUNTIES)
            write_entries(cursor, self.chance, sites, self.line, number, int(MONTHS * 30.4))
            balances.keep()
            balances.rebuild()
        connection.cursor().execute("ANALYZE")
        return Entry.objects.count()


def make_counties(home):
    made = Area.objects.bulk_create(
        Area(
            code=f"15{n:04d}",
            name=f"第{n}县",
            short_name=f"{n}县",
            kind=AreaKind.COUNTY,
            position=n,
        )
        for n in range(1, COUNTIES)
    )
    ledger = Ledger.objects.get(county=home)
    Ledger.objects.bulk_create(
        Ledger(county=county, opened_on=ledger.opened_on, first_month_on=FIRST, live_from=FIRST)
        for county in made
    )
    return made


def make_plans(counties, first):
    """County id to one of its units, which keeps its sites. Who is new has the first plan's
    clauses, kinds of places and indicators under a code of its own, its townships as members, and
    one number for each of them a year."""
    keepers = {first.county_id: Unit.objects.filter(memberships__plan=first).first()}
    for county in counties:
        if county.pk in keepers:
            continue
        (plan,) = copied([copy(first)], county=county, code=f"plan_{county.code}")
        clauses = copied(first.clauses.all(), plan=plan, parent=None)
        copied(first.place_kinds.all(), plan=plan)
        indicators = copied(first.indicators.all(), plan=plan)
        quota = next(row for row in indicators if row.plays == Part.QUOTA)
        units = Unit.objects.bulk_create(
            Unit(county=county, code=a.code, name=a.name, kind="township", area=a, position=n)
            for n, a in enumerate(Area.objects.filter(parent=county))
        )
        Membership.objects.bulk_create(
            Membership(plan=plan, unit=unit, position=n) for n, unit in enumerate(units)
        )
        goal = {"direction": "at_least", "strength": "attain", "form": "value", "value": 15}
        Target.objects.bulk_create(
            Target(
                indicator=quota, year=year, unit=unit, clause=clauses[-1], printed="15台", **goal
            )
            for year in first.years
            for unit in units
        )
        keepers[county.pk] = units[0]
    return keepers


def copied(rows, **changes):
    """The same rows anew, with these values."""
    rows = list(rows)
    for row in rows:
        row.pk, row._state.adding = None, True
        for name, value in changes.items():
            setattr(row, name, value)
    return type(rows[0]).objects.bulk_create(rows)


def make_places(counties):
    """County id to the ids of its villages; one that has its own keeps them."""
    townships = Area.objects.bulk_create(
        Area(
            code=f"{county.code}{100 + n}",
            name=f"{county.code}第{n}乡",
            short_name=f"{n}乡",
            kind=AreaKind.TOWNSHIP,
            parent=county,
            position=n,
        )
        for county in counties
        if not Area.objects.filter(parent=county).exists()
        for n in range(round(TOWNSHIPS / COUNTIES))
    )
    Area.objects.bulk_create(
        Area(
            code=f"{township.code}{200 + n}",
            name=f"{n}村",
            short_name=f"{n}",
            kind=AreaKind.VILLAGE,
            parent=township,
            position=n,
        )
        for township in townships
        for n in range(17)
    )
    found = {county.pk: [] for county in counties}
    by_code = {county.code: county.pk for county in counties}
    for pk, code in Area.objects.filter(kind=AreaKind.VILLAGE).values_list("pk", "code"):
        if code[:6] in by_code:
            found[by_code[code[:6]]].append(pk)
    return found


def make_sites(chance, counties, villages, keepers, share):
    """(site id, county id, village id) of each new site."""
    number = int(SITES * share * len(counties) / COUNTIES)
    made = Site.objects.bulk_create(
        (
            Site(
                county=county,
                name=f"站{n}",
                kind=KINDS[n % len(KINDS)],
                area_id=chance.choice(villages[county.pk]),
                at_seat=n % 9 == 0,
                keeper=keepers[county.pk],
            )
            for n, county in ((n, counties[n % len(counties)]) for n in range(number))
        ),
        batch_size=20_000,
    )
    return [(site.pk, site.county_id, site.area_id) for site in made]


def silence(cursor):
    """The balances are rebuilt at the end; nobody else is writing."""
    table = " ON ledger_entry" if connection.vendor == "postgresql" else ""
    cursor.execute(f"DROP TRIGGER IF EXISTS ledger_entry_balance{table}")


def write_entries(cursor, chance, sites, line, number, days):
    """Flows at the sites in turn, over so many days before the end of 2025."""
    numbers = dict(Ledger.objects.values_list("county", "last_number"))
    rows_of = {county: [None] for county in numbers}
    planned = Unit.objects.filter(targets__isnull=False).distinct()
    for unit, county in planned.order_by("position").values_list("pk", "county"):
        rows_of[county].append(unit)
    now, rows = "2026-01-01 00:00:00+00", []
    start = date(2025, 12, 31) - timedelta(days=days)
    for n in range(number // len(FLOWS)):
        site, county, village = sites[n % len(sites)]
        on = (start + timedelta(days=chance.randrange(days))).isoformat()
        own = rows_of[county]
        row = own[site % len(own)]  # a site counts for one row
        for measure, value in FLOWS:
            numbers[county] += 1
            rows.append(
                (
                    county,
                    numbers[county],
                    line.pk,
                    measure,
                    "added",
                    village,
                    site,
                    row,
                    value,
                    on,
                    now,
                    "x",
                    "",
                    "",
                )
            )
        if len(rows) >= 60_000:
            insert(cursor, rows)
            rows = []
    if rows:
        insert(cursor, rows)
    for county, last in numbers.items():
        Ledger.objects.filter(county=county).update(last_number=last)


def insert(cursor, rows):
    if connection.vendor == "postgresql":
        lines = ("\t".join("\\N" if value is None else str(value) for value in row) for row in rows)
        cursor.copy_expert(f"COPY ledger_entry ({COLUMNS}) FROM STDIN", StringIO("\n".join(lines)))
    else:
        marks = ", ".join(["%s"] * (COLUMNS.count(",") + 1))
        cursor.executemany(f"INSERT INTO ledger_entry ({COLUMNS}) VALUES ({marks})", rows)


def make_returns(county, units, months):
    """An approved nil return of each unit for each of these months, which must have no periods
    yet."""
    now, clerk = clock.now(), User.objects.first()
    periods = Period.objects.bulk_create(
        Period(
            county=county,
            kind=PeriodKind.MONTH,
            starts_on=month.first_day,
            ends_on=month.last_day,
            due_at=now,
            lock_at=now,
        )
        for month in months
    )
    made = Submission.objects.bulk_create(
        Submission(period=period, unit=unit, state="approved", late=False)
        for period in periods
        for unit in units
    )
    Version.objects.bulk_create(
        Version(
            submission=submission,
            number=1,
            key=f"bench-{submission.pk}",
            nil=True,
            submitted_at=now,
            submitted_by=clerk,
            digest="-",
        )
        for submission in made
    )
