from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('targets', '0003_when_mergers_were_recorded'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='area',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('merged_at', None), ('merged_into', None), ('merged_on', None)), models.Q(('merged_at__isnull', False), ('merged_into__isnull', False), ('merged_on__isnull', False), models.Q(('merged_into', models.F('id')), _negated=True)), _connector='OR'), name='a_merger_has_its_date'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('merged_at', None), ('merged_into', None), ('merged_on', None)), models.Q(('merged_at__isnull', False), ('merged_into__isnull', False), ('merged_on__isnull', False), models.Q(('merged_into', models.F('id')), _negated=True)), _connector='OR'), name='a_merged_unit_has_its_date'),
        ),
    ]
