"""Make the key by which backups are encrypted."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from shanyin_charging.archive import encrypting
from shanyin_charging.archive.failures import WrongPlace, told


class Command(BaseCommand):
    """./manage.py make_backup_key"""

    help = "做一把备份用的密钥，写进一个新文件；已有的文件不动"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("path", type=Path, help="写到哪个文件")

    def handle(self, path: Path, **options: Any) -> None:
        """Say the public part, and what to do with the file."""
        with told():
            if path.exists():
                raise WrongPlace(f"{path} 已经有了，没有动它：以前的备份还要用它打开")
            public = encrypting.make(path)
        self.stdout.write(
            f"私钥在 {path}，公钥是 {public}\n"
            "没有私钥，加密的备份谁也打不开：现在就抄两份，分开锁好，不和备份放在一起"
        )
