"""How the portal is opened, from the command line and by its server: what the person who put it up
can mend is one sentence and no traceback, and a database of the wrong kind or of a later release is
never written to."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError, ProgrammingError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.module_loading import import_string

from shanyin_charging.archive.failures import Failure, WrongPlace
from shanyin_charging.release import VERSION

SETTINGS = "shanyin_charging.settings"
# They ask no database, or say themselves what is wrong with it.
ASK_NONE = ("check", "collectstatic", "doctor", "help", "makemigrations", "version")
OF_THE_MACHINE = {
    errno.ENOSPC: "磁盘已满；请腾出空间",
    errno.EDQUOT: "磁盘配额已满；请腾出空间",
    errno.EROFS: "磁盘是只读的；请检查磁盘",
    errno.EACCES: "没有权限；请检查文件夹是否归运行平台的账户",
    errno.EPERM: "没有权限；请检查文件夹是否归运行平台的账户",
}
OF_THE_DATABASE = (
    (
        ("no such table", "no such column", "does not exist"),
        "数据库里还没有要用的表或库；请先运行 migrate，或检查 DATA_DIR、DATABASE_URL",
    ),
    (("disk is full",), "磁盘已满；请腾出空间"),
    (("readonly", "read-only", "unable to open"), "数据库写不进；请检查 DATA_DIR 的权限和磁盘"),
    (("locked",), "数据库一直被别的程序占着；请稍后再试"),
    (
        ("authentication failed",),
        "数据库不认账户或密码；请检查 DATABASE_URL，密码里的 @ 写成 %40，# 写成 %23",
    ),
)


def run(argv: list[str]) -> None:
    """Run a management command."""
    if argv[1:] in (["version"], ["--version"]):
        print(VERSION)
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    with in_words(traceback="--traceback" in argv):
        django.setup()
        if not set(argv[1:2]) <= {*ASK_NONE, "--help"}:
            refuse_foreign()
        execute_from_command_line(argv)


@contextmanager
def in_words(code: int = 1, traceback: bool = False) -> Iterator[None]:
    """What breaks the block for a reason of the machine or its settings ends the process with a
    sentence."""
    try:
        yield
    except (ImproperlyConfigured, Failure, OperationalError, ProgrammingError, OSError) as wrong:
        sentence = said_of(wrong)
        if traceback or not sentence:
            raise
        print(sentence, file=sys.stderr)
        sys.exit(wrong.code if isinstance(wrong, Failure) and code == 1 else code)


def said_of(wrong: Exception) -> str:
    """The sentence; empty for what is no fault of the machine or its settings."""
    if isinstance(wrong, OSError):
        said = OF_THE_MACHINE.get(wrong.errno or 0, "")
        return f"{said}（{wrong.filename}）" if said and wrong.filename else said
    if isinstance(wrong, ImproperlyConfigured | Failure):
        return str(wrong)
    text = str(wrong)
    for marks, said in OF_THE_DATABASE:
        if any(mark in text for mark in marks):
            return said
    if isinstance(wrong, ProgrammingError):
        return ""
    why = " ".join(text.split())
    return f"数据库连不上；请检查数据库服务是否在运行、DATABASE_URL 是否写对（{why}）"


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
