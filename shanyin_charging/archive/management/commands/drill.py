"""Hold a restore drill."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from shanyin_charging.archive import drilling
from shanyin_charging.archive.failures import FAULTY, told


class Command(BaseCommand):
    """./manage.py drill"""

    help = "演练：把最近一份备份恢复到一个空地方并核验，再查其余备份是否完好；不动正在用的系统"

    def handle(self, **options: Any) -> None:
        """Say how it went. Raises CommandError with the exit code of what went wrong."""
        with told():
            held = drilling.drill()
        if held.faults:
            raise CommandError("\n".join(["演练发现问题：", *held.faults]), returncode=FAULTY)
        self.stdout.write(f"演练成功：{held.archive.name} 能恢复，核验完好")
