"""Django's own, which says how far it has come where that takes long."""

import sys
from typing import Any

from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from shanyin_charging import progress


class Command(migrate.Command):
    """./manage.py migrate"""

    def handle(self, *args: Any, **options: Any) -> None:
        """Each migration is one step."""
        with progress.of("更新数据库", sys.stderr):
            executor = MigrationExecutor(connections[options["database"]])
            targets = executor.loader.graph.leaf_nodes()
            progress.expect(len(executor.migration_plan(targets)))
            super().handle(*args, **options)

    def migration_progress_callback(self, action: str, *given: Any, **how: Any) -> None:
        """Counts what is done."""
        super().migration_progress_callback(action, *given, **how)
        if action in ("apply_success", "unapply_success"):
            progress.step()
