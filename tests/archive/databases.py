"""Empty databases beside the tests' own, of its engine or of SQLite."""

from contextlib import contextmanager

from django.db import connection
from django.test import override_settings

from shanyin_charging.archive.moment import elsewhere

# Of a database that ends with its test.
QUICKLY = {"init_command": "PRAGMA synchronous=OFF; PRAGMA journal_mode=MEMORY;"}
SQLITE = {"ENGINE": "django.db.backends.sqlite3", "OPTIONS": QUICKLY}


@contextmanager
def in_sqlite(folder):
    """Inside the block the portal's database is an SQLite file in the folder, and its files are
    kept there."""
    with (
        override_settings(MEDIA_ROOT=folder / "media"),
        elsewhere(**SQLITE, NAME=str(folder / "portal.sqlite3")),
    ):
        yield


@contextmanager
def made(name, folder):
    """An empty database of the tests' engine; the value is a block in which it is the portal's."""
    if connection.vendor == "sqlite":
        yield lambda: in_sqlite(folder)
        return
    name = f"{connection.settings_dict['NAME']}_{name}"  # each worker has its own
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')

    @contextmanager
    def inside():
        with override_settings(MEDIA_ROOT=folder / "media"), elsewhere(NAME=name):
            yield

    yield inside
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
