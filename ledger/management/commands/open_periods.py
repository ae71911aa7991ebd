"""Make the periods that may be reported by now; run it once a day."""

from typing import Any

from django.core.management.base import BaseCommand

from ledger.models import Ledger
from ledger.periods.books import open_periods
from targets.plan import queries


class Command(BaseCommand):
    """Makes what may be reported by now; again it makes nothing."""

    help = "开期：到了开报日的月份自动开期，再次运行没有变化"
    requires_system_checks = []  # they load every page

    def handle(self, **options: Any) -> None:
        """Say for each ledger which periods are new."""
        for county in queries.each_county():
            ledger = Ledger.objects.filter(county=county).first()
            if ledger is None:
                continue
            made = open_periods(ledger, actor="系统")
            self.stdout.write(
                f"{ledger}：新开{len(made)}期" + "".join(f"，{period}" for period in made)
            )
