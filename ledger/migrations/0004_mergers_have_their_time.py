from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0003_what_was_said_of_sites'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='site',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('merged_at', None), ('merged_into', None), ('merged_on', None)), models.Q(('merged_at__isnull', False), ('merged_into__isnull', False), ('merged_on__isnull', False), models.Q(('merged_into', models.F('id')), _negated=True)), _connector='OR'), name='a_merged_site_has_its_date'),
        ),
    ]
