"""The plan as published."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from shanyin_charging.audit import words as audit
from shanyin_charging.lifecycle.transitions import words
from targets import verbs
from targets.plan import edition


class TargetsConfig(AppConfig):
    name = "targets"
    verbose_name = "目标任务"

    def ready(self):
        post_migrate.connect(watch_plan, sender=self, dispatch_uid="edition")
        audit.register(words(verbs.PLAN))


def watch_plan(app_config, using, **kwargs):
    """Put the triggers back after each migration: SQLite drops them when it rebuilds a table."""
    edition.watch(app_config, using)
