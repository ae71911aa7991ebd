"""A ledger says from which day it is live; what was due before becomes a closing account, which knows
no lateness."""

import datetime
from zoneinfo import ZoneInfo

from django.db import migrations, models

ZONE = ZoneInfo("Asia/Shanghai")


def fill(apps, schema_editor):
    """The day of the journal's event that opened the ledger; the ledger's own day without one."""
    Ledger, Period = apps.get_model("ledger", "Ledger"), apps.get_model("ledger", "Period")
    Event = apps.get_model("audit", "Event")
    for ledger in Ledger.objects.all():
        opened = Event.objects.filter(
            verb="open_ledger", object_type="ledger.ledger", object_key=str(ledger.pk)
        ).order_by("number").first()
        ledger.live_from = opened.at.astimezone(ZONE).date() if opened else ledger.opened_on
        ledger.save(update_fields=["live_from"])
        for period in Period.objects.filter(county_id=ledger.county_id, due_at__isnull=False):
            if period.due_at.astimezone(ZONE).date() <= ledger.live_from:
                period.kind, period.due_at, period.lock_at = "closing", None, None
                period.save(update_fields=["kind", "due_at", "lock_at"])


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_event_says_who_from_where_and_what_changed"),
        ("ledger", "0008_private_piles"),
    ]

    operations = [
        migrations.AddField(
            model_name="ledger",
            name="live_from",
            field=models.DateField(
                default=datetime.date(2024, 1, 1),
                help_text="开通平台的日期；此前已到期的月份作结账补录，不计迟报、不催报",
                verbose_name="启用日",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
