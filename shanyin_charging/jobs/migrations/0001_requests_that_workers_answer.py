"""Requests that a worker answers, where several hosts share a portal."""

from django.db import migrations, models

import shanyin_charging.jobs.models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Job",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64, unique=True, verbose_name="按下的标记")),
                (
                    "ticket",
                    models.CharField(
                        default=shanyin_charging.jobs.models.new_ticket,
                        max_length=32,
                        unique=True,
                        verbose_name="凭据",
                    ),
                ),
                ("person", models.BigIntegerField(verbose_name="谁的")),
                ("asked", models.JSONField(verbose_name="请求")),
                ("body", models.TextField(verbose_name="填的内容")),
                ("made_at", models.DateTimeField(verbose_name="交办时间")),
                ("begun_at", models.DateTimeField(null=True, verbose_name="开始时间")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="办好时间")),
                ("status", models.PositiveSmallIntegerField(null=True, verbose_name="状态码")),
                ("headers", models.JSONField(default=list, verbose_name="答复头")),
                ("content", models.BinaryField(default=bytes, verbose_name="答复")),
            ],
            options={
                "verbose_name": "费时的办理",
                "verbose_name_plural": "费时的办理",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at", None), ("status", None)),
                            models.Q(("answered_at__isnull", False), ("status__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_job_that_is_answered_has_an_answer",
                    )
                ],
            },
        ),
    ]
