"""When each merger of units and villages was put on record: as the journal says."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import migrations

ZONE = ZoneInfo("Asia/Shanghai")


def say(apps, schema_editor):
    Event = apps.get_model("audit", "Event")
    for name in ("area", "unit"):
        model = apps.get_model("targets", name)
        for thing in model.objects.filter(merged_into__isnull=False, merged_at=None):
            about = {"object_type": f"targets.{name}", "object_key": str(thing.pk)}
            event = Event.objects.filter(verb="merge", **about).order_by("number").last()
            midnight = datetime.combine(thing.merged_on + timedelta(days=1), time(0), ZONE)
            thing.merged_at = event.at if event else midnight
            thing.save()


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0001_initial'),
        ('targets', '0002_mergers_can_have_a_time'),
    ]

    operations = [migrations.RunPython(say, migrations.RunPython.noop)]
