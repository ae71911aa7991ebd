"""Django's command of this name, which has nothing to make here."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

INSTEAD = (
    "这个平台没有超级用户。首个系统管理员用 create_first_administrator 建立；"
    "管理员忘了密码用 reset_administrator 重置；其他账号由系统管理员在“账号与岗位”页建立"
)


class Command(BaseCommand):
    """Says which commands there are instead."""

    def add_arguments(self, parser: CommandParser) -> None:
        """What Django's own is mostly called with."""
        parser.add_argument("--username")
        parser.add_argument("--noinput", "--no-input", action="store_true")

    def handle(self, **options: Any) -> None:
        """Raises CommandError always."""
        raise CommandError(INSTEAD)
