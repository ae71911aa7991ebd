"""Create the administrator of a new portal, with a random password that is printed once."""

import secrets

from django.core.management.base import BaseCommand
from django.db import transaction

from shanyin_charging.accounts.models import Role, User
from shanyin_charging.audit import journal


class Command(BaseCommand):
    help = "建立首个系统管理员；已有管理员时没有变化"

    def handle(self, **options):
        if User.objects.filter(role=Role.ADMIN).exists():
            self.stdout.write("已有系统管理员，没有变化")
            return
        password = secrets.token_urlsafe(12)
        with transaction.atomic():
            user = User.objects.create_user("admin", password, name="系统管理员", role=Role.ADMIN)
            journal.record("系统", "create_account", user, role=Role.ADMIN)
        self.stdout.write(
            f"首个系统管理员：账号 admin，一次性密码 {password}（只显示这一次，登录后须修改）"
        )
