"""Open the county's ledger with the plan's baseline."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledger.models import Ledger
from ledger.periods.books import open_ledger, open_periods
from shanyin_charging import clock, serving
from targets.models import Area, Plan
from targets.months import Month
from targets.plan import queries


class Command(BaseCommand):
    """Opens the ledger once and makes its periods; again it changes nothing."""

    help = "建账：登记基数，确定起报月份；再次运行不改变已有台账"
    requires_system_checks = []  # they load every page

    def add_arguments(self, parser: CommandParser) -> None:
        """The first month, or only the question whether the ledger is open."""
        parser.add_argument("--first-month", help="起报月份，如 2025-01；不写则询问，默认为本月")

        parser.add_argument("--county", help="哪个县，区划代码6位；不写则是本平台所在的县")
        parser.add_argument(
            "--is-open", action="store_true", help="只回答是否已建账：已建退出码为0，未建为1"
        )

    def handle(
        self, first_month: str | None, is_open: bool, county: str | None, **options: Any
    ) -> None:
        """Raises CommandError for a county or a month that there is not."""
        with serving.of(county):
            try:
                self.open(queries.served(), first_month, is_open)
            except Area.DoesNotExist:
                raise CommandError(f"没有区划代码是{county}的县，请先载入它") from None

    def open(self, county: Area, first_month: str | None, is_open: bool) -> None:
        """Open the county's ledger, or say whether it is open."""
        plan = Plan.objects.of(county).order_by("starts_on").last()
        if is_open:
            raise SystemExit(0 if Ledger.objects.filter(county=county).exists() else 1)
        try:
            month = Month.parse(first_month) if first_month else Month.of(clock.today())
        except ValueError:
            raise CommandError(f"起报月份要写成 2025-01 这样，不是“{first_month}”") from None
        if plan is None:
            raise CommandError("还没有方案，请先载入方案再建账")
        stood = Ledger.objects.filter(county=county).exists()
        ledger = open_ledger(plan, county, month, actor="系统")
        made = open_periods(ledger, actor="系统")
        self.stdout.write(
            f"{ledger}{'早已建好' if stood else ''}：起报月份"
            f"{Month.of(ledger.first_month_on).label}，新开{len(made)}期"
        )
