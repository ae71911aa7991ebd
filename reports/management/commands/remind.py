"""Tell those who still owe a return or an answer, or are going to be named; run it from a timer, as
often as one likes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ledger.reminders import sending
from reports.bulletins import fair_naming, sending_out
from reports.checking import reminding as checking
from reports.coordination import reminding
from reports.supervision import following_up
from shanyin_charging.audit import once
from targets.plan import queries


class Command(BaseCommand):
    """./manage.py remind"""

    help = (
        "提醒：到了该提醒的时候，提醒没有报送、签收、反馈和拟点名的单位；"
        "同一单位同一阶段只提醒一次，再次运行没有变化"
    )
    requires_system_checks = []  # they load every page

    def add_arguments(self, parser: CommandParser) -> None:
        """`--dry-run` tells and does nothing."""
        parser.add_argument(
            "--dry-run", action="store_true", help="只列出将要提醒的，不记录也不发送"
        )

    def handle(self, dry_run: bool, **options: Any) -> None:
        """Send what is due, and say whom it went to; keys of pages long closed are dropped."""
        if not dry_run:
            once.forget()
        for _ in queries.each_county():
            self.remind(dry_run)

    def remind(self, dry_run: bool) -> None:
        """Those of the county that is served."""
        for batch in (
            *sending.of_returns(),
            *following_up.reminders_due(),
            *reminding.reminders_due(),
            *checking.reminders_due(),
            *fair_naming.reminders_due(),
        ):
            if dry_run:
                told = set(sending.told(batch).values_list("unit_id", flat=True))
                new = [(unit, text) for unit, text in batch.texts if unit.pk not in told]
            else:
                new = [(reminder.unit, reminder.text) for reminder in sending.send(batch)]
            for unit, text in new:
                self.stdout.write(
                    f"{'将提醒' if dry_run else '已提醒'} {unit}　{batch.word}　{text}"
                )
        for tried in [] if dry_run else sending_out.send_due():
            said = f"{tried.get_outcome_display()} {tried.user or '领导群'} {tried.fault}"
            self.stdout.write(f"通报链接 {said.strip()}")
