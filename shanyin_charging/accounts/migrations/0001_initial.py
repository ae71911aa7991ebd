from django.db import migrations, models


class Migration(migrations.Migration):

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
                ('role', models.CharField(choices=[('officer', '填报员'), ('leader', '领导'), ('office', '专班工作人员'), ('chief', '专班办公室主任'), ('admin', '系统管理员'), ('auditor', '审计员')], max_length=10, verbose_name='角色')),
                ('is_active', models.BooleanField(default=True, verbose_name='在用')),
                ('must_change_password', models.BooleanField(default=True, verbose_name='须修改初始密码')),
            ],
            options={
                'verbose_name': '账号',
                'verbose_name_plural': '账号',
                'ordering': ['username'],
            },
        ),
    ]
