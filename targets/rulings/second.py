"""Where the head of the office has ruled that a password is not enough, who has set up no code does
so before anything else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from shanyin_charging import clock
from shanyin_charging.accounts import sessions
from targets.models import Ruling
from targets.plan import queries

SUBJECT = "door:second"  # a ruling's: until the office says yes, everybody does as they like
AT_THE_DOOR = ("second", "change_password", "sign_out")


def is_required() -> bool:
    """Whether everybody needs a code."""
    return bool(Ruling.objects.of(queries.served()).answer(SUBJECT, clock.today(), False))


class SecondMiddleware:
    """Leads to the page where codes are set up, as long as that must be."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page that was asked for, or that one."""
        if self.must_set_up(request) and request.path not in map(reverse, AT_THE_DOOR):
            return redirect("second")
        return self.get_response(request)

    def must_set_up(self, request: HttpRequest) -> bool:
        """Asked once a session, which knows whether its person has shown a code."""
        session = request.session
        if not request.user.is_authenticated or sessions.SINCE not in session:
            return False
        if sessions.PROVEN not in session:
            session[sessions.PROVEN] = not is_required()
        return not session[sessions.PROVEN]
