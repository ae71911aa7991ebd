"""Verify all of the portal, once a day however often the timer runs, and keep the journal's head
outside of the database each time."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from shanyin_charging import clock
from shanyin_charging.archive import heads, standing
from shanyin_charging.archive.moment import held_still
from shanyin_charging.audit import journal
from shanyin_charging.audit.models import Event


class Command(BaseCommand):
    """The command."""

    help = "核验日志的摘要链、库外存的摘要、余额和文件，结果记入日志；一天一次，有问题的退出码是1"
    requires_system_checks = []  # they load every page

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to verify again what was verified today."""
        parser.add_argument("--again", action="store_true", help="今天核验过的也再核验一遍")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify, or say what was found today."""
        mark, midnight = journal.verified(), clock.now().replace(hour=0, minute=0, second=0)
        if mark is None or mark.at < midnight or options["again"]:
            mark = self._verified()
        heads.keep()
        assert mark.after is not None, "a verification says how far it came"
        if mark.after["broken_at"] is not None:
            raise CommandError(f"日志的摘要链在第{mark.after['broken_at']}条断开")
        if found := mark.after.get("faults"):
            raise CommandError("\n".join(["系统里有问题：", *found]))
        self.stdout.write(f"日志已核验到第{mark.after['through']}条，摘要链完整")

    def _verified(self) -> Event:
        """What is there is held against what was kept of it; the event that says so."""
        kept = list(heads.kept())
        with held_still(settings.DATA_DIR):
            found = [*heads.faults(kept), *standing.beside_the_chain()]
        return journal.verify(found)
