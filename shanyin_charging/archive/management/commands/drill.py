"""Hold a restore drill."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from shanyin_charging import progress
from shanyin_charging.archive import drilling
from shanyin_charging.archive.failures import FAULTY, told


class Command(BaseCommand):
    """./manage.py drill"""

    help = "演练：把最近一份备份恢复到一个空地方并核验，再查其余备份是否完好；不动正在用的系统"

    def add_arguments(self, parser: CommandParser) -> None:
        """By which key encrypted archives are opened."""
        parser.add_argument("--key", type=Path, help="密钥文件；不写则用 BACKUP_KEY")

        parser.add_argument(
            "--if-opens", action="store_true", help="机器上没有私钥就不演练，正常结束（定时任务用）"
        )

    def handle(self, key: Path | None = None, if_opens: bool = False, **options: Any) -> None:
        """Say how it went. Raises CommandError with the exit code of what went wrong."""
        with told(), progress.of("演练", sys.stderr):
            if if_opens and not drilling.opens():
                self.stdout.write("备份是加密的，机器上没有私钥，请带私钥来演练")
                return
            held = drilling.drill(key)
        if held.faults:
            raise CommandError("\n".join(["演练发现问题：", *held.faults]), returncode=FAULTY)
        self.stdout.write(f"演练成功：{held.archive.name} 能恢复，核验完好")
