"""The same file again is told by what came."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [("ledger", "0019_what_pictures_tell")]

    operations = [
        migrations.RemoveConstraint("attachment", "a_file_is_attached_once"),
        migrations.AddConstraint(
            "attachment",
            models.UniqueConstraint(fields=["submission", "original_sha256"], condition=Q(removed_at=None), name="a_file_is_attached_once"),
        ),
        migrations.AddConstraint(
            "attachment",
            models.CheckConstraint(condition=~Q(original_sha256=""), name="a_file_has_the_digest_it_came_with"),
        ),
        migrations.AddConstraint(
            "attachment",
            models.CheckConstraint(
                condition=Q(longitude=None, latitude=None)
                | Q(longitude__isnull=False, longitude__gte=73, longitude__lte=136)
                & Q(latitude__isnull=False, latitude__gte=3, latitude__lte=54),
                name="a_picture_is_in_china_or_nowhere",
            ),
        ),
    ]
