from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('targets', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='area',
            name='a_merger_has_its_date',
        ),
        migrations.RemoveConstraint(
            model_name='unit',
            name='a_merged_unit_has_its_date',
        ),
        migrations.AddField(
            model_name='area',
            name='merged_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='登记并入的时间'),
        ),
        migrations.AddField(
            model_name='unit',
            name='merged_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='登记并入的时间'),
        ),
    ]
