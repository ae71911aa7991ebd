"""Why an archive is not made or not taken, each with its exit code, as `docs/operations.md` lists
them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError
from django.db import Error as DatabaseFault

from shanyin_charging import faults

FAULTY, UNREADABLE = 7, 8


class Failure(Exception):
    """Nothing was done; says in Chinese why, and what to do."""

    code: int


class Damaged(Failure):
    """The file is no archive, was cut off or was changed."""

    code = 3


class Contradicts(Failure):
    """The archive is whole, but what it holds does not agree with what it says of itself."""

    code = 4


class OtherRelease(Failure):
    """The archive, or the database, is of a release that this one does not know."""

    code = 5


class WrongPlace(Failure):
    """The target is not empty, or is a demo where the archive is of a real portal."""

    code = 6


class NoKey(Failure):
    """The archive is encrypted and there is no key, or not the right one."""

    code = 10


@contextmanager
def told() -> Iterator[None]:
    """A command's way to end with a sentence and the exit code of what went wrong."""
    try:
        yield
    except Failure as failure:
        raise CommandError(str(failure), returncode=failure.code) from failure
    except (OSError, DatabaseFault) as error:
        raise CommandError(
            faults.said_of(error) or "读不到或写不进；请检查路径、权限、磁盘空间和数据库",
            returncode=UNREADABLE,
        ) from error
