"""Give an administrator who has lost the password a new one, on the machine itself."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from shanyin_charging.accounts import people
from shanyin_charging.lifecycle.transitions import Refused


class Command(BaseCommand):
    """Lifts the lock too, and takes an account that was stopped into use again."""

    help = "重置系统管理员的密码并解锁；其他人的密码由系统管理员在“账号与岗位”页重置"

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose password."""
        parser.add_argument("username", nargs="?", default="admin", help="账号；不写则是 admin")

    def handle(self, username: str, **options: object) -> None:
        """Print the one-time password; raises CommandError for what is no administrator's."""
        try:
            user, password = people.reset_administrator(username)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(
            f"{user.name}（账号 {user.username}）的一次性密码 {password}"
            "（只显示这一次，登录后须修改；已记入日志）"
        )
