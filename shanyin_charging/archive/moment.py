"""The portal's database as it is at one moment, while people go on writing."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.utils import load_backend


@contextmanager
def elsewhere(**changes: Any) -> Iterator[None]:
    """Inside the block this thread's database is another one, told by what its settings have
    different. Migrations know no other name than the portal's own, so it is no second alias."""
    own = connections[DEFAULT_DB_ALIAS]
    told = {**own.settings_dict, **changes}
    connections[DEFAULT_DB_ALIAS] = load_backend(told["ENGINE"]).DatabaseWrapper(told)
    try:
        yield
    finally:
        connection.close()
        connections[DEFAULT_DB_ALIAS] = own


@contextmanager
def held_still(folder: Path) -> Iterator[None]:
    """Inside the block nothing changes any more. SQLite's file is copied into the folder, at once
    and whole: a long reading would keep writers waiting. On PostgreSQL it is one transaction. In a
    transaction nothing changes anyhow."""
    if connection.in_atomic_block:
        yield
        return
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        own = connection.connection
        with (
            tempfile.NamedTemporaryFile(dir=folder, prefix=".moment-") as copy,
            elsewhere(NAME=copy.name),
        ):
            connection.ensure_connection()
            with connection.wrap_database_errors:
                own.backup(connection.connection)
            yield
        return
    with elsewhere(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
