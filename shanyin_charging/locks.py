"""A lock by name, for one process of all that share the database, on whatever host; who dies holds
it no more."""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection


@contextmanager
def held(name: str, wait: bool = False) -> Iterator[bool]:
    """Whether the lock is ours inside the block; with `wait` it is, once who has it lets go."""
    hold = _in_the_database if connection.vendor == "postgresql" else _on_the_disk
    with hold(name, wait) as ours:
        yield ours


@contextmanager
def _in_the_database(name: str, wait: bool) -> Iterator[bool]:
    """On a connection of its own: the server lets go when that ends, however it ends."""
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            if wait:
                cursor.execute("SET lock_timeout = 0")  # for as long as it takes
                cursor.execute("SELECT pg_advisory_lock(%s)", [number])
                yield True
            else:
                cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
                yield cursor.fetchone()[0]
    finally:
        own.close()


@contextmanager
def _on_the_disk(name: str, wait: bool) -> Iterator[bool]:
    """SQLite's portal has one host, and its folder of data has the file."""
    with (settings.DATA_DIR / f"{name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True
