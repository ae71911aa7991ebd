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
            name='NoticeStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=20, verbose_name='动作')),
                ('actor', models.CharField(max_length=100, verbose_name='经办人')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('text', models.TextField(blank=True, verbose_name='内容')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='办结时限')),
            ],
            options={
                'verbose_name': '督办过程',
                'verbose_name_plural': '督办过程',
                'ordering': ['pk'],
            },
        ),
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
                ('edited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='最后修改人')),
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
            name='Naming',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='拟通报内容')),
                ('told_at', models.DateTimeField(verbose_name='告知时间')),
                ('answer_by', models.DateTimeField(verbose_name='说明截止')),
                ('statement', models.TextField(blank=True, verbose_name='单位说明')),
                ('stated_by', models.CharField(blank=True, max_length=100, verbose_name='说明人')),
                ('stated_at', models.DateTimeField(blank=True, null=True, verbose_name='说明时间')),
                ('bulletin', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='namings', to='reports.bulletin', verbose_name='通报')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='namings', to='targets.unit', verbose_name='单位')),
            ],
            options={
                'verbose_name': '拟通报内容',
                'verbose_name_plural': '拟通报内容',
                'ordering': ['bulletin', 'unit__position'],
            },
        ),
        migrations.CreateModel(
            name='NoticeFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='文件名')),
                ('content_type', models.CharField(max_length=80, verbose_name='类型')),
                ('sha256', models.CharField(max_length=64, verbose_name='摘要')),
                ('content', models.BinaryField(verbose_name='内容')),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='reports.noticestep', verbose_name='过程')),
            ],
            options={
                'verbose_name': '督办佐证',
                'verbose_name_plural': '督办佐证',
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
        migrations.CreateModel(
            name='Suggestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.CharField(blank=True, help_text='在哪个页面上提的', max_length=200, verbose_name='页面')),
                ('text', models.TextField(verbose_name='意见建议')),
                ('at', models.DateTimeField(verbose_name='提出时间')),
                ('answer', models.TextField(blank=True, verbose_name='答复')),
                ('answered_by', models.CharField(blank=True, max_length=100, verbose_name='答复人')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='答复时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提出人')),
            ],
            options={
                'verbose_name': '意见建议',
                'verbose_name_plural': '意见建议',
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='SupervisionNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('blue', '蓝色督办'), ('yellow', '黄色督办'), ('red', '红色督办')], max_length=6, verbose_name='级别')),
                ('topic', models.CharField(help_text='returns 或指标编号；同一单位同一事由不重复立项', max_length=40, verbose_name='事由')),
                ('matter', models.CharField(max_length=200, verbose_name='督办事项')),
                ('requirements', models.TextField(verbose_name='督办要求')),
                ('source', models.CharField(help_text='条款、规则或领导批示', max_length=300, verbose_name='来源')),
                ('figure_key', models.CharField(blank=True, max_length=40, verbose_name='数字编号')),
                ('figure_text', models.CharField(blank=True, max_length=120, verbose_name='立项时的数字')),
                ('due_on', models.DateField(verbose_name='办结时限')),
                ('asked_due_on', models.DateField(blank=True, null=True, verbose_name='申请延期到')),
                ('state', models.CharField(choices=[('draft', '立项'), ('proposed', '待审批'), ('assigned', '已交办'), ('acknowledged', '办理中'), ('responded', '已反馈'), ('settled', '已办结'), ('closed', '已销号'), ('archived', '已归档'), ('dropped', '已撤销')], default='draft', max_length=12, verbose_name='状态')),
                ('made_at', models.DateTimeField(verbose_name='立项时间')),
                ('assigned_at', models.DateTimeField(blank=True, null=True, verbose_name='交办时间')),
                ('approver', models.CharField(blank=True, max_length=100, verbose_name='签发人')),
                ('criticised_on', models.DateField(blank=True, null=True, verbose_name='列入通报批评')),
                ('talk', models.CharField(blank=True, choices=[('', '—'), ('suggested', '已建议约谈'), ('agreed', '领导同意约谈'), ('declined', '领导不约谈')], default='', max_length=10, verbose_name='约谈')),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='编号年份')),
                ('serial', models.PositiveIntegerField(blank=True, null=True, verbose_name='编号')),
                ('number', models.CharField(blank=True, max_length=30, verbose_name='编号')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='销号人')),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='targets.area', verbose_name='县')),
                ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='targets.unit', verbose_name='主办单位')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='立项人')),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办结审核人')),
                ('supports', models.ManyToManyField(blank=True, related_name='supported_notices', to='targets.unit', verbose_name='协办单位')),
            ],
            options={
                'verbose_name': '督办单',
                'verbose_name_plural': '督办单',
                'ordering': ['due_on', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='noticestep',
            name='notice',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='reports.supervisionnotice', verbose_name='督办单'),
        ),
        migrations.CreateModel(
            name='NoticeOpening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='阅读人')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='openings', to='reports.supervisionnotice', verbose_name='督办单')),
            ],
            options={
                'verbose_name': '督办单阅读',
                'verbose_name_plural': '督办单阅读',
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
            model_name='naming',
            constraint=models.UniqueConstraint(fields=('bulletin', 'unit'), name='a_unit_is_told_once_a_bulletin'),
        ),
        migrations.AddConstraint(
            model_name='naming',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stated_at', None), ('stated_by', ''), ('statement', '')), models.Q(('stated_at__isnull', False), models.Q(('statement', ''), _negated=True), models.Q(('stated_by', ''), _negated=True)), _connector='OR'), name='a_statement_has_words_and_a_person'),
        ),
        migrations.AddConstraint(
            model_name='opening',
            constraint=models.UniqueConstraint(fields=('bulletin', 'user'), name='opening_once'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('answered_by', '')), models.Q(('answered_at__isnull', False), models.Q(('answer', ''), _negated=True), models.Q(('answered_by', ''), _negated=True)), _connector='OR'), name='an_answer_has_words_and_a_person'),
        ),
        migrations.AddConstraint(
            model_name='supervisionnotice',
            constraint=models.UniqueConstraint(fields=('county', 'year', 'serial'), name='notice_number_once'),
        ),
        migrations.AddConstraint(
            model_name='supervisionnotice',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['closed', 'archived', 'dropped']), _negated=True), fields=('lead', 'topic'), name='one_open_notice_a_topic'),
        ),
        migrations.AddConstraint(
            model_name='supervisionnotice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['assigned', 'acknowledged', 'responded', 'settled', 'closed', 'archived']), _negated=True), models.Q(('assigned_at__isnull', False), ('serial__gte', 1), models.Q(('number', ''), _negated=True), models.Q(('approver', ''), _negated=True)), _connector='OR'), name='what_is_assigned_has_a_number'),
        ),
        migrations.AddConstraint(
            model_name='supervisionnotice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['settled', 'closed', 'archived']), _negated=True), ('settled_by__isnull', False), _connector='OR'), name='what_is_settled_was_judged'),
        ),
        migrations.AddConstraint(
            model_name='supervisionnotice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['closed', 'archived']), _negated=True), models.Q(('closed_by__isnull', False), models.Q(('closed_by', models.F('settled_by')), _negated=True)), _connector='OR'), name='closed_by_a_second_person'),
        ),
        migrations.AddConstraint(
            model_name='supervisionnotice',
            constraint=models.CheckConstraint(condition=models.Q(('level', 'red'), models.Q(('criticised_on', None), ('talk', '')), _connector='OR'), name='only_red_ones_go_on_to_criticism_and_talks'),
        ),
        migrations.AddConstraint(
            model_name='noticeopening',
            constraint=models.UniqueConstraint(fields=('notice', 'user'), name='notice_opened_first_once'),
        ),
    ]
