"""Who has done nothing for so long as the head of the office has ruled is signed out; what was
typed is held for them at the door."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from shanyin_charging import clock
from shanyin_charging.accounts import sessions
from targets.models import Ruling
from targets.plan import queries

SUBJECT = "door:idle"  # a ruling's: until there is one, nobody is signed out for doing nothing
LIMIT = "idle_minutes"  # in the session: what was ruled when it began


def ruled() -> int:
    """After how many minutes; 0 for never."""
    return int(Ruling.objects.of(queries.served()).answer(SUBJECT, clock.today(), 0))


class IdleMiddleware:
    """Ends sessions that have lasted too long, or were not heard of for too long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page; of who is signed out by now that which asks who is there."""
        if request.user.is_authenticated and sessions.SINCE in request.session:
            self.look_after(request)
        return self.get_response(request)

    def look_after(self, request: HttpRequest) -> None:
        """Ask of the session whether it is over, else note that somebody is there."""
        if LIMIT not in request.session:
            request.session[LIMIT] = ruled()
        minutes = request.session[LIMIT]
        if sessions.is_over(request.session, timedelta(minutes=minutes) if minutes else None):
            logout(request)
        elif minutes:
            sessions.hear(request.session)
