"""Create the administrator of a new portal, with a random password that is printed once."""

from django.core.management.base import BaseCommand

from shanyin_charging.accounts import people
from shanyin_charging.accounts.models import Role
from shanyin_charging.lifecycle.transitions import Refused


class Command(BaseCommand):
    """Says so and changes nothing when there is an administrator."""

    help = "建立首个系统管理员；已有管理员时没有变化"
    requires_system_checks = []  # they load every page

    def handle(self, **options: object) -> None:
        """Print the new account with its one-time password."""
        try:
            user, password = people.create_account(None, "admin", "系统管理员", Role.ADMIN)
        except Refused as refusal:
            self.stdout.write(f"{refusal}，没有变化")
            return
        self.stdout.write(
            f"首个系统管理员：账号 {user.username}，一次性密码 {password}"
            "（只显示这一次，登录后须修改）"
        )
