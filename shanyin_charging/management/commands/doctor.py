"""Say how the portal stands."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from shanyin_charging.health.checks import State, findings, worst

MARKS = {State.FINE: "好", State.MIND: "注意", State.FAULT: "故障"}
CODES = {State.MIND: 7, State.FAULT: 9}


class Command(BaseCommand):
    """./manage.py doctor"""

    help = "体检：逐项说明平台能不能正常工作；0 都好，7 有要注意的，9 有故障"
    requires_system_checks = []  # whatever else is wrong

    def handle(self, **options: Any) -> None:
        """A line for each check. Raises CommandError with the exit code of the worst."""
        found = list(findings())
        for each in found:
            self.stdout.write(f"{MARKS[each.state]}　{each.title}：{each.sentence}")
        if code := CODES.get(worst(found)):
            number = sum(each.state != State.FINE for each in found)
            raise CommandError(f"有{number}项要处理", returncode=code)
