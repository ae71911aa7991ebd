"""Verify the journal's whole chain, once a day however often the timer runs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from shanyin_charging import clock
from shanyin_charging.audit import journal


class Command(BaseCommand):
    """The command."""

    help = "Verify the whole journal and put on record how far it holds; fails where it is broken."
    requires_system_checks = []  # they load every page

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to verify again what was verified today."""
        parser.add_argument("--again", action="store_true", help="also when it was done today")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify, or say what was found today."""
        mark, midnight = journal.verified(), clock.now().replace(hour=0, minute=0, second=0)
        if mark is None or mark.at < midnight or options["again"]:
            mark = journal.verify()
        assert mark.after is not None, "a verification says how far it came"
        if mark.after["broken_at"] is not None:
            raise CommandError(f"日志的摘要链在第{mark.after['broken_at']}条断开")
        self.stdout.write(f"日志已核验到第{mark.after['through']}条，摘要链完整")
