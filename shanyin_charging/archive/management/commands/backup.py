"""Make an archive of the portal while people go on working."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from shanyin_charging import clock, progress
from shanyin_charging.archive import encrypting, heads, kept, packing, schema
from shanyin_charging.archive.failures import FAULTY, NoKey, WrongPlace, told


class Command(BaseCommand):
    """./manage.py backup"""

    help = "备份：数据库的内容和上传的文件装成一个文件；不影响正在办理的人"
    requires_system_checks = []  # whatever else is wrong

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to, and whether older ones go."""
        parser.add_argument(
            "path", nargs="?", type=Path, help="写到哪个文件；不写则写到 BACKUP_DIR 下"
        )
        parser.add_argument("--into", type=Path, help="写到这个文件夹，文件名按时间起")
        parser.add_argument("--key", type=Path, help="密钥文件；不写则用 BACKUP_KEY")
        parser.add_argument("--encrypt", action="store_true", help="一定加密：没有密钥就不备份")
        parser.add_argument(
            "--keep",
            action="store_true",
            help="写好后清理同一文件夹：只留最近7天、4周、12个月各一份",
        )

    def handle(
        self,
        path: Path | None,
        into: Path | None,
        key: Path | None,
        encrypt: bool,
        keep: bool,
        **options: Any,
    ) -> None:
        """Say what was written. Raises CommandError with the exit code of what went wrong."""
        with told():
            by = encrypting.key_of(key)
            if encrypt and by is None:
                raise NoKey("没有密钥，没有备份；请设 BACKUP_KEY 或用 --key 指明密钥文件")
            if path and path.is_dir():
                raise WrongPlace(f"{path} 是文件夹；要写到里面，请用 --into {path}")
            folder = path.parent if path else into or kept.folder()
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            ending = encrypting.SUFFIX if by else ""
            path = path or folder / (clock.now().strftime(kept.NAME) + ending)
            if path.exists():
                raise WrongPlace(f"{path} 已经有了，没有动它；请换一个名字")
            schema.require_there()
            heads.keep()
            with progress.of("备份", sys.stderr):
                made = packing.take(path, by)
            rows = sum(table.rows for table in made.tables.values())
            self.stdout.write(
                f"已备份到 {path}{'（加密）' if by else ''}：{rows}行、{len(made.files)}个文件，"
                f"日志到第{made.journal.number}条（摘要 {made.journal.digest[:16]}）"
            )
            if keep:
                for gone in kept.clear(folder):
                    self.stdout.write(f"已清理 {gone.name}")
        lost = [f"缺文件 {name}" for name in made.absent]
        lost += [f"文件与登记的摘要不符 {name}" for name in made.altered]
        if made.journal.broken_at is not None:
            lost.append(f"日志从第{made.journal.broken_at}条起摘要链对不上")
        if lost:
            raise CommandError(
                "备份已写好，但系统里本来就有问题：" + "；".join(lost), returncode=FAULTY
            )
