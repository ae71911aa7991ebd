"""Remove files that nothing names."""

from typing import Any

from django.core.management.base import BaseCommand

from shanyin_charging.archive import sweeping


class Command(BaseCommand):
    """./manage.py sweep_files"""

    help = "删去没有任何记录指到、放了一天以上的文件（上传没有办成时留下的）"
    requires_system_checks = []  # they load every page

    def handle(self, **options: Any) -> None:
        """Sweep, and say how many went."""
        if gone := sweeping.sweep():
            self.stdout.write(f"已删去{gone}个没有记录指到的文件。")
