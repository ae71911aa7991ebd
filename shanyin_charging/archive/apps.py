"""The archive; it has no tables of its own."""

from django.apps import AppConfig
from django.utils.module_loading import import_string

from shanyin_charging.audit import words as audit
from shanyin_charging.health import checks


class ArchiveConfig(AppConfig):
    """Tells the journal its verbs, and what is asked of archives."""

    name = "shanyin_charging.archive"
    label = "archive"
    verbose_name = "备份"

    def ready(self) -> None:
        """Register them; the checks are imported once the models are there."""
        audit.register({"restore": "从备份恢复", "drill": "演练恢复"}, {"faults": "发现的问题"})
        checks.register(*import_string("shanyin_charging.archive.current.CHECKS"))
        checks.register(*import_string("shanyin_charging.archive.ages.CHECKS"))
