"""How the database marks each state of the plan's tables: triggers renew the mark whenever one of
them changes."""

from django.apps import AppConfig
from django.db import connections

MARK = "targets_edition"
# Who speaks for a unit, or what somebody has uploaded, changes no figure.
UNWATCHED = ("edition", "post", "appointment", "intake")


def tables(app_config: AppConfig) -> list[str]:
    """The tables of the plan, its places, units and rulings."""
    models = app_config.get_models(include_auto_created=True)
    return sorted(
        model._meta.db_table for model in models if model._meta.model_name not in UNWATCHED
    )


def watch(app_config: AppConfig, using: str = "default") -> None:
    """Create the mark and the triggers that renew it, where the tables exist."""
    connection_ = connections[using]
    postgres = connection_.vendor == "postgresql"
    fresh = "md5(random()::text || clock_timestamp()::text)" if postgres else "hex(randomblob(16))"
    with connection_.cursor() as cursor:
        there = set(connection_.introspection.table_names(cursor))
        if MARK not in there:
            return
        cursor.execute(
            f"INSERT INTO targets_edition (id, mark) VALUES (1, {fresh}) ON CONFLICT DO NOTHING"
        )
        renew = f"UPDATE targets_edition SET mark = {fresh};"
        if postgres:
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION renew_edition() RETURNS "
                f"trigger AS $$ BEGIN {renew} RETURN NULL; "
                "END; $$ LANGUAGE plpgsql"
            )
        for table in there.intersection(tables(app_config)):
            for event in ("insert", "update", "delete"):
                if postgres:
                    cursor.execute(
                        f"CREATE OR REPLACE TRIGGER {table}_edition_{event} "
                        f"AFTER {event.upper()} ON {table} "
                        "FOR EACH STATEMENT EXECUTE FUNCTION renew_edition()"
                    )
                else:
                    cursor.execute(f"DROP TRIGGER IF EXISTS {table}_edition_{event}")
                    cursor.execute(
                        f"CREATE TRIGGER {table}_edition_{event} AFTER {event.upper()} ON {table} "
                        f"BEGIN {renew} END"
                    )
