"""The tests' database as an earlier release had it, step by step back."""

from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.migrations.executor import MigrationExecutor

from shanyin_charging.archive.schema import Steps


def back_to(app, name):
    """Undo what came after this migration; `migrate` goes on from there."""
    emit_pre_migrate_signal(verbosity=0, interactive=False, db=DEFAULT_DB_ALIAS)
    executor = MigrationExecutor(connection)
    executor.loader = Steps(connection)
    executor.migrate([(app, name)])
    emit_post_migrate_signal(verbosity=0, interactive=False, db=DEFAULT_DB_ALIAS)


def models_at(app, name):
    """What gives the models of that migration, by app and name."""
    return Steps(connection).project_state([(app, name)]).apps.get_model
