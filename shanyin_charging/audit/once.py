"""A press of a button is one press, however often it arrives.

Each form that changes something carries a key from its page. The journal takes the press down in
the transaction of the verb, so that key and effect stand or fall together; a request that comes
with a key that is taken changes nothing.
"""

import hashlib
import hmac
import json
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest

from shanyin_charging import clock

from .models import Press

FIELD = "once"
BY_A_WORKER = "portal.worker"  # in the environment of a request that a worker answers: which try
KEPT = timedelta(days=30)


class PressedBefore(Exception):
    """Another request with the same press was first; this one changes nothing."""


@dataclass(frozen=True)
class Pressing:
    """The press that is being answered: `digest` is of its key, its person, its address and what
    was sent; `request` tells this request from another one that brings the same press."""

    key: str
    digest: str
    request: str

    @property
    def secret(self) -> str:
        """Sixteen characters that nobody guesses, the same for the same press."""
        made = hmac.digest(settings.SECRET_KEY.encode(), self.key.encode(), "sha256")
        return urlsafe_b64encode(made)[:16].decode()


current: ContextVar[Pressing | None] = ContextVar("pressing", default=None)


def new_key(person: int | None = None) -> str:
    """A key for one form of one page, which says whose page it was."""
    return f"{person or 0}-{secrets.token_urlsafe(18)}"


def whose(key: str) -> int | None:
    """The person whose page gave the key; None where it does not say."""
    person = key.partition("-")[0]
    return int(person) or None if person.isdecimal() else None


def pressing(request: HttpRequest, key: str) -> Pressing:
    """The press that a request brings; another person, address or content makes it another
    one."""
    what = [key, request.user.pk, request.get_full_path(), list(sent(request))]
    digest = hashlib.sha256(json.dumps(what).encode()).hexdigest()
    return Pressing(key, digest, secrets.token_hex(16))


def sent(request: HttpRequest) -> Iterator[tuple[str, list]]:
    """What a form has sent, files by their content, without the token that is new each time."""
    for name, values in sorted(request.POST.lists()):
        if name != "csrfmiddlewaretoken":
            yield name, values
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            content = hashlib.sha256()
            for chunk in file.chunks():
                content.update(chunk)
            file.seek(0)
            yield name, [file.name, content.hexdigest()]


def claim() -> None:
    """Take the present press down in the caller's transaction; raises PressedBefore where another
    request had it first. Whoever comes at once waits here until the first has ended."""
    if found := current.get():
        made = Press(digest=found.digest, request=found.request, at=clock.now())
        Press.objects.bulk_create([made], ignore_conflicts=True)
        if not Press.objects.filter(digest=found.digest, request=found.request).exists():
            raise PressedBefore


def secret() -> str:
    """Sixteen characters that nobody guesses, the same for the same press; new ones outside of
    any."""
    found = current.get()
    return found.secret if found else secrets.token_urlsafe(12)


def forget() -> int:
    """Drop presses whose pages nobody has open any more; returns how many."""
    return Press.objects.filter(at__lt=clock.now() - KEPT).delete()[0]
