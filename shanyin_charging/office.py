"""The task force's office, as people are told to ask it: its name, and its telephone where one is
set."""

from urllib.parse import urlsplit

from django.conf import settings

from shanyin_charging import serving

AT_HOME = ("127.0.0.1", "localhost", "::1", "")


def is_reachable() -> bool:
    """Whether papers can print an address at which others find the portal; a demo's need not."""
    return settings.DEMO or (urlsplit(settings.PORTAL_URL).hostname or "") not in AT_HOME


def telephone() -> str:
    """The telephone of the office of the county that is served; empty where none is set."""
    return str(settings.OFFICE_TELEPHONE) if serving.is_own() else ""


def contact() -> str:
    """Whom to ask, for a sentence: 专班办公室（电话0349-7070000）."""
    return f"专班办公室（电话{telephone()}）" if telephone() else "专班办公室"
