"""Where the portal of a year runs: its machine is lost and it goes on from its last archive on
another one, which is also the way from SQLite to PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from shanyin_charging.archive import heads
from tests import template
from tests.archive.databases import in_sqlite, made


@contextmanager
def first_machine(folder: Path) -> Iterator[None]:
    """Inside the block the portal is new and runs on SQLite, whatever the tests run on."""
    (folder / "first").mkdir(parents=True)
    heads.path().unlink(missing_ok=True)  # of a year that was played before in this folder of data
    with in_sqlite(folder / "first"):
        if not template.put_into(folder / "first" / "portal.sqlite3"):
            call_command("migrate", verbosity=0)
            call_command("load_plan", stdout=StringIO())
        yield


@contextmanager
def next_machine(folder: Path) -> Iterator[None]:
    """Inside the block it runs on the tests' engine, restored from an archive that is taken now.
    Everybody has to sign in again."""
    call_command("backup", into=folder, stdout=StringIO())
    (archive,) = folder.glob("*.zip")
    (folder / "next").mkdir()
    with made("next_machine", folder / "next") as inside, inside():
        call_command("restore", archive, stdout=StringIO())
        yield
