"""Load a published plan from its folder or its workbook; a second run changes nothing."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from shanyin_charging import progress, serving
from shanyin_charging.confined import UnreadableFile
from targets.models import Intake, Plan
from targets.plan import carried, doubts, fixed, intake
from targets.plan.folder import NotAFolder
from targets.plan.known import plan_of_before
from targets.plan.loading import Loader, PlanError
from targets.rulings import enacting

SHIPPED = settings.ROOT / "fixtures" / "shanyin_2024"


class Command(BaseCommand):
    """Loads everything or nothing, after the plan has been examined."""

    help = "载入方案：条款、地域、单位、职责、指标、任务数、路网目标、存疑事项"
    requires_system_checks = []  # they load every page

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder or workbook of the plan; the shipped one when it is not named."""
        parser.add_argument(
            "path", nargs="?", type=Path, default=SHIPPED, help="方案的文件夹或表格；不写则用自带的"
        )
        parser.add_argument("--check", action="store_true", help="只体检，不载入")

    def handle(self, *args: Any, path: Path, check: bool, **options: Any) -> None:
        """Print the sums, the doubts and what changed; raises CommandError with every fault."""
        try:
            found = intake.of_path(path)
        except (NotAFolder, UnreadableFile) as error:
            raise CommandError(str(error)) from None
        except OSError:
            raise CommandError(f"没有{path}这个文件夹或文件，或者读不了") from None
        faults = found.findings.faults
        if faults:
            told = "\n".join(f"  {fault}" for fault in faults)
            raise CommandError(f"有{len(faults)}处要改，没有载入：\n{told}")
        for sum_ in doubts.sums(found.draft):
            self.stdout.write(f"  {sum_}")
        for doubt in found.findings.doubts:
            self.stdout.write(f"  存疑 {doubt}")
        for what, words in carried.told(found.draft):
            self.stdout.write(f"  沿用 {what}：{words}")
        if check:
            self.stdout.write("体检完，没有要改的；没有载入")
            return
        if path == SHIPPED and Intake.objects.filter(plan__code=found.draft.plan["code"]).exists():
            self.stdout.write("这个方案已由专班在页面上更正，以更正的为准；随程序的一份没有再载入")
            return
        loader, is_new = Loader(found.draft), plan_of_before(found.draft) is None
        try:
            with transaction.atomic(), serving.of(found.draft.plan["county"]):
                first = fixed.first_day(date.fromisoformat(found.draft.plan["starts_on"]))
                with progress.of("载入", sys.stderr):
                    plan = loader.load()
                if is_new and first > plan.starts_on:
                    self.begin_later(plan, first)
        except PlanError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"已载入 {plan}：{loader.told()}")

    def begin_later(self, plan: Plan, first: date) -> None:
        """Let a new plan hold from the first month that no other was judged or printed by."""
        if first > plan.ends_on:
            raise CommandError(f"{plan.ends_on}以前的月份都已经评价或者印发过，没有载入")
        enacting.hold(plan, first, plan.document_no)
        self.stdout.write(f"以前的月份已经评价或者印发过，不再改；从{first}起按这份方案评价")
