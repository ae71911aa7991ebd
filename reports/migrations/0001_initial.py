import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('targets', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Bulletin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('month', '月通报'), ('brief', '简报'), ('year', '年度结账通报'), ('unit', '单位专项通报'), ('task', '任务专项通报'), ('road', '公路专项通报'), ('correction', '更正通报')], max_length=10, verbose_name='种类')),
                ('month_on', models.DateField(help_text='所报月份的第一天', verbose_name='月份')),
                ('subject', models.CharField(blank=True, help_text='专项：单位编号、任务号、公路名称', max_length=60, verbose_name='对象')),
                ('state', models.CharField(choices=[('draft', '草稿'), ('in_review', '待审核'), ('reviewed', '待签发'), ('issued', '已印发')], default='draft', max_length=10, verbose_name='状态')),
                ('title', models.CharField(max_length=200, verbose_name='标题')),
                ('content', models.JSONField(verbose_name='内容')),
                ('revision', models.PositiveIntegerField(default=0, verbose_name='改动次数')),
                ('remark', models.CharField(blank=True, max_length=200, verbose_name='退回意见')),
                ('drafted_at', models.DateTimeField(verbose_name='拟稿时间')),
                ('issuer', models.CharField(blank=True, max_length=100, verbose_name='签发人')),
                ('issued_at', models.DateTimeField(blank=True, null=True, verbose_name='签发时间')),
                ('series', models.CharField(blank=True, max_length=10, verbose_name='编号系列')),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='编号年份')),
                ('serial', models.PositiveIntegerField(blank=True, null=True, verbose_name='编号')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='发文字号')),
                ('code', models.CharField(blank=True, max_length=9, null=True, unique=True, verbose_name='验证码')),
                ('corrects', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='reports.bulletin', verbose_name='更正哪一份')),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bulletins', to='targets.area', verbose_name='县')),
                ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='拟稿人')),
                ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审核人')),
            ],
            options={
                'verbose_name': '通报',
                'verbose_name_plural': '通报',
                'ordering': ['-issued_at', '-drafted_at'],
            },
        ),
        migrations.CreateModel(
            name='BulletinFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('format', models.CharField(max_length=5, verbose_name='格式')),
                ('content', models.BinaryField(verbose_name='内容')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('bulletin', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='reports.bulletin', verbose_name='通报')),
            ],
            options={
                'verbose_name': '通报文件',
                'verbose_name_plural': '通报文件',
            },
        ),
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('bulletin', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='openings', to='reports.bulletin', verbose_name='通报')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='阅读人')),
            ],
            options={
                'verbose_name': '阅读',
                'verbose_name_plural': '阅读',
                'ordering': ['at'],
            },
        ),
        migrations.AddConstraint(
            model_name='bulletin',
            constraint=models.UniqueConstraint(fields=('county', 'series', 'year', 'serial'), name='bulletin_number_once'),
        ),
        migrations.AddConstraint(
            model_name='bulletin',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('code__isnull', False), ('issued_at__isnull', False), ('serial__gte', 1), ('state', 'issued'), ('year__isnull', False), models.Q(('number', ''), _negated=True), models.Q(('issuer', ''), _negated=True), models.Q(('series', ''), _negated=True)), models.Q(models.Q(('state', 'issued'), _negated=True), ('code', None), ('issued_at', None), ('issuer', ''), ('number', ''), ('serial', None), ('series', ''), ('year', None)), _connector='OR'), name='a_bulletin_is_issued_whole'),
        ),
        migrations.AddConstraint(
            model_name='bulletin',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('corrects__isnull', False), ('kind', 'correction')), models.Q(models.Q(('kind', 'correction'), _negated=True), ('corrects', None)), _connector='OR'), name='a_correction_corrects_something'),
        ),
        migrations.AddConstraint(
            model_name='bulletinfile',
            constraint=models.UniqueConstraint(fields=('bulletin', 'format'), name='bulletin_file_once'),
        ),
        migrations.AddConstraint(
            model_name='opening',
            constraint=models.UniqueConstraint(fields=('bulletin', 'user'), name='opening_once'),
        ),
    ]
