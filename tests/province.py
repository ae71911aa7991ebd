"""A province of invented ledgers for benchmarks, written by plain SQL: 120 counties, 60 months, 1.8
million entries."""

import random
from datetime import date, timedelta
from io import StringIO

from django.db import connection, transaction

from ledger.entries import balances
from ledger.models import Entry, Ledger, Line, Period, PeriodKind, Site, Submission, Version
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from targets.models import Area, AreaKind, Unit

COUNTIES, TOWNSHIPS, MONTHS, SEED = 120, 1400, 60, 7
SITES, ENTRIES = 100_000, 1_800_000  # two piles a site in the mean
FIRST = date(2021, 1, 1)
COLUMNS = (
    "county_id, number, line_id, measure, cause, area_id, "
    'site_id, credited_to_id, value, "on", posted_at, '
    "approved_by, note"
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
    """The counties with their places and sites, beside the county that is there; entries are posted
    on request."""

    def __init__(self):
        self.chance, self.home = random.Random(SEED), Area.objects.get(kind=AreaKind.COUNTY)
        counties = [self.home, *make_counties(self.home)]
        self.sites = make_sites(self.chance, counties, make_places(counties), SITES)
        self.line = Line.objects.order_by("pk").first()

    def post(self, share) -> int:
        """Post a share of the entries, over that share of the months; returns how many there are
        now."""
        with transaction.atomic(), connection.cursor() as cursor:
            silence(cursor)
            write_entries(
                cursor,
                self.chance,
                self.sites,
                self.line,
                int(ENTRIES * share),
                int(MONTHS * share * 30.4),
            )
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


def make_places(counties):
    """County id to the ids of its villages; the home county keeps its own."""
    townships = Area.objects.bulk_create(
        Area(
            code=f"{county.code}{100 + n}",
            name=f"{county.code}第{n}乡",
            short_name=f"{n}乡",
            kind=AreaKind.TOWNSHIP,
            parent=county,
            position=n,
        )
        for county in counties[1:]
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
        found[by_code[code[:6]]].append(pk)
    return found


def make_sites(chance, counties, villages, number):
    """(site id, county id, village id) of each new site."""
    keeper = Unit.objects.first()
    made = Site.objects.bulk_create(
        (
            Site(
                county=county,
                name=f"站{n}",
                kind=KINDS[n % len(KINDS)],
                area_id=chance.choice(villages[county.pk]),
                at_seat=n % 9 == 0,
                keeper=keeper,
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
    rows_of = list(
        Unit.objects.filter(targets__isnull=False).distinct().values_list("pk", flat=True)
    )
    now, rows = "2026-01-01 00:00:00+00", []
    start = date(2025, 12, 31) - timedelta(days=days)
    for n in range(number // len(FLOWS)):
        site, county, village = sites[n % len(sites)]
        on = (start + timedelta(days=chance.randrange(days))).isoformat()
        row = [None, *rows_of][site % (len(rows_of) + 1)]  # a site counts for one row
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
