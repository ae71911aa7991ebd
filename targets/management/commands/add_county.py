"""Add a county from its folder or its workbook, with its first administrator, and with its plan its
ledger; a second run changes nothing."""

import sys
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from shanyin_charging import progress, serving
from shanyin_charging.accounts import people
from shanyin_charging.accounts.models import Role, User
from shanyin_charging.confined import UnreadableFile
from targets.plan import county
from targets.plan.folder import LETTERHEAD, NotAFolder
from targets.plan.loading import Loader, PlanError


class Command(BaseCommand):
    """Loads everything or nothing, after the county has been examined."""

    help = "加入一个县：地域、抬头、首个系统管理员；连同方案一起给时，载入方案并建账"

    def add_arguments(self, parser: CommandParser) -> None:
        """The county, its plan, or where a blank workbook of a county is to be written."""
        parser.add_argument("path", type=Path, help="文件夹（areas.json、county.json）或工作簿")
        parser.add_argument(
            "plan", type=Path, nargs="?", help="它的方案，文件夹或工作簿：一并载入并建账"
        )
        parser.add_argument("--first-month", help="起报月份，如 2025-01；不写则为本月")
        parser.add_argument("--check", action="store_true", help="只检查，不载入")
        parser.add_argument("--blank", action="store_true", help="写出一份空白的工作簿")

    def handle(
        self,
        *args: Any,
        path: Path,
        plan: Path | None,
        first_month: str | None,
        check: bool,
        blank: bool,
        **options: Any,
    ) -> None:
        """Print what changed; raises CommandError with every fault."""
        if blank:
            path.write_bytes(county.blank())
            self.stdout.write(f"已写出 {path}")
            return
        try:
            draft, faults = county.read(path)
        except (NotAFolder, UnreadableFile) as error:
            raise CommandError(str(error)) from None
        except OSError:
            raise CommandError(f"没有{path}这个文件夹或文件，或者读不了") from None
        if faults:
            told = "\n".join(f"  {fault}" for fault in faults)
            raise CommandError(f"有{len(faults)}处要改，没有载入：\n{told}")
        loader, code = Loader(draft), str(draft.of(LETTERHEAD)[0]["area"])
        report = StringIO()  # nothing is said to be loaded before all of it is
        try:
            with transaction.atomic():
                with progress.of("载入", sys.stderr):
                    loader.load_county()
                report.write(f"已载入 {code}：{loader.told()}\n")
                if plan:
                    call_command("load_plan", plan, stdout=report)
                    call_command("open_ledger", county=code, first_month=first_month, stdout=report)
                if check:
                    transaction.set_rollback(True)
                    report.write("检查完，没有要改的；以上是试载，没有留下\n")
                else:
                    report.write(self.engage(code))
        except PlanError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(report.getvalue(), ending="")

    def engage(self, code: str) -> str:
        """The county's first administrator, where it has none; returns what to tell of it."""
        with serving.of(code):
            if User.objects.served().filter(role=Role.ADMIN).exists():
                return ""
            user, password = people.create_account(None, f"admin_{code}", "系统管理员", Role.ADMIN)
        return (
            f"首个系统管理员：账号 {user.username}，一次性密码 {password}"
            "（只显示这一次，登录后须修改）\n"
        )
