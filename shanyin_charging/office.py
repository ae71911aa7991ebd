"""How the task force's office and the portal are reached: as the office has stated it, else by the
settings."""

from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host

from shanyin_charging import serving

AT_HOME = ("127.0.0.1", "localhost", "::1", "")


class Stated(Protocol):
    """What an office has stated of itself; each may be empty."""

    telephone: str
    address: str


def address(stated: Stated | None) -> str:
    """What papers print, for others to open."""
    return (stated and stated.address) or str(settings.PORTAL_URL)


def is_reachable(stated: Stated | None) -> bool:
    """Whether papers can print an address at which others find the portal; a demo's need not."""
    return settings.DEMO or not is_at_home(address(stated))


def is_at_home(url: str) -> bool:
    """Whether only the machine itself can open the address."""
    return (urlsplit(url).hostname or "") in AT_HOME


def unanswered(url: str) -> str:
    """That the machine does not answer under this address yet, and how it will; empty where it
    does."""
    host = urlsplit(url).hostname or ""
    if validate_host(host, settings.ALLOWED_HOSTS):
        return ""
    return f"机器的设置 ALLOWED_HOSTS 里还没有{host}，加上、重启以前别人按这个地址打不开"


def telephone(stated: Stated | None) -> str:
    """The office's telephone; empty where none is known. Of the portal's own county only it is in
    the settings."""
    known = (stated and stated.telephone) or ""
    return known or (str(settings.OFFICE_TELEPHONE) if serving.is_own() else "")


def contact(stated: Stated | None) -> str:
    """Whom to ask, for a sentence: 专班办公室（电话0349-7070000）."""
    number = telephone(stated)
    return f"专班办公室（电话{number}）" if number else "专班办公室"
