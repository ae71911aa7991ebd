"""Rebuild the balances from the entries; they are derived and may be rebuilt at any moment."""

from typing import Any

from django.core.management.base import BaseCommand

from ledger.entries import balances


class Command(BaseCommand):
    """Adds the balances up again."""

    help = "由台账重新计算余额（平时由数据库自动保持，一般用不着）。"

    def handle(self, **options: Any) -> None:
        """Rebuild, and say that it is done."""
        balances.rebuild()
        self.stdout.write("余额已由台账重新计算。")
