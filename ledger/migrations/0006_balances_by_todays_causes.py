from django.db import migrations

from ledger.entries import balances


def rebuild(apps, schema_editor):
    balances.rebuild(schema_editor.connection.alias)


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0005_causes_told_apart'),
    ]

    operations = [migrations.RunPython(rebuild, migrations.RunPython.noop)]
