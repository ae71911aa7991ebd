"""How long somebody stays signed in: since when, and when they were last heard of."""

from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

from shanyin_charging import clock

SINCE, HEARD = "signed_in_at", "heard_at"  # in seconds since 1970
PROVEN = "proven"  # whether what the office asks of who signs in was shown, password and code
NOT_AGAIN_WITHIN = 60  # seconds: nobody's reading writes with each page


def begin(session: SessionBase) -> None:
    """Somebody has signed in just now."""
    session[SINCE] = session[HEARD] = clock.now().timestamp()


def is_over(session: SessionBase, idle: timedelta | None) -> bool:
    """Whether the session has lasted too long in all, or has not been heard of for too long; one
    of before its moments were kept ends by its cookie."""
    if SINCE not in session:
        return False
    now = clock.now().timestamp()
    silent = idle is not None and now - session[HEARD] > idle.total_seconds()
    return silent or now - session[SINCE] > settings.SESSION_COOKIE_AGE


def hear(session: SessionBase) -> None:
    """Note that somebody is there."""
    now = clock.now().timestamp()
    if SINCE in session and now - session[HEARD] >= NOT_AGAIN_WITHIN:
        session[HEARD] = now
