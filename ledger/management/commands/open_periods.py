"""Make the periods that may be reported by now; run it once a day."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledger.models import Ledger
from ledger.periods.books import open_periods
from shanyin_charging.lifecycle.transitions import Refused
from targets.plan import queries


class Command(BaseCommand):
    """Makes what may be reported by now; again it makes nothing."""

    help = "开期：到了开报日的月份自动开期，再次运行没有变化"
    requires_system_checks = []  # they load every page

    def add_arguments(self, parser: CommandParser) -> None:
        """For a portal that stood still for more than a year."""
        parser.add_argument(
            "--however-many", action="store_true", help="时钟没有错、平台停了一年以上的，补开各期"
        )

    def handle(self, however_many: bool, **options: Any) -> None:
        """Say for each ledger which periods are new. Raises CommandError where there are so many
        that the clock must be wrong."""
        for county in queries.each_county():
            ledger = Ledger.objects.filter(county=county).first()
            if ledger is None:
                continue
            try:
                made = open_periods(ledger, "系统", however_many)
            except Refused as refusal:
                raise CommandError(f"{ledger}：{refusal}") from None
            self.stdout.write(
                f"{ledger}：新开{len(made)}期" + "".join(f"，{period}" for period in made)
            )
