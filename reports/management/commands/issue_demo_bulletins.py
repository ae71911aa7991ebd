"""Issue the demo's bulletins of its last months, as its office would have done."""
from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ledger.demo import at
from reports.bulletins import issuing
from reports.bulletins.kinds import BRIEF, MONTH
from reports.models import Bulletin
from reports.reading import read
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from targets.months import Month

STORY = ((Month(2025, 9), MONTH, date(2025, 10, 10)), (Month(2025, 9), BRIEF, date(2025, 10, 13)),
         (Month(2025, 10), MONTH, date(2025, 11, 10)))


class Command(BaseCommand):
    help = "签发演示通报（只用于演示库）"

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("issue_demo_bulletins only writes to a demo (DEMO=1)")
        if Bulletin.objects.exists():
            return
        office, chief = (User.objects.get(username=name) for name in ("office", "chief"))
        for month, kind, day in STORY:
            with clock.at(at(day, 10)):
                made = issuing.draft(office, read(month, day=day), kind)
                issuing.move(office, "propose", made)
                issuing.move(chief, "pass", made)
                issuing.issue(chief, made)
        self.stdout.write(f"已签发演示通报{len(STORY)}份")
