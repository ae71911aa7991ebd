"""Wrong passwords are counted three ways: of an account from one address, of an account from all
addresses, of all accounts from one address."""

from http import HTTPStatus

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.utils import reset
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class Attempts(AxesDatabaseHandler):
    """Locks where one of the three is too many; who signs in has only their own forgiven."""

    def get_failures(self, request: HttpRequest, credentials: dict | None = None) -> int:
        """How often the account was tried from this address; as often as locks it where there are
        too many of another kind."""
        own, *of_all = (
            attempts.aggregate(failures=Sum("failures_since_start"))["failures"] or 0
            for attempts in self.get_user_attempts(request, credentials)
        )
        if max(of_all) >= settings.FAILURE_LIMIT_OF_ALL:
            return max(own, settings.AXES_FAILURE_LIMIT)
        return own

    def reset_user_attempts(self, request: HttpRequest, credentials: dict | None = None) -> int:
        """Forget what the account was tried from this address. Of others from there it stays: else
        who has one account could try all others for ever."""
        own, *_ = self.filter_user_attempts(request, credentials)
        return int(own.delete()[0])


def was_counted(request: HttpRequest) -> bool:
    """Whether a wrong password was counted just now: one that is typed while the account is locked
    is not looked at."""
    return getattr(request, "axes_failures_since_start", None) is not None


def has_locked(request: HttpRequest) -> bool:
    """Whether the account can be signed in to no more from there, for a while."""
    return bool(getattr(request, "axes_locked_out", False))


def is_let_try(request: HttpRequest, username: str) -> bool:
    """Whether the account may be tried from there now, as a password would be."""
    return bool(AxesProxyHandler.is_allowed(request, {"username": username}))


def count(request: HttpRequest, username: str) -> None:
    """Something else than a password was wrong at the door: it counts as a wrong one."""
    user_login_failed.send(__name__, credentials={"username": username}, request=request)


def locked_out(
    request: HttpRequest, answer: HttpResponse | None = None, credentials: dict | None = None
) -> HttpResponse:
    """The page that says for how long, and whom to ask."""
    context = {
        "failure_limit": settings.AXES_FAILURE_LIMIT,
        "limit_of_all": settings.FAILURE_LIMIT_OF_ALL,
        "cooloff_timedelta": settings.AXES_COOLOFF_TIME,
    }
    status = HTTPStatus.TOO_MANY_REQUESTS
    return render(request, "accounts/locked_out.html", context, status=status)


def unlock(username: str) -> None:
    """Let the account be signed in to again, from everywhere."""
    reset(username=username)
