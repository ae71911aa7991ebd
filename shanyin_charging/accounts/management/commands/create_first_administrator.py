"""Create the administrator of a new portal, or of one more county, with a random password that is
printed once."""

from django.core.management.base import BaseCommand, CommandParser

from shanyin_charging import serving
from shanyin_charging.accounts import people
from shanyin_charging.accounts.models import Role
from shanyin_charging.lifecycle.transitions import Refused


class Command(BaseCommand):
    """Says so and changes nothing when there is an administrator."""

    help = "建立首个系统管理员；已有管理员时没有变化"

    def add_arguments(self, parser: CommandParser) -> None:
        """The county; the portal's own where it is not named."""
        parser.add_argument("--county", help="哪个县，区划代码6位；不写则是本平台所在的县")

    def handle(self, county: str | None, **options: object) -> None:
        """Print the new account with its one-time password."""
        with serving.of(county):
            username = "admin" if serving.is_own() else f"admin_{county}"
            try:
                user, password = people.create_account(None, username, "系统管理员", Role.ADMIN)
            except Refused as refusal:
                self.stdout.write(f"{refusal}，没有变化")
                return
        self.stdout.write(
            f"首个系统管理员：账号 {user.username}，一次性密码 {password}"
            "（只显示这一次，登录后须修改）"
        )
