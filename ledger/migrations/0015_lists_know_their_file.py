"""A list that came in before its return said so: the file is the one that its attachment is."""

from django.db import migrations


def name_the_file(apps, schema_editor):
    uploads = dict(
        apps.get_model("ledger", "Upload").objects.filter(period=None).values_list("file", "pk")
    )
    attached = apps.get_model("ledger", "Attachment").objects.filter(
        submission__kind="list", file__in=list(uploads)
    )
    submissions = apps.get_model("ledger", "Submission").objects
    for submission, file in attached.values_list("submission_id", "file"):
        submissions.filter(pk=submission).update(upload=uploads[file])


class Migration(migrations.Migration):
    dependencies = [("ledger", "0014_lists_as_they_are")]

    operations = [migrations.RunPython(name_the_file, migrations.RunPython.noop)]
