"""The course of what was found: its transition table and the verbs that move it.

Lock order: the county's ledger, the visit, the finding, the journal.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.core.files.uploadedfile import UploadedFile

from ledger.periods import working_days
from ledger.reminders import sending
from ledger.returns.evidence import Kept
from reports import verbs
from reports.checking import pictures, reminding, rules, waiting
from reports.checking.locking import held
from reports.checking.rules import FOUND, WITHDRAW
from reports.coordination.course import still_to_come
from reports.models import Finding, FindingKind, FindingState, FindingStep, Visit
from reports.models.checks import OVER
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.seen import require_seen
from shanyin_charging.lifecycle.transitions import Table, Transition, require_words

OPEN, ANSWERED, WITHDRAWN = FindingState.OPEN, FindingState.ANSWERED, FindingState.WITHDRAWN
TRANSITIONS = Table(
    rules,
    verbs.FINDING,
    (
        Transition(OPEN, "respond", ANSWERED, "can_respond"),
        Transition(OPEN, "urge", OPEN, "can_urge"),
        Transition(OPEN, WITHDRAW, WITHDRAWN, "can_withdraw"),
        Transition(ANSWERED, "close_out", FindingState.CLOSED, "can_close_out"),
        Transition(ANSWERED, "insist", OPEN, "can_judge"),
        Transition(ANSWERED, WITHDRAW, WITHDRAWN, "can_withdraw"),
    ),
    suffix="_finding",
    waits=waiting.WAITS,
    rests=waiting.RESTS,
)
LABELS = {FOUND: "发现", **{t.verb: t.label for t in TRANSITIONS}}
KEPT = "没有保存，您写的还在下面"
BY_WHO_CHECKED = "专班的人都参加了这次核查，由主任"
DAYS = 5  # working days in which a unit answers
LONGEST, SHORTEST = 500, 300  # of what is written with a step; of what was found


def replay(steps: Iterable[FindingStep]) -> str | None:
    """The state that the steps lead to; raises LookupError for one that the table has not."""
    return TRANSITIONS.replay((step.verb for step in steps), {FOUND: OPEN})


def begin(user: User, visit: Visit, kind: FindingKind, text: str, reply_by: date) -> Finding:
    """What was found at a visit, for the unit that reports the site."""
    made = Finding.objects.create(
        visit=visit,
        unit=visit.unit,
        kind=kind,
        text=text,
        found_on=clock.today(),
        reply_by=reply_by,
    )
    step(user, FOUND, made, text)
    return made


def move(
    user: User,
    verb: str,
    finding: Finding,
    text: str = "",
    seen: str | None = None,
    uploads: Sequence[UploadedFile] = (),
    reply_by: date | None = None,
) -> Finding:
    """One verb of the table with what was written, with an answer the pictures that prove it, and
    for one that is urged a new day; `seen` is the stamp of what the person had before them."""
    text = text.strip()
    brought = [(upload, pictures.as_picture(upload)) for upload in uploads]
    moved = moved_by(user, verb, finding, text, seen, brought, reply_by)
    if verb == "urge":
        sending.send(reminding.urged(moved, text), user, in_journal=True)
    return moved


def moved_by(
    user: User,
    verb: str,
    finding: Finding,
    text: str,
    seen: str | None,
    brought: Sequence[tuple[UploadedFile, Kept]],
    reply_by: date | None,
) -> Finding:
    """The verb, decided on what is locked."""
    with held(finding.visit) as visit:
        finding = Finding.objects.select_for_update(no_key=True).get(pk=finding.pk)
        finding.visit = visit
        transition, was = TRANSITIONS.taken(user, verb, finding), told(finding)
        require_seen(seen, finding.stamp, KEPT if text else "")
        require_words(transition.needs, text, LONGEST)
        if ends_alone(user, verb, finding):
            alone = f"{BY_WHO_CHECKED}{transition.label.removeprefix('同意，')}"
            text = f"{text}（{alone}）" if text else alone
        finding.state = transition.target
        finding.ended_on = clock.today() if finding.state in OVER else None
        if verb == "insist":
            finding.reply_by = working_days.after(clock.today(), DAYS)
        if verb == "urge":
            finding.reply_by = still_to_come(reply_by)
        finding.save()
        made = step(user, verb, finding, text)
        for upload, kept in brought:
            pictures.keep(user, visit, upload, kept, made)
        note(user, verb, finding, was, text)
        return finding


def ends_alone(user: User, verb: str, finding: Finding) -> bool:
    """Whether the person checked and now ends what was found, as only the head of an office of
    which nobody stayed away may."""
    ends = verb == "close_out" or (verb == WITHDRAW and finding.is_danger)
    return ends and rules.went(user, finding.visit)


def step(user: User, verb: str, finding: Finding, text: str) -> FindingStep:
    """Put a step beside what was found."""
    return FindingStep.objects.create(
        finding=finding,
        verb=verb,
        actor=user.name,
        at=clock.now(),
        text=text,
        reply_by=finding.reply_by,
    )


def told(finding: Finding) -> dict[str, str]:
    """What the journal tells of it, as plain values."""
    return {"state": str(finding.state), "reply_by": finding.reply_by.isoformat()}


def note(user: User, verb: str, finding: Finding, was: dict[str, str], text: str) -> None:
    """One event of what a verb changed."""
    now = told(finding)
    names = [name for name in now if now[name] != was[name]]
    journal.record(
        user,
        TRANSITIONS.event(verb),
        finding,
        before={name: was[name] for name in names},
        after={name: now[name] for name in names},
        text=text,
    )
