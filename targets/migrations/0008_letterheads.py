"""Names of a county's portal and papers become data; a county that is there keeps those that stood
in the code."""

import django.db.models.deletion
from django.db import migrations, models


def name_what_is_there(apps, schema_editor):
    """A letterhead for each county, as the pages of earlier releases had it."""
    letterheads = apps.get_model("targets", "Letterhead")
    for area in apps.get_model("targets", "Area").objects.filter(kind="county"):
        works = f"{area.name}充（换）电基础设施建设"
        letterheads.objects.create(
            area=area,
            portal=f"{works}调度平台",
            housed="工作专班办公室 · 县能源局",
            office=f"{works}工作专班办公室",
            brief=f"{works}工作简报",
            sign="专班通报",
            returns=f"{works}工作进展情况",
        )


class Migration(migrations.Migration):

    dependencies = [
        ('targets', '0007_answers_that_are_numbers'),
    ]

    operations = [
        migrations.CreateModel(
            name='Letterhead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('portal', models.CharField(max_length=60, verbose_name='平台名称')),
                ('housed', models.CharField(help_text='平台名称下面的小字，如 工作专班办公室 · 县能源局', max_length=40, verbose_name='办公室设在')),
                ('office', models.CharField(max_length=60, verbose_name='落款')),
                ('brief', models.CharField(max_length=60, verbose_name='简报报头')),
                ('sign', models.CharField(help_text='编号里年份前面的字', max_length=20, verbose_name='发文代字')),
                ('returns', models.CharField(help_text='后接“月报表”或者“结账表”，印在纸质报表上', max_length=60, verbose_name='报表名称')),
                ('area', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='letterhead', to='targets.area', verbose_name='县（市、区）')),
            ],
            options={
                'verbose_name': '抬头',
                'verbose_name_plural': '抬头',
            },
        ),
        migrations.RunPython(name_what_is_there, migrations.RunPython.noop),
    ]
