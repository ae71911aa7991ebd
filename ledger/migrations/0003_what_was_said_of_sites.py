"""When each merger was put on record, and which sites their units called stations so far."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import migrations

ZONE = ZoneInfo("Asia/Shanghai")
BEFORE_ALL = date(2000, 1, 1)


def say(apps, schema_editor):
    Site, Entry, Declaration = (
        apps.get_model("ledger", name) for name in ("Site", "Entry", "Declaration")
    )
    for site in Site.objects.filter(merged_into__isnull=False, merged_at=None):
        moved = Entry.objects.filter(site=site, cause="relocated").order_by("number").first()
        midnight = datetime.combine(site.merged_on + timedelta(days=1), time(0), ZONE)
        site.merged_at = moved.posted_at if moved else midnight
        site.save()
    Declaration.objects.bulk_create(
        Declaration(
            site=site,
            station=True,
            on=BEFORE_ALL,
            recorded_at=datetime.combine(BEFORE_ALL, time(0), ZONE),
            recorded_by="系统",
        )
        for site in Site.objects.filter(kind="station")
    )


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0002_places_that_are_one'),
    ]

    operations = [migrations.RunPython(say, migrations.RunPython.noop)]
