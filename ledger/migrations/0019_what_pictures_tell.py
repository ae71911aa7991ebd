"""Files know the digest that they came with, pictures when and where they were taken. What is there
already was kept as it came."""

from django.db import migrations, models
from django.db.models import F


def as_they_came(apps, schema_editor):
    apps.get_model("ledger", "Attachment").objects.update(original_sha256=F("sha256"))


class Migration(migrations.Migration):

    dependencies = [("ledger", "0018_what_is_being_built")]

    operations = [
        migrations.AddField(
            "attachment",
            "original_sha256",
            models.CharField(default="", help_text="上传时的文件的摘要；照片收下时重新压缩过", max_length=64, verbose_name="来件摘要"),
            preserve_default=False,
        ),
        migrations.AddField("attachment", "taken_at", models.DateTimeField(blank=True, null=True, verbose_name="拍摄时间")),
        migrations.AddField(
            "attachment",
            "longitude",
            models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True, verbose_name="经度（WGS-84）"),
        ),
        migrations.AddField(
            "attachment",
            "latitude",
            models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True, verbose_name="纬度（WGS-84）"),
        ),
        migrations.RunPython(as_they_came, migrations.RunPython.noop),
    ]
