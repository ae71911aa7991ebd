"""The tables as they were at release 1.0, made at once; a database that has seen some of the steps goes
on by these."""

import django.db.models.functions.text
import django.db.models.lookups
import shanyin_charging.serving
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('accounts', '0001_initial'),
        ('accounts', '0002_whose_people_are'),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(max_length=30, unique=True, verbose_name='账号')),
                ('name', models.CharField(max_length=40, verbose_name='姓名')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='办公电话')),
                ('mobile', models.CharField(blank=True, help_text='只用于短信提醒', max_length=20, verbose_name='手机')),
                ('email', models.EmailField(blank=True, help_text='只用于邮件提醒', max_length=254, verbose_name='电子邮箱')),
                ('role', models.CharField(choices=[('officer', '填报员'), ('leader', '领导'), ('office', '专班工作人员'), ('chief', '专班办公室主任'), ('admin', '系统管理员'), ('auditor', '审计员'), ('above', '上级')], max_length=10, verbose_name='角色')),
                ('is_active', models.BooleanField(default=True, verbose_name='在用')),
                ('must_change_password', models.BooleanField(default=True, verbose_name='须修改初始密码')),
                ('division', models.CharField(default=shanyin_charging.serving.county, help_text='区划代码：县6位，市4位，省2位', max_length=6, verbose_name='区划')),
            ],
            options={
                'verbose_name': '账号',
                'verbose_name_plural': '账号',
                'ordering': ['username'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(django.db.models.lookups.LessThan(django.db.models.functions.text.Length('division'), 6), ('role', 'above')), models.Q(django.db.models.lookups.Exact(django.db.models.functions.text.Length('division'), 6), models.Q(('role', 'above'), _negated=True)), _connector='OR'), name='who_is_above_is_of_no_county', violation_error_message='上级账号的区划是市（4位）或者省（2位），其他账号的是县（6位）')],
            },
        ),
        migrations.RunPython(migrations.RunPython.noop),  # has no way back: nothing here is ever dropped
    ]
