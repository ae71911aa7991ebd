"""How the portal is opened, from the command line and by its server: what the person who put it up
can mend is one sentence and no traceback, and a database of the wrong kind or of a later release is
never written to."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import (
    CommandError,
    ManagementUtility,
    execute_from_command_line,
    get_commands,
)
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.module_loading import import_string

from shanyin_charging import faults
from shanyin_charging.archive.failures import Failure, WrongPlace
from shanyin_charging.release import VERSION

SETTINGS = "shanyin_charging.settings"
# They ask no database, or say themselves what is wrong with it.
ASK_NONE = ("check", "collectstatic", "doctor", "help", "makemigrations", "version")
OF_THE_MACHINE = (OSError, DatabaseError)


def run(argv: list[str]) -> None:
    """Run a management command."""
    if argv[1:] in (["version"], ["--version"]):
        print(VERSION)
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    with in_words(traceback="--traceback" in argv):
        django.setup()
        name, *given = asked_for(argv[1:])
        if name == "help":
            require_command(*given[:1])
            if said := import_string("shanyin_charging.helping.said")(*given):
                print(said)
                return
        if name == "help" or name.startswith("-"):
            execute_from_command_line(argv)
            return
        require_command(name)
        require_understood(name, argv)
        if name not in ASK_NONE:
            refuse_foreign()
        # So that what a command refuses comes out of it as it was raised.
        execute_from_command_line([argv[0], name, "--traceback", *given])


def asked_for(given: list[str]) -> list[str]:
    """The command and what stands after it; who asks how one is written asks for help."""
    if given and not set(given) & {"-h", "--help"}:
        return given
    return ["help", *(word for word in given[:1] if not word.startswith("-"))]


def require_command(name: str = "--") -> None:
    """Raise CommandError where there is no command of this name."""
    there = get_commands()
    if name in there or name.startswith("-") or name == "help":
        return
    meant = "".join(f"；是不是要写 {near}" for near in get_close_matches(name, there, 1))
    raise CommandError(f"没有“{name}”这个命令{meant}；manage.py help 列出全部命令", returncode=2)


def require_understood(name: str, argv: list[str]) -> None:
    """Raise CommandError for arguments that the command does not take."""
    command = ManagementUtility(argv).fetch_command(name)
    try:
        command.create_parser(argv[0], name).parse_args(argv[2:])
    except CommandError as wrong:
        said = faults.of_arguments(name, str(wrong).removeprefix("Error: "))
        raise CommandError(said, returncode=2) from wrong


@contextmanager
def in_words(code: int = 1, traceback: bool = False) -> Iterator[None]:
    """What breaks the block for a reason of the machine, its settings or what was asked for ends
    the process with a sentence."""
    try:
        yield
    except (ImproperlyConfigured, Failure, CommandError, DatabaseError, OSError) as wrong:
        sentence = faults.said_of(wrong) if isinstance(wrong, OF_THE_MACHINE) else str(wrong)
        if traceback or not sentence:
            raise
        print(sentence, file=sys.stderr)
        sys.exit(code if code != 1 else code_of(wrong))


def code_of(wrong: Exception) -> int:
    """With which code a command ends for it."""
    if isinstance(wrong, Failure):
        return wrong.code
    return wrong.returncode if isinstance(wrong, CommandError) else 1


def refuse_foreign() -> None:
    """Raise OtherRelease for a database that a later release has taken on, WrongPlace for the other
    kind's. One that is not there yet is not made by asking."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite" and not Path(name).exists():
        return
    tables = connection.introspection.table_names()
    if MigrationRecorder.Migration._meta.db_table in tables:
        import_string("shanyin_charging.archive.schema.refuse_newer")()
    if "audit_event" not in tables:
        return
    try:
        import_string("shanyin_charging.audit.journal.refuse_wrong_kind")()
    except ImproperlyConfigured as wrong:
        raise WrongPlace(str(wrong)) from None
