"""Text longer than its column: PostgreSQL refuses it, SQLite by triggers that are made of the
models."""

from collections.abc import Iterator

from django.apps import AppConfig
from django.db import connections
from django.db.models import CharField

REFUSED = "too long"  # of what the triggers say


def limit(app_config: AppConfig, using: str = "default") -> None:
    """Put the triggers on the app's tables and columns that are there, where the engine needs
    them."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for table, columns in limited(app_config):
            if table not in tables:
                continue
            told = connection.introspection.get_table_description(cursor, table)
            there = {column.name: columns[column.name] for column in told if column.name in columns}
            for statement in statements(table, there) if there else ():
                cursor.execute(statement)


def lift(app_config: AppConfig, using: str = "default") -> None:
    """Take them off again: SQLite drops no column that a trigger names."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for table, _ in limited(app_config):
                for event in ("insert", "update"):
                    cursor.execute(f'DROP TRIGGER IF EXISTS "{table}_not_longer_{event}"')


def limited(app_config: AppConfig) -> Iterator[tuple[str, dict[str, int]]]:
    """Each table of the app with the columns that are limited, and how many characters they
    hold."""
    for model in app_config.get_models(include_auto_created=True):
        columns = {
            field.column: field.max_length
            for field in model._meta.local_concrete_fields
            if isinstance(field, CharField) and field.max_length
        }
        if columns:
            yield model._meta.db_table, columns


def statements(table: str, columns: dict[str, int]) -> Iterator[str]:
    """The SQL of the two triggers of a table."""
    longer = " OR ".join(f'length(NEW."{name}") > {most}' for name, most in columns.items())
    names = ", ".join(f'"{name}"' for name in columns)
    for event, when in (("insert", "INSERT"), ("update", f"UPDATE OF {names}")):
        yield f'DROP TRIGGER IF EXISTS "{table}_not_longer_{event}"'
        yield (
            f'CREATE TRIGGER "{table}_not_longer_{event}" BEFORE {when} ON "{table}" '
            f"WHEN {longer} BEGIN SELECT RAISE(ABORT, '{REFUSED}: {event} on {table}'); END"
        )
