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
            name='Line',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('added', '新增充电桩'), ('removed', '拆除或停用充电桩'), ('opened', '专用桩对外开放'), ('reopened', '停用后恢复'), ('changed', '设备改造'), ('site', '登记场所和车位'), ('left', '场所移出登记册'), ('pilot', '试点项目'), ('distance', '充电距离自评'), ('vehicles', '电动汽车保有量'), ('inspected', '安全检查'), ('cleared', '隐患整改销号'), ('work', '工作情况'), ('opening', '期初已有的桩'), ('corrected', '更正一笔台账')], max_length=10, verbose_name='事项')),
                ('key', models.CharField(max_length=43, verbose_name='防重复键')),
                ('typed', models.JSONField(default=dict, verbose_name='填写内容')),
                ('values', models.JSONField(blank=True, null=True, verbose_name='读作')),
                ('frozen', models.BooleanField(default=False, verbose_name='已上报')),
            ],
            options={
                'verbose_name': '明细',
                'verbose_name_plural': '明细',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Ledger',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opened_on', models.DateField(help_text='期初余额的日期；这一天及以前的已含在基数里', verbose_name='建账日')),
                ('first_month_on', models.DateField(help_text='首个按月报送的月份的第一天；此前每年一个年度结账', verbose_name='起报月份')),
                ('closed_through', models.DateField(blank=True, help_text='这一天及以前的变动只能更正', null=True, verbose_name='结账到')),
                ('last_number', models.PositiveIntegerField(default=0, verbose_name='末号')),
                ('county', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='ledger', to='targets.area', verbose_name='县')),
            ],
            options={
                'verbose_name': '台账',
                'verbose_name_plural': '台账',
            },
        ),
        migrations.CreateModel(
            name='Period',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('closing', '年度结账'), ('month', '月报')], max_length=8, verbose_name='类别')),
                ('starts_on', models.DateField(verbose_name='起')),
                ('ends_on', models.DateField(verbose_name='止')),
                ('due_at', models.DateTimeField(blank=True, help_text='到此刻为止（不含）算按时；年度结账没有', null=True, verbose_name='截止时刻')),
                ('lock_at', models.DateTimeField(blank=True, null=True, verbose_name='锁定时刻')),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='periods', to='targets.area', verbose_name='县')),
            ],
            options={
                'verbose_name': '期',
                'verbose_name_plural': '期',
                'ordering': ['-starts_on'],
            },
        ),
        migrations.CreateModel(
            name='LateGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=200, verbose_name='原因')),
                ('expires_at', models.DateTimeField(verbose_name='有效期至')),
                ('granted_by', models.CharField(max_length=100, verbose_name='准予人')),
                ('granted_at', models.DateTimeField(verbose_name='准予时间')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='targets.unit', verbose_name='单位')),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='ledger.period', verbose_name='期')),
            ],
            options={
                'verbose_name': '准予补报',
                'verbose_name_plural': '准予补报',
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(help_text='period:编号、notice:编号、bulletin:编号', max_length=40, verbose_name='事由')),
                ('stage', models.CharField(max_length=20, verbose_name='阶段')),
                ('word', models.CharField(max_length=20, verbose_name='名称')),
                ('text', models.TextField(verbose_name='内容')),
                ('made_at', models.DateTimeField(verbose_name='时间')),
                ('made_by', models.CharField(max_length=100, verbose_name='提醒人')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='targets.unit', verbose_name='单位')),
            ],
            options={
                'verbose_name': '提醒',
                'verbose_name_plural': '提醒',
                'ordering': ['made_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120, unique=True, verbose_name='防重复键')),
                ('gateway', models.CharField(max_length=10, verbose_name='渠道')),
                ('outcome', models.CharField(choices=[('claimed', '正在发送'), ('sent', '已发送'), ('failed', '没有送达')], default='claimed', max_length=8, verbose_name='结果')),
                ('fault', models.CharField(blank=True, max_length=200, verbose_name='原因')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='收件人')),
                ('reminder', models.ForeignKey(blank=True, help_text='空：发到工作群', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='ledger.reminder', verbose_name='提醒')),
            ],
            options={
                'verbose_name': '发送记录',
                'verbose_name_plural': '发送记录',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Site',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('kind', models.CharField(choices=[('station', '公共充电站'), ('car_park', '公共停车场'), ('commercial', '商业区停车场'), ('hub', '交通枢纽'), ('public_place', '村（社区）公共场所'), ('estate', '居住小区'), ('institution', '机关企事业单位'), ('scenic', 'A级以下景区'), ('post_house', '长城一号驿站'), ('camp', '房车营地'), ('parking_area', '国省干线停车区'), ('service_area', '高速公路服务区'), ('pilot_unified_core', '统建统服试点（核心区）'), ('pilot_unified_edge', '统建统服试点（边缘区）'), ('pilot_opened', '专用桩对外开放试点'), ('pilot_roadside', '停车充电试点'), ('pilot_new_energy', '新能源+电动汽车试点'), ('pilot_pv_storage', '光储充换一体化试点'), ('pilot_swap', '专用换电站试点')], max_length=20, verbose_name='类别')),
                ('at_seat', models.BooleanField(default=False, verbose_name='在乡（镇）所在地')),
                ('merged_on', models.DateField(blank=True, null=True, verbose_name='并入日期')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sites', to='targets.area', verbose_name='所在村（社区）')),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='targets.area', verbose_name='县')),
                ('keeper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sites', to='targets.unit', verbose_name='报送单位')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_from', to='ledger.site')),
                ('part_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='ledger.site')),
            ],
            options={
                'verbose_name': '站点',
                'verbose_name_plural': '站点',
                'ordering': ['area__code', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Renaming',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('before', models.CharField(max_length=60, verbose_name='原名')),
                ('after', models.CharField(max_length=60, verbose_name='现名')),
                ('on', models.DateField(verbose_name='更名日期')),
                ('reason', models.CharField(max_length=200, verbose_name='原因')),
                ('recorded_by', models.CharField(max_length=100, verbose_name='登记人')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='renamings', to='ledger.site', verbose_name='站点')),
            ],
            options={
                'verbose_name': '站点更名',
                'verbose_name_plural': '站点更名',
                'ordering': ['on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Point',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('longitude', models.DecimalField(decimal_places=6, max_digits=9, verbose_name='经度')),
                ('latitude', models.DecimalField(decimal_places=6, max_digits=9, verbose_name='纬度')),
                ('datum', models.CharField(choices=[('GCJ-02', '高德、腾讯（GCJ-02）'), ('BD-09', '百度（BD-09）'), ('WGS-84', 'GPS（WGS-84）')], max_length=6, verbose_name='坐标系')),
                ('on', models.DateField(verbose_name='日期')),
                ('recorded_by', models.CharField(max_length=100, verbose_name='登记人')),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='points', to='targets.area', verbose_name='村（社区）')),
                ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='points', to='ledger.site', verbose_name='站点')),
            ],
            options={
                'verbose_name': '位置',
                'verbose_name_plural': '位置',
                'ordering': ['on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='号')),
                ('measure', models.CharField(choices=[('public_dc_pile', '公共直流桩'), ('public_ac_pile', '公共交流桩'), ('public_pile_unsplit', '公共充电桩（未分直流交流）'), ('dedicated_dc_pile', '专用直流桩'), ('dedicated_ac_pile', '专用交流桩'), ('public_connector', '公共充电枪'), ('dedicated_connector', '专用充电枪'), ('public_power', '公共桩额定功率'), ('dedicated_power', '专用桩额定功率'), ('public_station', '公共充电站'), ('swap_station', '换电站'), ('registered', '列入登记册'), ('pilot_selected', '试点已选定'), ('pilot_laid_out', '试点已布局（备案或开工）'), ('pilot_built', '试点已建成'), ('inspection', '安全检查'), ('hazard_general', '一般隐患'), ('hazard_grave', '重大安全隐患'), ('bev', '纯电动汽车'), ('phev', '插电式混合动力汽车'), ('parking_space', '车位'), ('car_space', '小客车停车位'), ('charging_space', '充电车位'), ('charging_distance', '充电距离')], max_length=24, verbose_name='计量')),
                ('cause', models.CharField(choices=[('opening', '期初'), ('added', '新增'), ('removed', '拆除'), ('converted', '转换'), ('relocated', '迁移'), ('observed', '观测'), ('reversed', '冲销')], max_length=10, verbose_name='变动')),
                ('value', models.IntegerField(verbose_name='数值（最小单位）')),
                ('on', models.DateField(verbose_name='发生日期')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('posted_at', models.DateTimeField(verbose_name='登账时间')),
                ('approved_by', models.CharField(max_length=100, verbose_name='审核人')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='targets.area', verbose_name='所在地')),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='targets.area', verbose_name='县')),
                ('credited_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='credited_entries', to='targets.unit', verbose_name='计入附件2')),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='ledger.entry', verbose_name='更正')),
                ('line', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='ledger.line', verbose_name='明细')),
                ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='ledger.site', verbose_name='站点')),
            ],
            options={
                'verbose_name': '台账记录',
                'verbose_name_plural': '台账记录',
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('return', '月报'), ('list', '清单补录'), ('correction', '更正')], default='return', max_length=10, verbose_name='类别')),
                ('state', models.CharField(choices=[('draft', '草稿'), ('checking', '单位审核中'), ('submitted', '待审核'), ('in_review', '审核中'), ('sent_back', '已退回'), ('approved', '已通过')], default='draft', max_length=10, verbose_name='状态')),
                ('late', models.BooleanField(blank=True, help_text='上报时记下，以后不再改；空：没有上报', null=True, verbose_name='迟报')),
                ('seconds', models.PositiveIntegerField(default=0, help_text='在网页上填报的时间', verbose_name='填报用时（秒）')),
                ('mend_by', models.DateTimeField(blank=True, help_text='在此之前重报不改变是否按时', null=True, verbose_name='退回后改好的期限')),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='ledger.period', verbose_name='期')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='targets.unit', verbose_name='单位')),
            ],
            options={
                'verbose_name': '报送',
                'verbose_name_plural': '报送',
            },
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='清单来源')),
                ('replacing', models.BooleanField(help_text='文件里没有的草稿明细删去；否则只是加进来', verbose_name='以文件为准')),
                ('name', models.CharField(max_length=120, verbose_name='文件名')),
                ('size', models.PositiveIntegerField(verbose_name='字节数')),
                ('sha256', models.CharField(max_length=64, verbose_name='摘要')),
                ('file', models.FileField(upload_to='uploads/', verbose_name='文件')),
                ('sheets', models.JSONField(verbose_name='读到的内容')),
                ('uploaded_at', models.DateTimeField(verbose_name='上传时间')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='写入时间')),
                ('period', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='uploads', to='ledger.period', verbose_name='期')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='uploads', to='targets.unit', verbose_name='单位')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
            ],
            options={
                'verbose_name': '上传的表格',
                'verbose_name_plural': '上传的表格',
                'ordering': ['-uploaded_at'],
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='版次')),
                ('key', models.CharField(help_text='由服务器生成，随表单来回', max_length=43, unique=True, verbose_name='防重复键')),
                ('nil', models.BooleanField(default=False, verbose_name='零报告')),
                ('paper_reason', models.CharField(blank=True, help_text='专班代单位录入时写明', max_length=200, verbose_name='代录原因')),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='上报时间')),
                ('digest', models.CharField(blank=True, max_length=64, verbose_name='内容摘要')),
                ('handed_over_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='送单位审核的人')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='ledger.submission', verbose_name='报送')),
                ('submitted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上报人')),
            ],
            options={
                'verbose_name': '版次',
                'verbose_name_plural': '版次',
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(blank=True, max_length=24, verbose_name='栏目')),
                ('text', models.TextField(verbose_name='意见')),
                ('author', models.CharField(max_length=100, verbose_name='审核人')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('line', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='ledger.line', verbose_name='明细')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='ledger.version', verbose_name='版次')),
            ],
            options={
                'verbose_name': '退回意见',
                'verbose_name_plural': '退回意见',
                'ordering': ['at'],
            },
        ),
        migrations.AddField(
            model_name='line',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='ledger.version', verbose_name='版次'),
        ),
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('confirmed_by', models.CharField(max_length=100, verbose_name='确认人')),
                ('confirmed_at', models.DateTimeField(verbose_name='确认时间')),
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='confirmation', to='ledger.version', verbose_name='版次')),
            ],
            options={
                'verbose_name': '单位确认',
                'verbose_name_plural': '单位确认',
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line_key', models.CharField(blank=True, help_text='明细的键，各版次相同；空：整份材料', max_length=43, verbose_name='对应明细')),
                ('name', models.CharField(max_length=120, verbose_name='文件名')),
                ('note', models.CharField(blank=True, max_length=120, verbose_name='说明')),
                ('content_type', models.CharField(max_length=80, verbose_name='类型')),
                ('size', models.PositiveIntegerField(verbose_name='字节数')),
                ('sha256', models.CharField(max_length=64, verbose_name='摘要')),
                ('file', models.FileField(upload_to='attachments/', verbose_name='文件')),
                ('uploaded_at', models.DateTimeField(verbose_name='上传时间')),
                ('removed_at', models.DateTimeField(blank=True, null=True, verbose_name='撤下时间')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='ledger.submission', verbose_name='报送')),
                ('signed_version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='scans', to='ledger.version', verbose_name='签章扫描件对应版次')),
            ],
            options={
                'verbose_name': '佐证材料',
                'verbose_name_plural': '佐证材料',
                'ordering': ['uploaded_at'],
            },
        ),
        migrations.CreateModel(
            name='Balance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measure', models.CharField(max_length=24, verbose_name='计量')),
                ('cause', models.CharField(max_length=10, verbose_name='变动')),
                ('area', models.PositiveBigIntegerField(verbose_name='所在地')),
                ('site', models.PositiveBigIntegerField(verbose_name='站点')),
                ('unit', models.PositiveBigIntegerField(verbose_name='计入附件2')),
                ('month', models.PositiveIntegerField(help_text='年×12＋月−1', verbose_name='月份')),
                ('value', models.BigIntegerField(verbose_name='合计（最小单位）')),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='targets.area', verbose_name='县')),
            ],
            options={
                'verbose_name': '余额',
                'verbose_name_plural': '余额',
                'indexes': [models.Index(condition=models.Q(('area', 0)), fields=['measure', 'month'], name='balance_of_counties')],
                'constraints': [models.UniqueConstraint(fields=('county', 'measure', 'cause', 'area', 'site', 'unit', 'month'), name='balance_of_an_address_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='period',
            constraint=models.UniqueConstraint(fields=('county', 'starts_on'), name='period_once'),
        ),
        migrations.AddConstraint(
            model_name='period',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on__lte', models.F('ends_on'))), name='period_runs_forward'),
        ),
        migrations.AddConstraint(
            model_name='period',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'closing'), ('due_at__isnull', False), _connector='OR'), name='a_month_has_a_due_moment'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(fields=('subject', 'unit', 'stage'), name='told_once_a_stage'),
        ),
        migrations.AddConstraint(
            model_name='site',
            constraint=models.UniqueConstraint(fields=('area', 'name'), name='site_name_once_a_village'),
        ),
        migrations.AddConstraint(
            model_name='site',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('merged_into', None), ('merged_on', None)), models.Q(('merged_into__isnull', False), ('merged_on__isnull', False), models.Q(('merged_into', models.F('id')), _negated=True)), _connector='OR'), name='a_merged_site_has_its_date'),
        ),
        migrations.AddConstraint(
            model_name='point',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('area__isnull', False), ('site', None)), models.Q(('area', None), ('site__isnull', False)), _connector='OR'), name='a_point_is_of_a_site_or_an_area'),
        ),
        migrations.AddConstraint(
            model_name='point',
            constraint=models.CheckConstraint(condition=models.Q(('latitude__gte', 3), ('latitude__lte', 54), ('longitude__gte', 73), ('longitude__lte', 136)), name='a_point_is_in_china'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['county', 'measure', 'on'], name='entry_figures'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(fields=('county', 'number'), name='entry_number_once'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('measure__in', ['public_dc_pile', 'public_ac_pile', 'public_pile_unsplit', 'dedicated_dc_pile', 'dedicated_ac_pile', 'public_connector', 'dedicated_connector', 'public_power', 'dedicated_power', 'public_station', 'swap_station', 'registered', 'pilot_selected', 'pilot_laid_out', 'pilot_built', 'inspection', 'hazard_general', 'hazard_grave', 'bev', 'phev', 'parking_space', 'car_space', 'charging_space', 'charging_distance'])), name='entry_measure_is_known'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('cause__in', ['opening', 'added', 'removed', 'converted', 'relocated', 'observed', 'reversed'])), name='entry_cause_is_known'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('cause__in', ['opening', 'converted', 'relocated']), models.Q(('cause__in', ['added', 'observed']), ('value__gte', 0)), models.Q(('cause', 'removed'), ('value__lte', 0)), models.Q(('cause', 'reversed'), ('replaces__isnull', False), ('value', 0)), _connector='OR'), name='additions_add_and_removals_take_away'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('value', 0), _negated=True), ('cause', 'observed'), ('replaces__isnull', False), _connector='OR'), name='nothing_is_posted_for_nothing'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('cause', 'reversed'), models.Q(('measure__in', ['bev', 'phev', 'parking_space', 'car_space', 'charging_space', 'charging_distance']), ('cause', 'observed')), models.Q(models.Q(('measure__in', ['bev', 'phev', 'parking_space', 'car_space', 'charging_space', 'charging_distance']), _negated=True), models.Q(('cause', 'observed'), _negated=True)), _connector='OR'), name='levels_are_observed_and_flows_are_not'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('line__isnull', False), ('cause__in', ['opening', 'relocated']), _connector='OR'), name='only_an_opening_or_a_merger_has_no_line'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'return')), fields=('period', 'unit'), name='one_return_a_period'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.UniqueConstraint(fields=('submission', 'number'), name='version_once'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('digest', ''), ('submitted_at', None), ('submitted_by', None)), models.Q(('submitted_at__isnull', False), ('submitted_by__isnull', False), models.Q(('digest', ''), _negated=True)), _connector='OR'), name='a_version_is_handed_in_whole'),
        ),
        migrations.AddConstraint(
            model_name='line',
            constraint=models.UniqueConstraint(fields=('version', 'key'), name='line_once'),
        ),
        migrations.AddConstraint(
            model_name='line',
            constraint=models.CheckConstraint(condition=models.Q(('frozen', False), ('values__isnull', False), _connector='OR'), name='a_frozen_line_is_valid'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('submission', 'sha256'), name='a_file_is_attached_once'),
        ),
    ]
