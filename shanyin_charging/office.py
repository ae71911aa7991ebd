"""The task force's office, as people are told to ask it: its name, and its telephone where one is
set."""

from django.conf import settings

from shanyin_charging import serving


def telephone() -> str:
    """The telephone of the office of the county that is served; empty where none is set."""
    return str(settings.OFFICE_TELEPHONE) if serving.is_own() else ""


def contact() -> str:
    """Whom to ask, for a sentence: 专班办公室（电话0349-7070000）."""
    return f"专班办公室（电话{telephone()}）" if telephone() else "专班办公室"
