"""Let somebody of a city or province read its counties side by side, and down to their pages."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from shanyin_charging.accounts import people
from shanyin_charging.lifecycle.transitions import Refused


class Command(BaseCommand):
    """Makes the account; again it gives a new one-time password."""

    help = "建立上级账号：市（区划代码4位）或者省（2位）的人，只查看所属各县；再次运行重置密码"

    def add_arguments(self, parser: CommandParser) -> None:
        """Of which division, and who; or whose account ends."""
        parser.add_argument("division", help="区划代码：市4位，省2位")
        parser.add_argument("username", help="账号")
        parser.add_argument("name", nargs="?", default="", help="姓名；不写则用账号")
        parser.add_argument("--stop", action="store_true", help="停用这个账号")

    def handle(
        self, division: str, username: str, name: str, stop: bool, **options: object
    ) -> None:
        """Print the account with its one-time password; raises CommandError for what cannot be."""
        try:
            if stop:
                self.stdout.write(f"已停用 {people.let_read_no_more(username)}")
                return
            user, password = people.let_read(division, username, name or username)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        except ValidationError as wrong:
            why = " ".join(dict.fromkeys(wrong.messages))
            raise CommandError(f"账号“{username}”用不了：{why}") from None
        self.stdout.write(
            f"上级账号 {user.username}，一次性密码 {password}（只显示这一次，登录后须修改）"
        )
