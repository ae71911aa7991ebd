"""What every test starts from: the loaded plan, whatever the tests before it have committed."""

import gc
import os
from collections import Counter
from datetime import date
from io import StringIO
from zlib import crc32

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase
from django.test.utils import setup_databases, teardown_databases

from tests import ready, template

# Rooms that ask of the database what those beneath them have asked already, in tests of their own.
ABOVE = (
    "accounts",
    "ledger/lines",
    "ledger/pages",
    "ledger/reminders",
    "ledger/returns/test_evidence",
    "ledger/sites",
    "ledger/workbooks",
    "reports",
    "second",
    "targets/pages",
    "targets/plan",
)
LONG = os.environ.get("LONG") == "1"  # as tests.cast says, which needs Django to be set up
TURN = os.environ.get("TURN", "")  # ./test.sh: its day, by which shares go round; else all is asked
# Of how many such tests one is met in a turn.
OF_LONG, OF_ABOVE = 16, {"sqlite": 8, "postgresql": 16}

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
    "1"  # Playwright's loop runs in the thread of the browser tests
)


def put_back(case):
    """Instead of emptying every table, which are append-only."""
    from targets.plan import shelf  # noqa: PLC0415 - needs Django to be set up

    template.put_back()
    shelf.clear()  # the plan's old mark is back, under which other figures have been kept


TransactionTestCase._fixture_teardown = put_back


@pytest.fixture(scope="session")
def is_ready(django_db_modify_db_settings):
    """Whether the test database has been made by an earlier process, with the plan."""
    return ready.fetch()


@pytest.fixture(scope="session")
def django_db_setup(is_ready, django_test_environment, django_db_blocker):
    """The plan is loaded once into the test database, and a copy of that is kept aside. It is made
    for whoever asks: pytest-django would make none where no test of a run has its mark, though the
    story is asked for."""
    with django_db_blocker.unblock():
        made = setup_databases(0, interactive=False, keepdb=is_ready, serialized_aliases=set())
        if not is_ready:
            call_command("load_plan", stdout=StringIO())
            ready.keep()
        template.keep()
    yield
    with django_db_blocker.unblock():
        template.drop()
        if not is_ready:
            teardown_databases(made, 0)


@pytest.fixture
def committed(transactional_db):
    """For tests with real transactions, threads or a browser: the plan, as every test finds it."""


def asks_the_database(item):
    """Whether a test has a database, by its mark or by one of its fixtures."""
    fixtures = {"db", "transactional_db", "django_db_setup"}
    return bool(item.get_closest_marker("django_db") or fixtures & set(item.fixturenames))


def is_long(item):
    """Whether a test reads pages, papers or the whole story at length, or has a browser do so."""
    marks = [item.get_closest_marker(name) for name in ("at_length", "browser")]
    return any(marks) or "story" in getattr(item, "fixturenames", ())


def goes_on(item):
    """Whether a test is for PostgreSQL as well: it asks a database, and not at length, unless many
    cases are asked for."""
    return asks_the_database(item) and (LONG or not is_long(item))


def met_now(items):
    """The tests whose turn it is: of those that come by shares one in so many, other ones on the
    other engine and in the next turn, until all have been met."""
    turn, before, cases = int(TURN) + (connection.vendor == "postgresql"), {}, Counter()
    for item in items:
        name = getattr(item, "originalname", item.name)
        tests = before.setdefault(item.path, {})
        place = crc32(item.path.name.encode()) + tests.setdefault(name, len(tests))
        if (place + cases[item.path, name] + turn) % shares(item) == 0:
            yield item
        cases[item.path, name] += 1


def shares(item):
    """Of how many such tests and cases one is met in a turn, on this engine."""
    engine, marks = connection.vendor, item.iter_markers("one_in")
    parts = [mark.args[0] for mark in marks if mark.kwargs.get("on") in (None, engine)]
    if is_long(item) and not item.get_closest_marker("each_turn"):
        parts.append(OF_LONG)
    elif any(f"/tests/{room}" in item.path.as_posix() for room in ABOVE):
        parts.append(OF_ABOVE[engine] if asks_the_database(item) else 1)
    return max(parts, default=1)


def pytest_report_header():
    """Which shares are met, so that they can be met again."""
    return f"TURN={TURN}" if TURN and not LONG else "every share"


def pytest_collection_modifyitems(items):
    """Tests that read the story come last, one after the other: each worker brings it in once; of
    them and of the others the longest first. What asks no database is the same on every engine and
    runs with the first."""

    def place(item):
        reads_story = "story" in getattr(item, "fixturenames", ())
        return reads_story, not item.get_closest_marker("longest")

    if TURN and not LONG:
        items[:] = met_now(items)
    if connection.vendor == "postgresql":
        items[:] = filter(goes_on, items)
    items.sort(key=place)


def pytest_collection_finish():
    """What is there by now stays to the end: the collector of garbage need not look at it again and
    again."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session")
def story(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo's whole year, seen from 2026-01-06."""
    from tests.demo.brought_in import bring_in  # noqa: PLC0415 - needs Django to be set up

    with django_db_blocker.unblock():
        bring_in(tmp_path_factory.mktemp("demo"))
        if connection.vendor == "postgresql":
            connection.cursor().execute("ANALYZE")  # as its autovacuum would have done by then
        yield
        template.put_back()


@pytest.fixture(autouse=True)
def kept_figures(request, monkeypatch):
    """Figures are kept from page to page, as a server does and a test's own transaction would
    forbid; inside those of the product nothing is kept, as there."""
    from shanyin_charging.archive import heads  # noqa: PLC0415 - needs Django to be set up
    from targets.plan import shelf  # noqa: PLC0415 - the same

    shelf.clear()
    (settings.DATA_DIR / heads.NAME).unlink(missing_ok=True)  # of a journal that is undone
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        if connection.in_atomic_block:
            monkeypatch.setattr(shelf, "connection", InsideATest())
    yield
    shelf.clear()


class InsideATest:
    """The connection, as it looks from within the transaction of a test."""

    def __init__(self):
        self.depth = len(connection.savepoint_ids)

    @property
    def in_atomic_block(self):
        return len(connection.savepoint_ids) > self.depth


def ledger_open_at(day):
    from tests import make  # noqa: PLC0415 - needs Django to be set up

    with make.at(day):
        make.ledger()
        yield


@pytest.fixture
def april(db):
    """The ledger is open and it is noon of 2 April 2025: March is being reported, February is
    locked."""
    yield from ledger_open_at(date(2025, 4, 2))


@pytest.fixture
def march_due(db):
    """The ledger is open and it is noon of 8 April 2025: March has fallen due the night before."""
    yield from ledger_open_at(date(2025, 4, 8))


@pytest.fixture
def late_april(db):
    """The ledger is open and it is noon of 28 April 2025: March is not locked yet, April can be
    reported."""
    yield from ledger_open_at(date(2025, 4, 28))


@pytest.fixture
def quick_press(monkeypatch):
    """Files that take no time to make, where a test is about something else."""
    from reports.press import press  # noqa: PLC0415 - needs Django to be set up
    from tests import quick_press  # noqa: PLC0415 - the same

    monkeypatch.setattr(press, "FORMATS", quick_press.FORMATS)


@pytest.fixture
def client():
    """A browser's manners: every press needs the token that its form carries."""
    from tests.pressing import PressingClient  # noqa: PLC0415 - needs Django to be set up

    return PressingClient()
