"""The tests' database on SQLite as an earlier process of the very same portal has made it: to
migrate and to load the plan takes longer than most files of tests, and each worker needs it."""

import fcntl
import hashlib
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "tests"
MADE_OF = ("shanyin_charging", "targets", "ledger", "reports", "fixtures", "requirements.lock")


def digest() -> str:
    """Of all that it is made of."""
    inside = [path for name in MADE_OF for path in (ROOT / name, *(ROOT / name).rglob("*"))]
    found = hashlib.sha256(sys.version.encode())
    for path in sorted(path for path in inside if path.suffix in (".py", ".json", ".lock")):
        found.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return found.hexdigest()


KEPT = FOLDER / f"{digest()}.sqlite3"  # before anything is imported that may be changed meanwhile
_making = []  # the lock, held by who makes it until it is kept


def fetch() -> bool:
    """Put it where the tests' database is going to be; otherwise this process has to make it, and
    others wait until it is kept."""
    if connection.vendor != "sqlite":
        return False
    FOLDER.mkdir(parents=True, exist_ok=True)
    lock = (FOLDER / "lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    if not KEPT.exists():
        _making.append(lock)
        return False
    copy(KEPT, connection.settings_dict["TEST"]["NAME"])
    lock.close()
    return True


def keep() -> None:
    """The tests' database is made, and nothing has been done in it: others may have it, and none of
    an earlier portal."""
    if not _making:
        return
    for earlier in FOLDER.glob("*.sqlite3*"):
        earlier.unlink()
    part = KEPT.with_suffix(".part")
    copy(connection.settings_dict["NAME"], part)
    part.rename(KEPT)
    _making.pop().close()


def copy(source: Path | str, target: Path | str) -> None:
    """From one file of SQLite to another."""
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
        one.backup(other)
