"""Who has written in the drafts that are there: who began each, and whoever the journal names."""

from django.db import migrations

WRITTEN = ("draft_bulletin", "write_bulletin", "refresh_bulletin", "correct_bulletin")


def authors(apps, schema_editor):
    bulletins, events, users = (
        apps.get_model(*name)
        for name in (("reports", "Bulletin"), ("audit", "Event"), ("accounts", "User"))
    )
    for draft in bulletins.objects.exclude(state="issued"):
        written = events.objects.filter(
            object_type="reports.bulletin", object_key=str(draft.pk), verb__in=WRITTEN
        )
        people = {draft.drafted_by_id, draft.edited_by_id, *written.values_list("person", flat=True)}
        draft.authors.set(users.objects.filter(pk__in=people - {None}))


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0013_who_wrote_a_bulletin"),
        ("audit", "0004_events_have_a_division"),
        ("accounts", "0002_whose_people_are"),
    ]

    operations = [migrations.RunPython(authors, migrations.RunPython.noop)]
