"""The archive; it has no tables of its own."""

from django.apps import AppConfig

from shanyin_charging.audit import words as audit


class ArchiveConfig(AppConfig):
    """Tells the journal its one verb."""

    name = "shanyin_charging.archive"
    label = "archive"
    verbose_name = "备份"

    def ready(self) -> None:
        """Register the word."""
        audit.register({"restore": "从备份恢复"})
