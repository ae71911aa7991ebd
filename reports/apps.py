"""What it adds up to."""

from ctypes.util import find_library

from django.apps import AppConfig
from django.core.checks import Error, register

from reports.press import fonts


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "通报"

    def ready(self):
        register(can_typeset)


def can_typeset(**kwargs) -> list[Error]:
    """A portal that could not print a bulletin as it should says so before it starts."""
    found = []
    if wrong := fonts.fault():
        found.append(Error(wrong, id="reports.E001"))
    if not find_library("harfbuzz-subset"):
        found.append(
            Error(
                "libharfbuzz-subset is missing: a bulletin would take thirty times as long",
                hint="apt-get install libharfbuzz-subset0",
                id="reports.E002",
            )
        )
    return found
