"""The transition table of a submission and the verbs that move it."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError

from ledger import deadlines, verbs
from ledger.entries import book, posting
from ledger.lines import FORMS, Scope, line_form
from ledger.models import Line, Remark, State, Submission, Version
from ledger.models.submissions import OPEN, checks_for
from ledger.periods import rulings, working_days
from ledger.returns import on_time, rules, waiting
from ledger.returns.drafting import new_key
from ledger.returns.locking import locked
from ledger.returns.seen import stamp_of
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.seen import require_seen
from shanyin_charging.lifecycle.transitions import Overtaken, Refused, Table, Transition, require
from targets.plan import above

TRANSITIONS = Table(
    rules,
    verbs.RETURN,
    (
        Transition(State.DRAFT, "hand_over", State.CHECKING, "can_hand_over"),
        Transition(State.SENT_BACK, "hand_over", State.CHECKING, "can_hand_over"),
        Transition(State.CHECKING, "hand_back", State.DRAFT, "can_hand_back"),
        Transition(State.CHECKING, "submit", State.SUBMITTED, "can_submit", "同意并上报"),
        Transition(State.DRAFT, "submit", State.SUBMITTED, "can_submit"),
        Transition(State.SENT_BACK, "submit", State.SUBMITTED, "can_submit", "重新上报"),
        Transition(State.SUBMITTED, "withdraw", State.DRAFT, "can_write"),
        Transition(State.SUBMITTED, "begin_review", State.IN_REVIEW, "can_review"),
        Transition(State.IN_REVIEW, "approve", State.APPROVED, "can_approve"),
        Transition(State.IN_REVIEW, "admit", State.APPROVED, "can_admit"),
        Transition(State.IN_REVIEW, "send_back", State.SENT_BACK, "can_review"),
        Transition(State.DRAFT, "drop", State.DROPPED, "can_drop"),
        Transition(State.SENT_BACK, "drop", State.DROPPED, "can_drop"),
        *(
            Transition(state, "take_back", State.DROPPED, "can_take_back")
            for state in (*OPEN, State.CHECKING, State.SUBMITTED, State.IN_REVIEW)
        ),
        Transition(State.APPROVED, "undo", State.IN_REVIEW, "can_undo"),
    ),
    waits=waiting.WAITS,
    rests=waiting.RESTS,
)
find, decide, available = TRANSITIONS.find, TRANSITIONS.decide, TRANSITIONS.available


def submit(
    user: User,
    submission: Submission,
    key: str,
    nil: bool = False,
    seen: str | None = None,
    read: list[Line] | None = None,
) -> Version:
    """Freeze the draft as handed in; returns the version. The same key again returns the same
    version. Here and in what follows `seen` is the stamp of what the person had before them;
    `read` are the lines where they were read just now against all that they would be read
    against: they are not asked for again."""
    handed_in = Version.objects.filter(
        key=key, submission=submission, submitted_at__isnull=False
    ).first()
    if handed_in:
        require_seen(seen, stamp_of(submission))
        return handed_in
    try:
        with moving(user, "submit", submission, seen) as submission:
            version = submission.current
            nil = nil or (submission.state == State.CHECKING and version.nil)
            lines = complete(submission, version, key, nil, read)
            if why := lacks_scan(submission):
                raise Refused(why)
            if not all(line.frozen for line in lines):
                version.lines.filter(frozen=False).update(frozen=True)
            version.nil, version.submitted_at, version.submitted_by = nil, clock.now(), user
            version.digest = digest(version, lines)
            version.save()
            submission.late = on_time.is_late(submission, version, len(lines))
            for follow in above.tellers(above.HANDED_IN):
                follow(user, submission)
            return version
    except Overtaken:
        raise
    except Refused:
        # Two presses at once: the second waited for the lock and finds the work done.
        if handed_in := Version.objects.filter(
            key=key, submission=submission, submitted_at__isnull=False
        ).first():
            return handed_in
        raise


def lacks_scan(submission: Submission) -> str:
    """Why a paper return cannot be handed in yet that has no scan; empty where nothing is
    missing."""
    paper = submission.pk and submission.current.paper_reason
    if paper and not submission.attachments.attached().exists():
        return "代录要附上单位签字盖章的原件扫描件，请先上传"
    return ""


def complete(
    submission: Submission, version: Version, key: str, nil: bool, read: list[Line] | None
) -> list[Line]:
    """The draft's lines, each read and found right; what is half typed goes where nothing is to be
    reported. Raises Refused when it cannot be handed in as it is."""
    if version.key != key:
        raise Refused("这份表单已在另一个窗口改过，请刷新页面核对后再上报")
    lines = list(version.lines.all()) if read is None else read
    if nil and any(line.is_whole for line in lines):
        raise Refused("已填有明细，不能作零报告；请先删去明细")
    if nil:
        version.lines.all().delete()
        return []
    if not lines:
        raise Refused("还没有填写任何明细；本月没有变化请用“零报告”")
    if read is None:
        read_again(submission, lines)
    return lines


def read_again(submission: Submission, lines: list[Line]) -> None:
    """Read each line as it is now: it may have been typed when it was not yet right, as of a day to
    come, or for what is another by now. Raises Refused where one is wrong."""
    scope, changed = Scope(submission), []
    for line in lines:
        form = line_form(line.kind, submission, line.typed, scope)
        if not form.is_valid():
            raise Refused("还有明细需要更正，请按提示改好后再上报")
        if (values := form.values()) != line.values:
            line.values = values
            changed.append(line)
    Line.objects.bulk_update(changed, ["values"], batch_size=200)


def hand_over(
    user: User,
    submission: Submission,
    key: str,
    nil: bool = False,
    seen: str | None = None,
    read: list[Line] | None = None,
) -> None:
    """Give the draft to the unit's own checker; while it is there nobody writes in it."""
    with moving(user, "hand_over", submission, seen) as submission:
        version = submission.current
        complete(submission, version, key, nil, read)
        version.nil, version.handed_over_by = nil, user
        version.save()


def hand_back(
    user: User, submission: Submission, reason: str = "", seen: str | None = None
) -> None:
    """The draft goes back to who fills it in: by the checker with a reason, or taken back without
    one."""
    checks = checks_for(user, submission.unit, clock.today())
    if not reason.strip() and checks and submission.current.handed_over_by_id != user.pk:
        raise Refused("请写明退回的原因，填报人要照着改")
    with moving(user, "hand_back", submission, seen, reason=reason.strip()) as submission:
        if reason.strip():
            Remark.objects.create(
                version=submission.current, text=reason.strip(), author=user.name, at=clock.now()
            )


def withdraw(user: User, submission: Submission, seen: str | None = None) -> None:
    """Take back what the office has not begun to review; a copy of it becomes the new draft."""
    with moving(user, "withdraw", submission, seen) as submission:
        on_time.take_back(submission, clock.now())
        paper = submission.current  # what the office has typed it goes on typing
        next_version(submission, paper_reason=paper.paper_reason, received_on=paper.received_on)


def begin_review(user: User, submission: Submission, seen: str | None = None) -> None:
    """Take a return up: from now on its unit cannot withdraw it."""
    with moving(user, "begin_review", submission, seen):
        pass


def send_back(
    user: User,
    submission: Submission,
    reason: str,
    line_id: str | int | None = None,
    field: str = "",
    more: Iterable[tuple[str, str, str]] = (),
    seen: str | None = None,
) -> None:
    """Return the version to its unit with the reason, about a line or a field of it, and `more`
    such (reason, line id, field); a copy of the version becomes the new draft."""
    remarks = [
        (text.strip(), about, name)
        for text, about, name in [(reason, line_id, field), *more]
        if text.strip()
    ]
    if not remarks:
        raise Refused("请写明退回的原因，单位要照着改")
    with moving(
        user, "send_back", submission, seen, reason="；".join(text for text, *_ in remarks)
    ) as submission:
        version = submission.current
        lines = {str(line.pk): line for line in version.lines.all()}
        for text, about, name in remarks:
            line = lines.get(str(about))
            named = name if line and name in FORMS[line.kind].base_fields else ""
            Remark.objects.create(
                version=version, line=line, field=named, text=text, author=user.name, at=clock.now()
            )
        today = clock.today()
        grace = rulings.due_rule(submission.period.county, today).grace
        submission.mend_by = deadlines.midnight_after(working_days.after(today, grace))
        next_version(submission)


def drop(user: User, submission: Submission, seen: str | None = None) -> None:
    """Give up a list or a correction that came back: nothing is asked of its unit any more."""
    with moving(user, "drop", submission, seen) as submission:
        submission.mend_by = None


def take_back(user: User, submission: Submission, reason: str) -> None:
    """Give up a return of a list, wherever it lies before it is approved, with the rest of its
    list."""
    with moving(user, "take_back", submission, reason=reason) as submission:
        submission.mend_by = submission.again_by = None


def approve(user: User, submission: Submission, seen: str | None = None, word: str = "") -> int:
    """Post the version's lines as entries, all or none; returns how many entries were posted. With
    a `word` it is 结账后补登: what happened in a closed year is posted on its own day, marked."""
    verb, detail = ("admit", {"reason": word}) if word else ("approve", {})
    try:
        with moving(user, verb, submission, seen, **detail) as submission:
            submission.amended = user.pk in submission.current.authors
            return len(posting.post(submission.current, user.name, word[:200]))
    except book.CannotPost as error:
        raise Refused(str(error)) from None
    except IntegrityError:
        raise Refused("台账数据有冲突，没有登账；请核对明细后退回单位") from None


def admit(user: User, submission: Submission, reason: str, seen: str | None = None) -> int:
    """结账后补登: approve a return with lines of a closed year, on which document or whose word;
    returns how many entries were posted."""
    if not reason.strip():
        raise Refused("请写明补登的依据")
    return approve(user, submission, seen, reason.strip())


def review_clean(user: User, submission: Submission, seen: str) -> int:
    """Take up what waits, and approve it, both as it was seen; returns how many entries were
    posted. Two transactions, since the journal is the last lock of each."""
    if submission.state == State.SUBMITTED:
        begin_review(user, submission, seen)
    return approve(user, submission, seen)


def undo(user: User, submission: Submission, reason: str, seen: str | None = None) -> int:
    """Take an approval back by posting reversals of its entries; returns how many. Nothing is
    erased."""
    if not reason.strip():
        raise Refused("请写明撤销通过的原因")
    try:
        with moving(user, "undo", submission, seen, reason=reason.strip()) as submission:
            submission.amended = False
            return len(posting.reverse(submission, approved_by=user.name, reason=reason.strip()))
    except book.CannotPost as error:
        raise Refused(str(error)) from None


def next_version(submission: Submission, **begun: Any) -> Version:
    """A new draft with the lines of the one before."""
    last = submission.current
    version = Version.objects.create(
        submission=submission, number=last.number + 1, key=new_key(), **begun
    )
    submission.newest = version
    told = ("kind", "key", "typed", "values", "authors")
    Line.objects.bulk_create(
        Line(version=version, **line) for line in last.lines.order_by("pk").values(*told)
    )
    return version


def digest(version: Version, lines: list[Line]) -> str:
    """SHA-256 over what was handed in, for the print's foot."""
    content = [
        version.submission_id,
        version.number,
        version.nil,
        [[line.kind, line.values] for line in lines],
    ]
    return hashlib.sha256(
        json.dumps(content, sort_keys=True, ensure_ascii=False).encode()
    ).hexdigest()


@contextmanager
def moving(
    user: User, verb: str, submission: Submission, seen: str | None = None, **detail: Any
) -> Iterator[Submission]:
    """`locked`; on leaving without an error the submission is in the verb's target state, with one
    journal event. Raises Refused when the person may not do it now, Overtaken when it is no longer
    what was seen."""
    with locked(submission) as submission:
        require(decide(user, verb, submission))
        if seen is not None:  # the stamp is of every line
            require_seen(seen, stamp_of(submission))
        before, transition = told(submission), find(submission.state, verb)
        assert transition is not None, "what has none is refused"
        yield submission
        submission.state = transition.target
        submission.save()
        after = told(submission)
        changed = [name for name in before if before[name] != after[name]]
        journal.record_at_its_end(
            user,
            verb,
            submission,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
            detail={"late": submission.late, **detail},
        )


def told(submission: Submission) -> dict:
    """What the journal tells of a submission, as plain values."""
    return {
        "state": str(submission.state),
        "late": submission.late,
        "mend_by": deadlines.in_text(submission.mend_by),
        "again_by": deadlines.in_text(submission.again_by),
        "version": submission.current.number,
        "amended": submission.amended,
    }
