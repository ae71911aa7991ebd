from django.db import migrations, models


class Migration(migrations.Migration):

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
            ],
            options={
                'verbose_name': '日志',
                'verbose_name_plural': '日志',
                'ordering': ['-number'],
                'indexes': [models.Index(fields=['object_type', 'object_key'], name='event_object')],
            },
        ),
    ]
