"""A copy of the test database as it is before the first test, to be put back after a test that
commits: the ledger is append-only and cannot be emptied."""

import sqlite3
from contextlib import closing

from django.db import connection

_in_memory = sqlite3.connect(":memory:", check_same_thread=False)


def keep():
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        connection.connection.backup(_in_memory)
    else:
        connection.cursor().execute("ANALYZE")  # which a copy would not get in time
        _copy(connection.settings_dict["NAME"], _aside())


def put_back():
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        _in_memory.backup(connection.connection)
    else:
        _copy(_aside(), connection.settings_dict["NAME"])


def put_into(path):
    """Put the copy into an SQLite file; returns whether there is one: not on PostgreSQL."""
    with closing(sqlite3.connect(path)) as file:
        _in_memory.backup(file)
        return bool(file.execute("SELECT 1 FROM sqlite_master").fetchone())


def become(name):
    """The tests' database becomes what another one of its engine is."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(name)) as other:
            other.backup(connection.connection)
    else:
        _copy(name, connection.settings_dict["NAME"])


def drop():
    _in_memory.close()
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{_aside()}"')


def _aside():
    return f"{connection.settings_dict['NAME']}_aside"


def _copy(source, target):
    """PostgreSQL copies a database that nobody is connected to."""
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
