"""What every host of the portal must know alike."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Remembered",
            fields=[
                (
                    "name",
                    models.CharField(
                        max_length=40, primary_key=True, serialize=False, verbose_name="名称"
                    ),
                ),
                ("what", models.JSONField(verbose_name="内容")),
            ],
            options={
                "verbose_name": "各台服务器共知的事",
                "verbose_name_plural": "各台服务器共知的事",
            },
        ),
    ]
