"""How long filling takes: the time from one press of the unit's own people to the next, kept with
the return."""

from datetime import datetime, timedelta

from django.db.models import F

from ledger.models import Kind, Submission
from shanyin_charging.accounts.models import User

# a longer one counts as this much: who went away is not known from who thought
PAUSE = timedelta(minutes=10)


def add_time(user: User, period_id: int, unit_code: str, since: datetime, now: datetime) -> None:
    """Add the time between two presses to the unit's return; what the office types from paper is
    not timed."""
    if user.reviews:
        return
    written = Submission.objects.filter(period=period_id, unit__code=unit_code, kind=Kind.RETURN)
    written.update(seconds=F("seconds") + int(spent(since, now).total_seconds()))


def spent(since: datetime, now: datetime) -> timedelta:
    """What counts of the time between two presses: none of it twice, and at most a pause."""
    return max(timedelta(0), min(now - since, PAUSE))
