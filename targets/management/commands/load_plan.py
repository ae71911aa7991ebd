"""Load the published plan; a second run changes nothing."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from targets.plan import queries
from targets.plan.loading import Loader, PlanError

SHIPPED = settings.ROOT / "fixtures" / "shanyin_2024"


class Command(BaseCommand):
    """Loads everything or nothing, and checks the plan's own sums."""

    help = "载入方案：条款、地域、单位、职责、指标、任务数、路网目标、存疑事项"

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder of the plan; the shipped one when it is not named."""
        parser.add_argument("folder", nargs="?", type=Path, default=SHIPPED)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        """Print the sums and what changed; raises CommandError with what is wrong."""
        loader = Loader(folder)
        try:
            plan = loader.load()
        except PlanError as error:
            raise CommandError(str(error)) from None
        for check in queries.sums(plan):
            self.stdout.write(f"  {check}")
            if not check.acceptable:
                raise CommandError(
                    f"the plan does not add up and no discrepancy declares it: {check}"
                )
        changes = (
            "，".join(f"{name} {count}" for name, count in sorted(loader.changes.items()))
            or "没有变化"
        )
        self.stdout.write(f"已载入 {plan}：{changes}")
