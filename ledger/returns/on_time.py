"""Whether what is handed in is on time: by its due moment, by the time given to mend it, or by the
leave to take it back once more."""

from datetime import datetime

from django.db.models import Count

from ledger import deadlines
from ledger.models import Submission, Version
from ledger.periods import rulings, working_days
from ledger.reminding import last_day_of
from shanyin_charging.audit.models import Event


def again_by(submission: Submission, now: datetime) -> datetime | None:
    """Until when a return that is taken back now may be handed in again and still is on time; None
    where it may not: it was late, it said nothing, or that leave was used before.

    Inside its mending time a return that was sent back may be taken back as often as its unit
    wants; past its due moment any other one once, for as many working days after that moment.
    """
    due_at, mend_by = submission.period.due_at, submission.mend_by
    if submission.late is not False or due_at is None:
        return None
    if now < due_at:
        return max(due_at, mend_by or due_at)
    if mend_by and now < mend_by:
        return mend_by
    if submission.again_by or submission.current.nil:
        return None
    last_day = last_day_of(due_at)
    days = rulings.due_rule(submission.period.county, submission.period.ends_on).grace
    until = deadlines.midnight_after(working_days.after(last_day, days))
    return until if now < until else None


def on_time_until(submission: Submission) -> datetime | None:
    """The moment until which what is handed in now is on time: the due moment, or later the end of
    the days to mend it; None where a period knows no lateness."""
    due_at, mend_by = submission.period.due_at, submission.mend_by or submission.again_by
    return max(due_at, mend_by) if due_at and mend_by and not submission.late else due_at


def take_back(submission: Submission, now: datetime) -> None:
    """Note that nothing is handed in any more, and what may still make it on time."""
    due_at, until = submission.period.due_at, again_by(submission, now)
    if submission.mend_by and (until is None or now >= submission.mend_by):
        submission.mend_by = None
    if submission.mend_by is None and due_at and now >= due_at:
        submission.again_by = until or now
    submission.late = None


def is_late(submission: Submission, version: Version, lines: int) -> bool:
    """Whether a return counts as late when this version of so many lines is handed in; what was
    taken back after its due moment has to come again no emptier than it was."""
    at = version.arrived_at
    assert at, "what is handed in has its moment"
    by = submission.mend_by
    if submission.late is None and by is None and lines >= lines_before(submission, version):
        by = submission.again_by
    return deadlines.stamp(submission.late, at, submission.period.due_at, by)


def lines_before(submission: Submission, version: Version) -> int:
    """How many lines were handed in last, before this version."""
    if version.number == 1:
        return 0
    earlier = submission.versions.filter(submitted_at__isnull=False, number__lt=version.number)
    found = earlier.annotate(count=Count("lines")).order_by("number").last()
    return found.count if found else 0


def late_by(submission: Submission, due_at: datetime) -> bool:
    """Whether a return that is handed in is late by another due moment: by when it came in last or,
    where it was sent back since and mended in time, by when it came in first."""
    since = submission.versions.filter(
        submitted_at__isnull=False, number__gt=taken_back(submission)
    )
    came = [version.arrived_at for version in since.order_by("number")]
    first, last = came[0], came[-1]
    assert first and last, "what is late was handed in"
    mended_late = deadlines.is_late(last, submission.mend_by)
    return deadlines.is_late(last, due_at) and (deadlines.is_late(first, due_at) or mended_late)


def taken_back(submission: Submission) -> int:
    """The number of the last version that its unit took back; 0 for none."""
    taken = Event.objects.filter(
        object_type=Submission._meta.label_lower, object_key=str(submission.pk), verb="withdraw"
    )
    last = taken.order_by("number").last()
    return last.after["version"] - 1 if last and last.after else 0
