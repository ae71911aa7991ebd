"""How long filling takes: the time from one press of the unit's own people to the next, kept with
the return."""

from datetime import datetime, timedelta

PAUSE = timedelta(
    minutes=10
)  # a longer one counts as this much: who went away is not known from who thought


def spent(since: datetime, now: datetime) -> timedelta:
    return max(timedelta(0), min(now - since, PAUSE))
