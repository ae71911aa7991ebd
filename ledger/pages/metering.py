"""The clock of a return's pages: since when the next press is timed travels in a cookie."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from ledger.returns.metering import PAUSE, add_time
from shanyin_charging import clock
from shanyin_charging.accounts.requests import Request

COOKIE = "since"


def metered(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of a return (request, period_id, unit_code): since when its next press is timed
    travels in a cookie of the return's own pages, which only this server can write."""

    @wraps(view)
    def timed(request: Request, period_id: int, unit_code: str) -> HttpResponse:
        now, since, acts = (
            clock.now().replace(microsecond=0),
            read(request),
            request.method == "POST",
        )
        answer = view(request, period_id, unit_code)
        if acts and since:
            add_time(request.user, period_id, unit_code, since, now)
        if acts or since is None or now - since > PAUSE:
            answer.set_signed_cookie(
                COOKIE,
                now.isoformat(),
                path=reverse("fill_return", args=[period_id, unit_code]),
                httponly=True,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        return answer

    return timed


def read(request: Request) -> datetime | None:
    """Since when the next press is timed; None without a true cookie."""
    try:
        return datetime.fromisoformat(request.get_signed_cookie(COOKIE, "") or "")
    except ValueError:
        return None
