"""The journal app; it also keeps every append-only table append-only."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.module_loading import import_string

from shanyin_charging.health import checks

from . import append_only, lengths


class AuditConfig(AppConfig):
    """Sees to it that the append-only tables are."""

    name = "shanyin_charging.audit"
    label = "audit"
    verbose_name = "日志"

    def ready(self) -> None:
        """Put the triggers back after each migration; register what is asked of the clock."""
        post_migrate.connect(protect_after_migrate, dispatch_uid="append_only")
        pre_migrate.connect(lift_before_migrate, dispatch_uid="lengths")
        checks.register(*import_string("shanyin_charging.audit.in_time.CHECKS"))


def protect_after_migrate(app_config: AppConfig, using: str, **kwargs: Any) -> None:
    """Put the triggers back after each migration: SQLite drops them when it rebuilds a table."""
    append_only.protect(app_config, using)
    lengths.limit(app_config, using)


def lift_before_migrate(app_config: AppConfig, using: str, **kwargs: Any) -> None:
    """Take off what would keep a column from going."""
    lengths.lift(app_config, using)
