"""The plan as published."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string

from shanyin_charging.archive import derived
from shanyin_charging.audit import words as audit
from shanyin_charging.health import checks
from shanyin_charging.lifecycle.transitions import words
from targets import verbs
from targets.plan import edition


class TargetsConfig(AppConfig):
    """Registers the verbs of the plan its mark and its check, and watches its tables."""

    name = "targets"
    verbose_name = "目标任务"

    def ready(self) -> None:
        """Tell the journal the words; renew the triggers after each migration."""
        post_migrate.connect(watch_plan, sender=self, dispatch_uid="edition")
        audit.register(words(verbs.PLAN), verbs.FIELDS)
        derived.register(edition.MARK)
        checks.register(*import_string("targets.plan.reached.CHECKS"))


def watch_plan(app_config: AppConfig, using: str, **kwargs: Any) -> None:
    """Put the triggers back after each migration: SQLite drops them when it rebuilds a table."""
    edition.watch(app_config, using)
