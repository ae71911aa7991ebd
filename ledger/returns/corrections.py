"""更正: which posted numbers of a line may be corrected, and handing a correction in."""

from django.db.models import QuerySet

from ledger.lines import Scope
from ledger.lines.statements import CorrectedForm
from ledger.models import Cause, Entry, Kind, Line, LineKind, State, Submission, Version
from ledger.models.entries import EntryQuerySet
from ledger.returns import drafting, rules, workflow
from ledger.returns.locking import locked_period
from shanyin_charging.accounts.models import User
from shanyin_charging.lifecycle.seen import require_seen, stamp
from shanyin_charging.lifecycle.transitions import Refused, require

SAID = ("registered", "public_pile_unsplit")  # a word, or what follows from the line's piles


def standing_entries(line: Line) -> QuerySet[Entry]:
    """The entries of a line that still stand and may be corrected, by number."""
    return (
        may_be_corrected(Entry.objects.filter(line=line)).select_related("site").order_by("number")
    )


def may_be_corrected(entries: EntryQuerySet) -> QuerySet[Entry]:
    """Those of the entries that stand and are numbers which somebody reported."""
    return entries.counting().exclude(cause=Cause.REVERSED).exclude(measure__in=SAID)


def correctable(user: User, submission: Submission) -> set[int]:
    """Ids of the submission's lines that this person may correct now."""
    if not rules.can_correct(user, submission):
        return set()
    posted = Entry.objects.filter(line__version__submission=submission)
    return set(may_be_corrected(posted).values_list("line_id", flat=True))


def read(original: Submission, entry: Entry, value: str, reason: str) -> CorrectedForm:
    """What was typed for one entry of a return, as the line's form reads it."""
    shell = Submission(period=original.period, unit=original.unit, kind=Kind.CORRECTION)
    typed = {"entry": str(entry.number), "value": value, "reason": reason}
    return CorrectedForm(Scope(shell), typed)


def seen_of(line: Line) -> str:
    """The stamp of what a correction of a line is written upon: its standing entries, and what is
    on its way to correct them."""
    entries = list(standing_entries(line).values_list("number", "value"))
    waiting = Line.objects.filter(
        kind=LineKind.CORRECTED,
        typed__entry__in=[str(number) for number, _ in entries],
    ).exclude(version__submission__state=State.APPROVED)
    return stamp(entries, list(waiting.order_by("pk").values_list("pk", flat=True)))


def hand_in(
    user: User,
    original: Submission,
    corrected: list[dict],
    key: str,
    line: Line | None = None,
    seen: str | None = None,
) -> Submission:
    """Hand in the correction of a return, or give it to the unit's checker: `corrected` is what was
    typed for each entry whose number changes, `seen` the stamp of the line that it is about. The
    same key again gives the same correction; raises Refused when nothing changes."""
    with locked_period(original.period):
        if done := Version.objects.filter(key=key).first():
            return done.submission
        require(rules.can_correct(user, original))
        if line:
            require_seen(seen, seen_of(line))
        if not corrected:
            raise Refused("没有改动任何数字，不用更正")
        correction = drafting.start(user, original.period, original.unit, Kind.CORRECTION, key)
        for typed in corrected:
            drafting.put_line(user, correction, LineKind.CORRECTED, drafting.new_key(), typed)
        checked = rules.can_hand_over(user, correction)
        (workflow.hand_over if checked else workflow.submit)(user, correction, key)
        return correction
