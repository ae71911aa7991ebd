"""The last key that each table has given out: a key of a row that is gone is not given again, for
the journal names rows by it."""

from typing import Any

from django.db import connection, models
from django.db.models import Max


def read(model: type[models.Model]) -> int | None:
    """The last key given, by itself or by whoever brought rows in; None for a table that has given
    none, or gives none by itself."""
    table = model._meta.db_table
    if not isinstance(model._meta.pk, models.AutoField):
        return None
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        else:
            cursor.execute(f"SELECT last_value FROM {_sequence(cursor, model)} WHERE is_called")
        row = cursor.fetchone()
    highest = model._base_manager.aggregate(highest=Max("pk"))["highest"]
    return max(row[0] if row else 0, highest or 0) or None


def write(model: type[models.Model], last: int) -> None:
    """Go on after this key."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])
        else:
            cursor.execute("SELECT setval(%s, %s)", [_sequence(cursor, model), last])


def _sequence(cursor: Any, model: type[models.Model]) -> str:
    names = [model._meta.db_table, model._meta.pk.column]
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", names)
    return str(cursor.fetchone()[0])
