"""The app of requests that a worker answers."""

from django.apps import AppConfig
from django.conf import settings
from django.utils.module_loading import import_string

from shanyin_charging.health import checks


class JobsConfig(AppConfig):
    """Registers whether somebody answers them, where there are workers."""

    name = "shanyin_charging.jobs"
    label = "jobs"
    verbose_name = "费时的办理"

    def ready(self) -> None:
        """Register the check, imported once the models are there."""
        if settings.JOBS:
            checks.register(import_string("shanyin_charging.jobs.standing.CHECK"))
