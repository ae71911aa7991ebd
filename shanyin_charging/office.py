"""The task force's office, as people are told to ask it: its name, and its telephone where one is
set."""

from django.conf import settings


def contact() -> str:
    """Whom to ask, for a sentence: 专班办公室（电话0349-7070000）."""
    telephone = settings.OFFICE_TELEPHONE
    return f"专班办公室（电话{telephone}）" if telephone else "专班办公室"
