"""A list that was taken in and should not have been: all of it that is not approved yet is given up
in one press."""

from dataclasses import dataclass

from django.db.models import QuerySet

from ledger.models import State, Submission, Upload
from ledger.returns import workflow
from ledger.returns.locking import locked_periods
from ledger.returns.seen import stamp_of
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.decisions import Decision, no
from shanyin_charging.lifecycle.seen import require_seen, stamp
from shanyin_charging.lifecycle.transitions import Refused


@dataclass
class Part:
    """One return of a list, and whether the person may take it back now."""

    submission: Submission
    decision: Decision


def parts_of(user: User, upload: Upload) -> list[Part]:
    """The returns that a list became, those given up left out, in the order of their periods."""
    found = submissions_of(upload).exclude(state=State.DROPPED)
    return [Part(submission, may_go(user, submission)) for submission in found]


def submissions_of(upload: Upload) -> QuerySet[Submission]:
    """All of them."""
    found = upload.submissions.select_related("unit", "period__county")
    return found.order_by("period__starts_on", "unit__position", "pk")


def may_go(user: User, submission: Submission) -> Decision:
    """Whether the person may take one of them back as it lies now."""
    if submission.state == State.APPROVED:
        return no("已通过并登账，要先由专班在这份材料上撤销通过")
    return workflow.decide(user, "take_back", submission)


def seen_of(upload: Upload) -> str:
    """The stamp of what somebody takes back."""
    return stamp([[part.pk, part.state, stamp_of(part)] for part in submissions_of(upload)])


def take_back(user: User, upload: Upload, reason: str, seen: str | None = None) -> int:
    """Give up every return of a list that may go, all or none; returns how many. Raises Refused
    where none may, Overtaken where one is no longer as it was `seen`."""
    if not (reason := reason.strip()):
        raise Refused("请写明撤回的原因")
    with locked_periods({part.period for part in submissions_of(upload)}):
        require_seen(seen, seen_of(upload), "没有撤回")
        parts = parts_of(user, upload)
        going = [part.submission for part in parts if part.decision]
        if not going:
            raise Refused(parts[0].decision.reason if parts else "这份清单的材料都已作废")
        for submission in going:
            workflow.take_back(user, submission, reason)
        journal.record(user, "take_back_list", upload, reason=reason, returns=len(going))
    return len(going)
