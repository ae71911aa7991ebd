"""Tables whose rows the database itself refuses to change or delete.

A model says so with `append_only = True`, or with `append_only_when`, an SQL condition on OLD for
rows that freeze at some point of their life (the condition is checked against the row as it was);
`append_only_but` names the columns of such a row that may still be written.
"""

from collections.abc import Iterator

from django.apps import AppConfig
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'append-only: % on % refused', TG_OP, TG_TABLE_NAME; END;
$$ LANGUAGE plpgsql
"""


def conditions(app_config: AppConfig) -> Iterator[tuple[str, str, str]]:
    """(table, condition or "", columns that freeze or "" for all) for each protected model of the
    app."""
    for model in app_config.get_models():
        if getattr(model, "append_only", False):
            yield model._meta.db_table, "", ""
        elif condition := getattr(model, "append_only_when", ""):
            yield model._meta.db_table, condition, frozen(model)


def frozen(model: type[Model]) -> str:
    """The columns that freeze, as SQL lists them; empty where all of them do."""
    but = getattr(model, "append_only_but", ())
    columns = [field.column for field in model._meta.concrete_fields if field.name not in but]
    return ", ".join(columns) if but else ""


def protect(app_config: AppConfig, using: str = "default") -> None:
    """Create the refusing triggers of the app's tables, where the tables exist."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for table, condition, columns in conditions(app_config):
            if table in tables:
                for statement in statements(connection.vendor, table, condition, columns):
                    cursor.execute(statement)


def release(app_config: AppConfig, using: str = "default") -> None:
    """Drop those triggers; only a test that empties its own database has a reason to."""
    for table, *_ in conditions(app_config):
        lift(connections[using], table)


def lift(connection: BaseDatabaseWrapper, table: str) -> None:
    """Drop the triggers of one table, until `protect` makes them anew after a migration: PostgreSQL
    alters no column that one of them reads."""
    place = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for event in ("update", "delete", "truncate"):
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event}{place}")


def statements(vendor: str, table: str, condition: str, columns: str) -> Iterator[str]:
    """The SQL that puts the triggers on a table, in the words of PostgreSQL or of SQLite."""
    when = f"WHEN ({condition})" if condition else ""
    what = {"update": f"UPDATE OF {columns}" if columns else "UPDATE", "delete": "DELETE"}
    if vendor == "postgresql":
        yield POSTGRES_FUNCTION
        for event in ("update", "delete"):
            yield (
                f"CREATE OR REPLACE TRIGGER {table}_no_{event} BEFORE {what[event]} ON {table} "
                f"FOR EACH ROW {when} EXECUTE FUNCTION refuse_change()"
            )
        yield (
            f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"EXECUTE FUNCTION refuse_change()"
        )
        return
    for event in ("update", "delete"):
        yield f"DROP TRIGGER IF EXISTS {table}_no_{event}"
        yield (
            f"CREATE TRIGGER {table}_no_{event} BEFORE {what[event]} ON {table} {when} "
            f"BEGIN SELECT RAISE(ABORT, 'append-only: {event} on {table} refused'); END"
        )
