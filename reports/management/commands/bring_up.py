"""Bring a portal up to date in one process: its database, plan, ledger, first account and files."""

import hashlib
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from ledger.models import Ledger
from reports.bulletins import restated
from shanyin_charging import locks
from shanyin_charging.accounts.models import Role, User
from shanyin_charging.health import machine
from targets.plan import queries, shelf

STAMPS = "brought_up.json"  # in the data folder: what was done last, by its digest
PLAN = ("fixtures/shanyin_2024", "targets/plan", "targets/management", "targets/migrations")
ASKED = "从哪个月起按月报送？（如 2025-01，直接回车为本月）"


class Command(BaseCommand):
    """Does what is not done yet; again it changes nothing and is quick."""

    help = "上线：更新数据库、载入方案、建账、建立首个管理员、收集静态文件、开期"
    requires_system_checks = []  # who serves checks, once

    def add_arguments(self, parser: CommandParser) -> None:
        """The first month to be reported; asked for where it matters and somebody is there."""
        parser.add_argument("--first-month", default="", help="起报月份，如 2025-01")

    def handle(self, first_month: str, **options: Any) -> None:
        """Each step, and what it did; of several hosts that begin at once, one after the other."""
        with locks.held("bring_up", wait=True):
            self.bring_up(first_month)

    def bring_up(self, first_month: str) -> None:
        """Each step."""
        if settings.DEMO:
            self.call("restore", settings.ROOT / "fixtures" / "demo.zip", if_empty=True)
        if lags():
            self.call("migrate", verbosity=0)
        machine.keep_key()
        self.once("plan", digest_of_plan, lambda: self.call("load_plan"))
        if not settings.DEMO:
            self.open(first_month)
        self.once("static", digest_of_static, self.collect)
        self.open_periods()
        restated.forget()

    def call(self, name: str, *arguments: Any, **options: Any) -> None:
        """Another command, in this process and without checks."""
        call_command(name, *arguments, stdout=self.stdout, stderr=self.stderr, **options)

    def open(self, first_month: str) -> None:
        """The ledger and the first account of a portal that has none."""
        if not Ledger.objects.filter(county=queries.served()).exists():
            if not first_month and sys.stdin.isatty():
                first_month = input(ASKED).strip()
            self.call("open_ledger", first_month=first_month)
        if not User.objects.filter(role=Role.ADMIN).exists():
            self.call("create_first_administrator")

    def open_periods(self) -> None:
        """What a clock that is wrong asks for is not made, which the timer goes on telling; who is
        to mend it needs the pages."""
        try:
            self.call("open_periods")
        except CommandError as refused:
            self.stderr.write(str(refused))

    def collect(self) -> None:
        """The static files, under names of their content and compressed."""
        self.call("collectstatic", interactive=False, verbosity=0)

    def once(self, name: str, digest: Callable[[], str], act: Callable[[], None]) -> None:
        """Do what was not done for the same digest; afterwards the digest is that of what has
        become of it."""
        file = settings.DATA_DIR / STAMPS
        done = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        if done.get(name) == digest():
            return
        act()
        file.write_text(json.dumps({**done, name: digest()}, indent=1), encoding="utf-8")


def lags() -> bool:
    """Whether the database lacks a migration."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def digest_of_plan() -> str:
    """Of the shipped plan, of what loads it, and of the plan's tables as they stand."""
    folders = (settings.ROOT / folder for folder in PLAN)
    files = (path for folder in folders for path in folder.rglob("*"))
    return digest((path for path in files if path.suffix in (".json", ".txt", ".py")), shelf.mark())


def digest_of_static() -> str:
    """Of the static files, of the packages that bring some, and whether they are collected."""
    found = (store.path(name) for finder in get_finders() for name, store in finder.list([]))
    there = Path(settings.STATIC_ROOT).is_dir()
    return digest([settings.ROOT / "requirements.txt", *map(Path, found)], str(there))


def digest(files: Iterable[Path], beside: str | None) -> str:
    """SHA-256 of files with their names, and of a word beside them."""
    found = hashlib.sha256(str(beside).encode())
    for path in sorted(files):
        found.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()
