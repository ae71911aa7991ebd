"""A database of every earlier release goes on with this one: nothing that it knew is lost, no
figure is another one, and its tables become those of a new database."""

import json
import lzma
import re
import subprocess
import time
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from ledger.models import Entry
from reports.figures.reading import read
from shanyin_charging import clock
from shanyin_charging.accounts.models import Role, User
from shanyin_charging.archive import schema, standing
from shanyin_charging.audit.models import Event
from targets.months import Month
from targets.plan import shelf
from tests import cast
from tests.archive.databases import made
from tests.year.browser import Browser

HERE = Path(__file__).parent
EARLIEST, MOST_SECONDS = "house", 60
KEPT = sorted(path.stem for path in HERE.glob("*.json"))
LEFT_ON = datetime(2025, 12, 10, 2, tzinfo=UTC)  # of all of them, by the demo's clock
NEXT = datetime(2025, 12, 26, 2, tzinfo=UTC)  # when the next month can be reported
PAGES = {
    Role.OFFICER: ("/", "/sites/", "/supervision/"),
    Role.LEADER: ("/dispatch/", "/bulletins/"),
    Role.CHIEF: ("/", "/board/"),
    Role.AUDITOR: ("/journal/",),
}
# A table that came by a dump is dumped with them at other places.
CASTS = re.compile(r"::character varying|::text|[\[\]()]")

pytestmark = pytest.mark.django_db


@pytest.fixture
def new_tables(db):
    """What the database says of tables that were made at once."""
    return tables()


@pytest.fixture(params=KEPT)
def kept(request, new_tables, tmp_path, settings):
    """The database that was kept is the portal's; the value is its name."""
    settings.DEMO, settings.DATA_DIR = True, tmp_path
    with made(f"kept_{request.param}", tmp_path) as inside:
        if connection.vendor == "sqlite":
            unpacked = unpack(f"{request.param}.sqlite3.xz")
            (tmp_path / "portal.sqlite3").write_bytes(unpacked)
        with inside(), clock.at(LEFT_ON):
            if connection.vendor == "postgresql":
                postgres("psql", "-qX", "-v", "ON_ERROR_STOP=1", into=f"{request.param}.sql.xz")
            shelf.clear()
            yield request.param
    shelf.clear()


def unpack(name):
    return lzma.decompress((HERE / name).read_bytes())


def postgres(*command, into=None):
    """Run a program of PostgreSQL on the database; gives what it says."""
    told = connection.settings_dict
    place = f"postgres://{told['USER']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"
    script = unpack(into) if into else b""
    done = subprocess.run([*command, place], input=script, stdout=subprocess.PIPE, check=True)
    return done.stdout.decode()


def tables():
    """What the database says of its tables, indexes and triggers: each part of it, in no order."""
    if connection.vendor == "postgresql":
        dumped = postgres("pg_dump", "--schema-only", "--no-owner")
        plain = CASTS.sub("", dumped).splitlines()
        return sorted(line.rstrip(",") for line in plain if line[:1] not in "\\-")
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
        return [sorted(re.split(r", (?=\"|CONSTRAINT)", sql[:-1])) for (sql,) in cursor.fetchall()]


def faults():
    """What is wrong with what the database holds; the files that it names are not kept with it."""
    return [fault for fault in standing.faults() if "的文件不在了" not in fault]


def figures(noted):
    """The figures of these months and codes, as they are now."""
    told = {}
    for month, codes in noted.items():
        reading = read(Month.parse(month))
        told[month] = {code: str(reading.figure(code).value) for code in codes}
    return told


@pytest.mark.one_in(2)
def test_a_kept_database_goes_on(kept, new_tables):
    noted = json.loads((HERE / f"{kept}.json").read_text())
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, digest FROM audit_event ORDER BY number")
        events = cursor.fetchall()
    call_command("migrate", verbosity=0)
    assert schema.heads() == schema.newest()
    assert tables() == new_tables
    assert list(Event.objects.order_by("number").values_list("number", "digest")) == events
    call_command("load_plan", stdout=StringIO())
    shelf.clear()
    assert figures(noted) == noted
    assert faults() == []
    for role, pages in PAGES.items():
        user = User.objects.filter(role=role, is_active=True).earliest("pk")
        client = Client()
        client.force_login(user)
        assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)
    with clock.at(NEXT):
        the_office_goes_on()
    assert faults() == []


@pytest.mark.skipif(not cast.LONG, reason="half a minute of a processor")
@pytest.mark.parametrize("kept", [EARLIEST], indirect=True)
def test_three_years_of_the_earliest_are_todays_within_a_minute(kept, new_tables, capsys):
    """As many entries and events as a county of 35 units has after three years."""
    entries = repeated("ledger_entry", 28, "replaces_id IS NULL AND cause <> 'reversed'")
    events = repeated("audit_event", 12, "number > 0")
    began = time.monotonic()
    call_command("migrate", verbosity=0)
    took = time.monotonic() - began
    with capsys.disabled():
        print(f"\n{entries} entries and {events} events of {kept} on {connection.vendor}: ", end="")
        print(f"today's tables after {took:.0f} s")
    assert tables() == new_tables and took < MOST_SECONDS
    assert (Entry.objects.count(), Event.objects.count()) == (entries, events)
    assert entries > 10_000 and events > 10_000


def repeated(table, times, which):
    """Put the rows of a table into it again and again, a month later each time, under new numbers;
    gives how many there are then."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE {which}")
        names = [column[0] for column in cursor.description]
        found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        step = max(row["number"] for row in found) + 1
        columns = [name for name in names if name != "id"]
        quoted = ", ".join(f'"{name}"' for name in columns)
        places = ", ".join(["%s"] * len(columns))
        for turn in range(1, times):
            rows = [{**row, "number": row["number"] + turn * step} for row in found]
            for row in rows:
                row.update({"on": later(row["on"], turn)} if "on" in row else {})
            insert = f"INSERT INTO {table} ({quoted}) VALUES ({places})"
            cursor.executemany(insert, [[row[name] for name in columns] for row in rows])
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def later(day, months):
    """The first of a month so many months later; SQLite tells days as text."""
    month = Month.of(date.fromisoformat(str(day))) + months
    return month.first_day.isoformat()


def the_office_goes_on():
    """The next month opens; a unit hands it in on its pages, and the office passes it."""
    call_command("open_periods", stdout=StringIO())
    unit, office = seated(Role.OFFICER), seated(Role.OFFICE)
    unit.open("/")
    unit.click("填报", near="2025年12月月报")
    unit.click("本期没有变化：零报告")
    unit.press("送单位审核" if unit.offers("送单位审核") else "确认零报告")
    assert "回执" in unit.page.text, unit.where
    office.open(unit.page.address)
    office.press("开始审核")
    office.press("通过")
    assert "已登入台账" in office.page.text, office.where


def seated(role):
    """The browser of the first person of a role, signed in."""
    browser = Browser()
    browser.client.force_login(User.objects.filter(role=role, is_active=True).earliest("pk"))
    return browser
