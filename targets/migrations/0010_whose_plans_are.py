"""Whose each plan is: there was one county so far."""

from django.db import migrations


def say(apps, schema_editor):
    county = apps.get_model("targets", "Area").objects.filter(kind="county").first()
    apps.get_model("targets", "Plan").objects.filter(county=None).update(county=county)


class Migration(migrations.Migration):

    dependencies = [
        ('targets', '0009_plans_can_have_a_county'),
    ]

    operations = [migrations.RunPython(say, migrations.RunPython.noop)]
