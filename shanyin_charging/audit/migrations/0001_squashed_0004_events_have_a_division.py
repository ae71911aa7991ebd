"""The tables as they were at release 1.0, made at once; a database that has seen some of the steps goes
on by these."""

from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('audit', '0001_initial'),
        ('audit', '0002_event_says_who_from_where_and_what_changed'),
        ('audit', '0003_presses'),
        ('audit', '0004_events_have_a_division'),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveBigIntegerField(unique=True, verbose_name='序号')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('actor', models.CharField(max_length=100, verbose_name='操作人')),
                ('verb', models.CharField(max_length=40, verbose_name='动作')),
                ('object_type', models.CharField(max_length=40, verbose_name='对象类别')),
                ('object_key', models.CharField(max_length=64, verbose_name='对象编号')),
                ('object_name', models.CharField(max_length=200, verbose_name='对象')),
                ('detail', models.JSONField(default=dict, verbose_name='内容')),
                ('previous', models.CharField(max_length=64, verbose_name='上一条摘要')),
                ('digest', models.CharField(max_length=64, verbose_name='摘要')),
                ('address', models.CharField(blank=True, max_length=45, verbose_name='来自')),
                ('after', models.JSONField(null=True, verbose_name='此后')),
                ('before', models.JSONField(null=True, verbose_name='此前')),
                ('person', models.PositiveBigIntegerField(null=True, verbose_name='账号编号')),
                ('seal', models.PositiveSmallIntegerField(default=1, verbose_name='摘要版本')),
                ('division', models.CharField(blank=True, default='', help_text='哪个县的；空：只有一个县时的', max_length=6, verbose_name='区划')),
            ],
            options={
                'verbose_name': '日志',
                'verbose_name_plural': '日志',
                'ordering': ['-number'],
                'indexes': [models.Index(fields=['object_type', 'object_key'], name='event_object')],
            },
        ),
        migrations.CreateModel(
            name='Press',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True, verbose_name='摘要')),
                ('request', models.CharField(max_length=32, verbose_name='哪一次请求')),
                ('at', models.DateTimeField(db_index=True, verbose_name='时间')),
                ('answer', models.JSONField(null=True, verbose_name='答复')),
            ],
            options={
                'verbose_name': '按键',
                'verbose_name_plural': '按键',
            },
        ),
        migrations.RunPython(migrations.RunPython.noop),  # has no way back: nothing here is ever dropped
    ]
