"""What every test starts from: the loaded plan, and a database that can be emptied although it is
append-only."""

import os
from datetime import date
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.test import TransactionTestCase

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
    "1"  # Playwright's loop runs in the thread of the browser tests
)
_teardown = TransactionTestCase._fixture_teardown


def release_and_tear_down(case):
    """The triggers give way to the emptying of the test database; migrating puts them back."""
    from shanyin_charging.audit import append_only  # noqa: PLC0415 - needs Django to be set up

    for config in apps.get_app_configs():
        append_only.release(config)
    _teardown(case)


TransactionTestCase._fixture_teardown = release_and_tear_down


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The plan is loaded once into the test database."""
    with django_db_blocker.unblock():
        call_command("load_plan", stdout=StringIO())


@pytest.fixture
def committed(transactional_db):
    """For tests with real transactions, threads or a browser: the plan, loaded again after the last
    emptying."""
    call_command("load_plan", stdout=StringIO())


def pytest_collection_modifyitems(items):
    """Tests that read the story come last, one after the other: it is told once and then rolled
    back."""
    items.sort(key=lambda item: "story" in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def story(django_db_setup, django_db_blocker):
    """The demo's whole story, seen from 2026-01-06."""
    from reports.demo.story import Story, at  # noqa: PLC0415 - needs Django to be set up
    from tests.cast import AFTER_THE_YEAR  # noqa: PLC0415

    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_plan", stdout=StringIO())  # the database may have been emptied meanwhile
        told = Story(until=at(AFTER_THE_YEAR, 9))
        told.play()
        if connection.vendor == "postgresql":
            connection.cursor().execute("ANALYZE")  # as its autovacuum would have done by then
        yield told
        transaction.set_rollback(True)


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
def late_april(db):
    """The ledger is open and it is noon of 28 April 2025: March is not locked yet, April can be
    reported."""
    yield from ledger_open_at(date(2025, 4, 28))
