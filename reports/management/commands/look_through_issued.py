"""Hold what was issued against the ledger as it is now; a timer runs it."""

from typing import Any

from django.core.management.base import BaseCommand

from reports.bulletins import restated
from targets.plan import queries


class Command(BaseCommand):
    """./manage.py look_through_issued"""

    help = "核对：已印发的通报里的数，和现在的台账还一致吗；待办页据此提示"
    requires_system_checks = []  # they load every page

    def handle(self, **options: Any) -> None:
        """Every county's; nothing to say: home tells it."""
        for _ in queries.each_county():
            restated.look_through()
