"""The project; it has no tables of its own."""

from django.apps import AppConfig

from shanyin_charging.health import checks, machine


class ProjectConfig(AppConfig):
    """Registers what is asked of the machine."""

    name = "shanyin_charging"
    verbose_name = "平台"

    def ready(self) -> None:
        """Register the checks, which ask the database only once they are asked."""
        checks.register(*machine.CHECKS)
