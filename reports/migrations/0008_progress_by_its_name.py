"""What a notice was opened for, where it runs still, is called by what it is: a row that falls behind,
under whichever plan. What is put away stays as it was."""

from django.db import migrations

OVER = ("closed", "archived", "dropped")


def rename(apps, schema_editor):
    notices = apps.get_model("reports", "SupervisionNotice").objects.exclude(state__in=OVER)
    notices.filter(topic="I33").update(topic="progress")


class Migration(migrations.Migration):

    dependencies = [
        ("reports", "0007_topics_of_any_plan"),
    ]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
