import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mark', models.CharField(max_length=40, verbose_name='标记')),
            ],
            options={
                'verbose_name': '版本标记',
                'verbose_name_plural': '版本标记',
            },
        ),
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(unique=True, verbose_name='编号')),
                ('title', models.CharField(max_length=120, verbose_name='标题')),
                ('document_no', models.CharField(max_length=60, verbose_name='发文字号')),
                ('issuer', models.CharField(max_length=60, verbose_name='发文机关')),
                ('issued_on', models.DateField(verbose_name='成文日期')),
                ('starts_on', models.DateField(verbose_name='起始日')),
                ('ends_on', models.DateField(verbose_name='截止日')),
                ('superiors', models.JSONField(blank=True, default=list, verbose_name='上级文件')),
                ('errata', models.TextField(blank=True, verbose_name='勘误说明')),
                ('scan_text', models.TextField(verbose_name='扫描原文')),
            ],
            options={
                'verbose_name': '方案',
                'verbose_name_plural': '方案',
            },
        ),
        migrations.CreateModel(
            name='Ruling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(help_text='如 discrepancy:D01、pace、supervisor:hospital_group', max_length=60, verbose_name='事项')),
                ('value', models.JSONField(verbose_name='裁定内容')),
                ('in_force_on', models.DateField(verbose_name='生效日期')),
                ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                ('recorded_by', models.CharField(max_length=100, verbose_name='登记人')),
                ('document_no', models.CharField(max_length=60, verbose_name='依据文号')),
            ],
            options={
                'verbose_name': '裁定',
                'verbose_name_plural': '裁定',
                'ordering': ['subject', 'in_force_on', 'recorded_at'],
            },
        ),
        migrations.CreateModel(
            name='Area',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=24, unique=True, verbose_name='区划代码')),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('short_name', models.CharField(max_length=10, verbose_name='简称')),
                ('kind', models.CharField(choices=[('county', '县'), ('township', '乡（镇）'), ('village', '行政村（社区）'), ('zone', '片区'), ('road', '公路')], max_length=10, verbose_name='类别')),
                ('position', models.PositiveSmallIntegerField(verbose_name='文件顺序')),
                ('longitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True, verbose_name='经度')),
                ('latitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True, verbose_name='纬度')),
                ('point_note', models.CharField(blank=True, max_length=60, verbose_name='位置说明')),
                ('outline', models.JSONField(blank=True, default=list, help_text='经度、纬度，CGCS2000', verbose_name='轮廓（示意）')),
                ('merged_on', models.DateField(blank=True, null=True, verbose_name='并入日期')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_from', to='targets.area')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='targets.area')),
            ],
            options={
                'verbose_name': '地域',
                'verbose_name_plural': '地域',
                'ordering': ['position', 'code'],
            },
        ),
        migrations.CreateModel(
            name='Clause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(help_text='网址和指标引用用的编号', verbose_name='编号')),
                ('label', models.CharField(help_text='引用时的写法，如 二(一)2', max_length=20, verbose_name='条款')),
                ('position', models.PositiveSmallIntegerField(verbose_name='顺序')),
                ('task', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='任务号')),
                ('title', models.CharField(max_length=120, verbose_name='标题')),
                ('text', models.TextField(blank=True, verbose_name='正文')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='targets.clause')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clauses', to='targets.plan', verbose_name='方案')),
            ],
            options={
                'verbose_name': '条款',
                'verbose_name_plural': '条款',
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=8, verbose_name='编号')),
                ('position', models.PositiveSmallIntegerField(verbose_name='顺序')),
                ('name', models.CharField(max_length=60, verbose_name='指标')),
                ('unit', models.CharField(max_length=10, verbose_name='单位')),
                ('definition', models.TextField(verbose_name='口径')),
                ('responsible', models.CharField(blank=True, max_length=200, verbose_name='责任单位（原文）')),
                ('reporter', models.CharField(blank=True, max_length=80, verbose_name='建议报送')),
                ('form', models.CharField(choices=[('total', '合计'), ('ratio', '比值'), ('mean', '平均'), ('coverage', '覆盖'), ('largest', '最大值'), ('timeliness', '报送及时性')], max_length=10, verbose_name='形式')),
                ('counts', models.CharField(max_length=24, verbose_name='计什么')),
                ('causes', models.JSONField(blank=True, default=list, help_text='空表示存量：全部变动之和', verbose_name='计哪些变动')),
                ('window', models.CharField(choices=[('month', '本月'), ('year', '本年累计'), ('to_date', '累计'), ('latest', '最新')], max_length=10, verbose_name='时段')),
                ('across', models.CharField(blank=True, max_length=40, verbose_name='按什么分')),
                ('only', models.CharField(blank=True, max_length=40, verbose_name='限定')),
                ('at_least', models.PositiveIntegerField(blank=True, null=True, verbose_name='达到才算覆盖')),
                ('over', models.CharField(blank=True, max_length=24, verbose_name='除以')),
                ('clauses', models.ManyToManyField(related_name='indicators', to='targets.clause', verbose_name='条款')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='indicators', to='targets.plan', verbose_name='方案')),
            ],
            options={
                'verbose_name': '指标',
                'verbose_name_plural': '指标',
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='Discrepancy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=8, verbose_name='编号')),
                ('title', models.CharField(max_length=60, verbose_name='事项')),
                ('issue', models.TextField(verbose_name='原文情况')),
                ('treatment', models.TextField(verbose_name='处理办法')),
                ('clauses', models.ManyToManyField(related_name='discrepancies', to='targets.clause', verbose_name='条款')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='discrepancies', to='targets.plan', verbose_name='方案')),
            ],
            options={
                'verbose_name': '存疑事项',
                'verbose_name_plural': '存疑事项',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(help_text='裁定登记在这个名下', max_length=60, verbose_name='事项')),
                ('position', models.PositiveSmallIntegerField(verbose_name='顺序')),
                ('title', models.CharField(max_length=80, verbose_name='要定什么')),
                ('hint', models.CharField(max_length=120, verbose_name='怎么填')),
                ('kind', models.CharField(choices=[('curve', '序时曲线'), ('points', '百分点'), ('yes_no', '是或否'), ('count', '个数'), ('unit', '单位'), ('text', '文字')], max_length=10, verbose_name='答案')),
                ('default_words', models.CharField(blank=True, help_text='空：裁定前不作评价，显示待核定', max_length=80, verbose_name='裁定前')),
                ('clause', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='targets.clause', verbose_name='条款')),
                ('discrepancy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='targets.discrepancy', verbose_name='存疑事项')),
                ('indicators', models.ManyToManyField(blank=True, related_name='questions', to='targets.indicator', verbose_name='影响的指标')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='targets.plan', verbose_name='方案')),
            ],
            options={
                'verbose_name': '待定口径',
                'verbose_name_plural': '待定口径',
                'ordering': ['position', 'clause__position'],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=24, unique=True, verbose_name='编号')),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('kind', models.CharField(choices=[('township', '乡（镇）'), ('county', '县直及有关单位'), ('other', '非成员主体')], max_length=10, verbose_name='类别')),
                ('position', models.PositiveSmallIntegerField(verbose_name='顺序')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('merged_on', models.DateField(blank=True, null=True, verbose_name='并入日期')),
                ('area', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='unit', to='targets.area')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_from', to='targets.unit')),
                ('proposed_supervisor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposed_rows', to='targets.unit', verbose_name='建议代报单位')),
            ],
            options={
                'verbose_name': '单位',
                'verbose_name_plural': '单位',
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='原表行次')),
                ('direction', models.CharField(choices=[('at_least', '不少于'), ('at_most', '不高于'), ('below', '小于')], max_length=10, verbose_name='方向')),
                ('strength', models.CharField(choices=[('attain', '实现'), ('no_less', '不少于'), ('less_than', '小于'), ('aspire', '力争'), ('reference', '参考'), ('assumption', '测算依据')], max_length=10, verbose_name='力度')),
                ('form', models.CharField(choices=[('value', '数值'), ('count', '处数'), ('share', '比例')], max_length=6, verbose_name='形式')),
                ('value', models.PositiveIntegerField(blank=True, null=True, verbose_name='数值（最小单位）')),
                ('of', models.PositiveIntegerField(blank=True, null=True, verbose_name='总数')),
                ('heading', models.CharField(blank=True, max_length=20, verbose_name='分类')),
                ('printed', models.CharField(max_length=80, verbose_name='原文')),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='targets.area', verbose_name='地域')),
                ('clause', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='targets.clause', verbose_name='条款')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='targets.indicator', verbose_name='指标')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='targets.unit', verbose_name='单位')),
            ],
            options={
                'verbose_name': '目标',
                'verbose_name_plural': '目标',
                'ordering': ['indicator__position', 'year', 'position'],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='起')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='止')),
                ('checks', models.BooleanField(default=False, help_text='单位有审核人的，上报前须经其审核', verbose_name='单位审核人')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='targets.unit', verbose_name='单位')),
            ],
            options={
                'verbose_name': '岗位',
                'verbose_name_plural': '岗位',
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='顺序')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='targets.plan')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='targets.unit')),
            ],
            options={
                'verbose_name': '成员单位',
                'verbose_name_plural': '成员单位',
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='Duty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='顺序')),
                ('unit_as_printed', models.CharField(blank=True, help_text='空：原文未列，由系统建议', max_length=40, verbose_name='原文写法')),
                ('part', models.CharField(choices=[('reporter', '建议报送'), ('checker', '建议核对'), ('named', '责任单位')], max_length=10, verbose_name='分工（建议）')),
                ('reports', models.CharField(blank=True, max_length=120, verbose_name='报送内容')),
                ('forms', models.JSONField(blank=True, default=list, help_text='如 piles、site:estate、distance:core', verbose_name='填报事项')),
                ('clause', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='targets.clause', verbose_name='条款')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='targets.unit', verbose_name='单位')),
            ],
            options={
                'verbose_name': '职责',
                'verbose_name_plural': '职责',
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='顺序')),
                ('role', models.CharField(max_length=20, verbose_name='专班职务')),
                ('name', models.CharField(max_length=40, verbose_name='姓名')),
                ('unit_as_printed', models.CharField(max_length=40, verbose_name='单位（原文）')),
                ('title', models.CharField(max_length=40, verbose_name='职务')),
                ('starts_on', models.DateField(verbose_name='起')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='止')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='targets.plan')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='targets.unit')),
            ],
            options={
                'verbose_name': '专班成员',
                'verbose_name_plural': '专班成员',
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='Alias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, unique=True, verbose_name='写法')),
                ('used_in', models.CharField(max_length=80, verbose_name='出处')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='targets.unit', verbose_name='单位')),
            ],
            options={
                'verbose_name': '别名',
                'verbose_name_plural': '别名',
            },
        ),
        migrations.AddConstraint(
            model_name='area',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'county'), ('parent', None)), models.Q(models.Q(('kind', 'county'), _negated=True), ('parent__isnull', False)), _connector='OR'), name='only_a_county_is_a_root'),
        ),
        migrations.AddConstraint(
            model_name='area',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('merged_into', None), ('merged_on', None)), models.Q(('merged_into__isnull', False), ('merged_on__isnull', False), models.Q(('merged_into', models.F('id')), _negated=True)), _connector='OR'), name='a_merger_has_its_date'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.UniqueConstraint(fields=('plan', 'code'), name='indicator_code_once'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('form__in', ['coverage', 'mean']), _negated=True), models.Q(('across', ''), _negated=True), _connector='OR'), name='coverage_goes_across'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('form', 'coverage'), _negated=True), ('at_least__gte', 1), _connector='OR'), name='coverage_has_threshold'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('form', 'ratio'), _negated=True), models.Q(('over', ''), _negated=True), _connector='OR'), name='ratio_has_denominator'),
        ),
        migrations.AddConstraint(
            model_name='discrepancy',
            constraint=models.UniqueConstraint(fields=('plan', 'code'), name='discrepancy_code_once'),
        ),
        migrations.AddConstraint(
            model_name='clause',
            constraint=models.UniqueConstraint(fields=('plan', 'code'), name='clause_code_once'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.UniqueConstraint(fields=('plan', 'subject'), name='question_once'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('area__isnull', False), ('kind', 'township')), models.Q(models.Q(('kind', 'township'), _negated=True), ('area', None)), _connector='OR'), name='a_township_unit_has_its_area'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('merged_into', None), ('merged_on', None)), models.Q(('merged_into__isnull', False), ('merged_on__isnull', False), models.Q(('merged_into', models.F('id')), _negated=True)), _connector='OR'), name='a_merged_unit_has_its_date'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.UniqueConstraint(condition=models.Q(('unit', None)), fields=('indicator', 'year', 'area', 'strength'), name='target_of_a_place_once'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.UniqueConstraint(condition=models.Q(('area', None)), fields=('indicator', 'year', 'unit', 'strength'), name='target_of_a_unit_once'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('area', None), ('unit__isnull', False)), models.Q(('area__isnull', False), ('unit', None)), _connector='OR'), name='target_is_of_a_place_or_a_unit'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.UniqueConstraint(fields=('user', 'unit', 'starts_on'), name='post_once'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(fields=('plan', 'unit'), name='member_once'),
        ),
        migrations.AddConstraint(
            model_name='duty',
            constraint=models.UniqueConstraint(fields=('clause', 'unit'), name='duty_once'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.UniqueConstraint(fields=('plan', 'position'), name='appointment_once'),
        ),
    ]
