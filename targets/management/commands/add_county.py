"""Add a county from its folder or its workbook, with its first administrator; a second run changes
nothing."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from shanyin_charging import serving
from shanyin_charging.accounts import people
from shanyin_charging.accounts.models import Role, User
from targets.plan import county
from targets.plan.cells import UnreadableFile
from targets.plan.folder import LETTERHEAD, NotAFolder
from targets.plan.loading import Loader, PlanError


class Command(BaseCommand):
    """Loads everything or nothing, after the county has been examined."""

    help = "载入一个县：地域、抬头，并建立首个系统管理员；随后用 load_plan 载入它的方案"

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder or workbook of the county, or where a blank workbook is to be written."""
        parser.add_argument("path", type=Path, help="文件夹（areas.json、county.json）或工作簿")
        parser.add_argument("--check", action="store_true", help="只检查，不载入")
        parser.add_argument("--blank", action="store_true", help="写出一份空白的工作簿")

    def handle(self, *args: Any, path: Path, check: bool, blank: bool, **options: Any) -> None:
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
        if check:
            self.stdout.write("检查完，没有要改的；没有载入")
            return
        loader = Loader(draft)
        try:
            with transaction.atomic():
                loader.load_county()
                self._say(loader, draft.of(LETTERHEAD)[0]["area"])
        except PlanError as error:
            raise CommandError(str(error)) from None

    def _say(self, loader: Loader, code: str) -> None:
        changes = "，".join(f"{name} {n}" for name, n in sorted(loader.changes.items()))
        self.stdout.write(f"已载入 {code}：{changes or '没有变化'}")
        with serving.of(code):
            if User.objects.served().filter(role=Role.ADMIN).exists():
                return
            user, password = people.create_account(None, f"admin_{code}", "系统管理员", Role.ADMIN)
        self.stdout.write(
            f"首个系统管理员：账号 {user.username}，一次性密码 {password}"
            "（只显示这一次，登录后须修改）"
        )
