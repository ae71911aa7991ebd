"""The project; it has no tables of its own."""

from django.apps import AppConfig
from django.utils.module_loading import import_string

from shanyin_charging import sentences
from shanyin_charging.health import checks


class ProjectConfig(AppConfig):
    """Registers what is asked of the machine, and how wrong input is told."""

    name = "shanyin_charging"
    verbose_name = "平台"

    def ready(self) -> None:
        """Register the checks, imported once the models are there."""
        checks.register(*import_string("shanyin_charging.health.machine.CHECKS"))
        sentences.speak()
