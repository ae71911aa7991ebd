"""What every host of the portal must know alike."""

from django.apps import AppConfig


class HealthConfig(AppConfig):
    """Keeps it in a table; the checks are the project's."""

    name = "shanyin_charging.health"
    label = "health"
    verbose_name = "系统状况"
