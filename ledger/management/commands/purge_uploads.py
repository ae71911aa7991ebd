"""Discard uploads that nobody has written for a long time; run it once a day."""

from typing import Any

from django.core.management.base import BaseCommand

from ledger.returns import uploads
from targets.plan import queries


class Command(BaseCommand):
    """./manage.py purge_uploads"""

    help = "清理：上传后60天没有写入的表格和清单删去，日志里留着名称和摘要"
    requires_system_checks = []  # they load every page

    def handle(self, **options: Any) -> None:
        """Say how many went."""
        if gone := sum(uploads.purge() for _ in queries.each_county()):
            self.stdout.write(f"已删去{gone}个上传后没有写入的文件。")
