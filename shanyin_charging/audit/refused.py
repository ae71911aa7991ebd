"""What was asked for and not given, for the journal: of each person, page and sort of refusal once
an hour, so that nobody fills it; each time in the log."""

import logging
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus

from django.db import DatabaseError, transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from shanyin_charging import clock
from shanyin_charging.cleaning import cleaned
from shanyin_charging.lifecycle.transitions import refusal

from . import journal, once
from .models import Event, Press

log = logging.getLogger(__name__)
VERB = "refuse"
AGAIN = timedelta(hours=1)  # until the same is put on record once more
MOST = 200  # characters of an address, and of a reason
SAID = {
    HTTPStatus.BAD_REQUEST: "不是页面提供的",
    HTTPStatus.FORBIDDEN: "不准办理",
    HTTPStatus.NOT_FOUND: "没有，或者不在权限内",
}
PRESSED = "按了，没有办"


class RefusedMiddleware:
    """Puts what a signed-in person is refused on record."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, noted where it is a refusal."""
        token = refusal.set("")
        try:
            answer = self.get_response(request)
            said, why = how(request, answer), refusal.get()
        finally:
            refusal.reset(token)
        if said and request.user.is_authenticated:
            note(request, request.user, said, why)
        return answer


def how(request: HttpRequest, answer: HttpResponse) -> str:
    """The sort of refusal; empty for what is none, as an address that leads to no page."""
    if request.resolver_match is None:
        return ""
    if answer.status_code in SAID:
        return SAID[HTTPStatus(answer.status_code)]
    return PRESSED if request.method == "POST" and refusal.get() and not counted() else ""


def counted() -> bool:
    """Whether the press that is being answered did something all the same, or the same press of
    another request did."""
    found = once.current.get()
    return bool(found and Press.objects.filter(digest=found.digest).exists())


def note(request: HttpRequest, person: Model, said: str, why: str) -> None:
    """Write it down, apart from the press, whose key stays free; of an address only what is text:
    one that is none is refused here as elsewhere, and PostgreSQL would keep none of it."""
    page = str(request.resolver_match.url_name) if request.resolver_match else ""
    log.warning("refused", extra={"told": {"person": person.pk, "page": page, "how": said}})
    told = {"path": cleaned(request.path)[:MOST], "refused": said}
    token = once.current.set(None)
    try:
        with transaction.atomic():
            journal.hold()
            if not lately(person, page, said):
                journal.record(person, VERB, person, after=told, reason=why[:MOST], pattern=page)
    except DatabaseError as fault:
        log.warning("a refusal is not in the journal: %s", fault)
    finally:
        once.current.reset(token)


def lately(person: Model, page: str, said: str) -> bool:
    """Whether the same is on record of the last hour."""
    about = {"object_type": person._meta.label_lower, "object_key": str(person.pk)}
    found = Event.objects.filter(verb=VERB, at__gt=clock.now() - AGAIN, **about)
    return (page, said) in set(found.values_list("detail__pattern", "after__refused"))
