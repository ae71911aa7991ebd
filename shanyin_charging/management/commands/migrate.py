"""Django's own, which says how far it has come where that takes long."""

import sys
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.exceptions import AmbiguityError
from django.db.migrations.executor import MigrationExecutor

from shanyin_charging import progress


class Command(migrate.Command):
    """./manage.py migrate"""

    def handle(self, *args: Any, **options: Any) -> None:
        """Each migration is one step."""
        with progress.of("更新数据库", sys.stderr):
            executor = MigrationExecutor(connections[options["database"]])
            require_there(executor, options["app_label"], options["migration_name"])
            targets = executor.loader.graph.leaf_nodes()
            progress.expect(len(executor.migration_plan(targets)))
            super().handle(*args, **options)

    def migration_progress_callback(self, action: str, *given: Any, **how: Any) -> None:
        """Counts what is done."""
        super().migration_progress_callback(action, *given, **how)
        if action in ("apply_success", "unapply_success"):
            progress.step()


def require_there(executor: MigrationExecutor, app: str | None, name: str | None) -> None:
    """Raise CommandError where there is no such migration."""
    loader = executor.loader
    if app and app not in loader.migrated_apps:
        raise CommandError(f"没有“{app}”这一部分；不写就是全部更新，showmigrations 列出各部分")
    if not app or not name or name == "zero":
        return
    try:
        loader.get_migration_by_prefix(app, name)
    except AmbiguityError:
        raise CommandError(f"{app} 里以“{name}”开头的不止一步，请写全名") from None
    except KeyError:
        if (app, name) not in loader.replacements:
            raise CommandError(f"{app} 里没有“{name}”这一步，showmigrations 列出各步") from None
