"""What of a return is decided on: its newest version, its evidence, and what was posted from it."""

from ledger.models import Entry, Submission
from shanyin_charging.lifecycle.seen import stamp

NOTHING = stamp([])  # of a draft without lines, made or not yet made


def stamp_of(submission: Submission) -> str:
    """Changes with the version, its lines, its evidence and its standing entries; a return that is
    not yet made has that of one without anything."""
    if not submission.pk:
        return stamp(1, NOTHING, [], [])
    version = submission.current
    files = submission.attachments.attached().order_by("pk").values_list("pk", flat=True)
    posted = Entry.objects.filter(line__version__submission=submission).counting()
    numbers = posted.order_by("number").values_list("number", flat=True)
    return stamp(version.number, version.stamp, list(files), list(numbers))


def draft_of(submission: Submission) -> str:
    """Changes with the lines of the draft."""
    return submission.current.stamp if submission.pk else NOTHING
