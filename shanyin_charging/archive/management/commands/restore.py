"""Restore an archive into an empty database."""

import sys
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction

from shanyin_charging import progress
from shanyin_charging.archive import encrypting, restoring, sealing
from shanyin_charging.archive.failures import WrongPlace, told
from shanyin_charging.audit import journal
from shanyin_charging.audit.models import Event


class Command(BaseCommand):
    """./manage.py restore"""

    help = "恢复：把备份装进空的数据库（DATA_DIR、DATABASE_URL 所指），并更新到这一版"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Which archive, and what a portal that is there already means."""
        parser.add_argument("path", type=Path, help="备份文件")
        parser.add_argument("--key", type=Path, help="密钥文件；不写则用 BACKUP_KEY")
        parser.add_argument("--if-empty", action="store_true", help="已有数据就不动，正常结束")

    def handle(self, path: Path, key: Path | None, if_empty: bool, **options: Any) -> None:
        """Say what came back. Raises CommandError with the exit code of what went wrong."""
        if if_empty and connection.introspection.table_names():
            self.leave_alone()
            return
        with told(), progress.of("恢复", sys.stderr):
            found = restoring.restore(path, encrypting.key_of(key))
        with transaction.atomic():
            if last := Event.objects.order_by("number").last():
                sealed = sealing.name_of(path)
                journal.record("系统", "restore", last, taken_at=found.taken_at, archive=sealed)
        rows = sum(table.rows for table in found.tables.values())
        self.stdout.write(
            f"已恢复 {found.taken_at} 的备份：{rows}行、{len(found.files)}个文件，"
            f"日志到第{found.journal.number}条。请各人重新登录"
        )
        for name in found.absent:
            self.stdout.write(f"备份时就缺的文件：{name}")
        for name in found.altered:
            self.stdout.write(f"备份时就与登记的摘要不符的文件：{name}")

    def leave_alone(self) -> None:
        """Say that a portal is there already; raises CommandError for a demo in the place of a real
        one, or the other way round."""
        with told():
            try:
                journal.refuse_wrong_kind()
            except ImproperlyConfigured as wrong:
                raise WrongPlace(str(wrong)) from wrong
        self.stdout.write("已有数据，没有变化")
