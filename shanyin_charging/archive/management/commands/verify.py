"""Verify an archive, or the portal as it stands."""

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from shanyin_charging import progress
from shanyin_charging.archive import encrypting, heads, reading, standing
from shanyin_charging.archive.failures import FAULTY, told
from shanyin_charging.archive.manifest import Manifest
from shanyin_charging.archive.moment import held_still


class Command(BaseCommand):
    """./manage.py verify"""

    help = "核验：不写备份文件名则核验正在用的系统（日志、余额、文件的摘要），写了则核验那份备份"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Which archive; none for the portal, perhaps against an earlier archive of it."""
        parser.add_argument("path", nargs="?", type=Path, help="备份文件")
        parser.add_argument(
            "--against", type=Path, help="拿这份较早的备份核对：那时的日志现在是否还在"
        )

        parser.add_argument("--key", type=Path, help="密钥文件；不写则用 BACKUP_KEY")

    def handle(
        self, path: Path | None, against: Path | None, key: Path | None, **options: Any
    ) -> None:
        """Say what was found. Raises CommandError with the exit code of what is wrong."""
        with told(), progress.of("核验", sys.stderr):
            if path:
                found = self._archive(path, key)
                self.stdout.write(
                    f"备份完好：{found.taken_at}，日志到第{found.journal.number}条"
                    f"（摘要 {found.journal.digest[:16]}）"
                )
                return
            head = self._archive(against, key).journal if against else None
            kept = list(heads.kept())
            with held_still(settings.DATA_DIR):
                faults = [*standing.faults(), *heads.faults(kept)]
                faults += standing.missing_head(head) if head else []
        if faults:
            raise CommandError("\n".join(["系统里有问题：", *faults]), returncode=FAULTY)
        self.stdout.write("系统完好：日志的摘要链、余额、文件的摘要都对得上")

    def _archive(self, path: Path, key: Path | None) -> Manifest:
        with reading.opened(path, encrypting.key_of(key)) as archive:
            archive.check()
            return archive.manifest
