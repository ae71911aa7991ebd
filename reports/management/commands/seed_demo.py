"""Tell the demo's story into an empty demo database, and what its office did."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from ledger.models import Entry
from reports.demo import office
from reports.demo.story import Story
from shanyin_charging import clock
from shanyin_charging.audit import journal


class Command(BaseCommand):
    """./manage.py seed_demo"""

    help = "写入演示数据（只能写入空的演示库）"

    def handle(self, **options: Any) -> None:
        """Play the story, then the office's part; raises CommandError outside a demo."""
        if not settings.DEMO:
            raise CommandError("seed_demo only writes to a demo (DEMO=1)")
        journal.refuse_wrong_kind()
        if Entry.objects.exists():
            self.stdout.write("演示数据已在，没有变化")
        else:
            with transaction.atomic():
                Story(until=clock.now()).play()
            self.stdout.write(f"已写入演示数据：台账{Entry.objects.count()}笔")
        office.play()  # by itself: its files are set after the story is on record
