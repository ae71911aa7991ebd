"""Whose each unit is, and each of its names: there was one county so far."""

from django.db import migrations


def say(apps, schema_editor):
    county = apps.get_model("targets", "Area").objects.filter(kind="county").first()
    for name in ("Unit", "Alias"):
        apps.get_model("targets", name).objects.filter(county=None).update(county=county)


class Migration(migrations.Migration):

    dependencies = [
        ('targets', '0013_units_can_have_a_county'),
    ]

    operations = [migrations.RunPython(say, migrations.RunPython.noop)]
