"""更正: which posted numbers of a line may be corrected, and handing a correction in."""

from django.db.models import QuerySet

from ledger.entries.correcting import descent
from ledger.entries.stocks import REGISTERED
from ledger.lines import Scope
from ledger.lines.statements import CorrectedForm
from ledger.models import Cause, Entry, Kind, Line, LineKind, State, Submission, Version
from ledger.models.entries import EntryQuerySet
from ledger.returns import drafting, rules, workflow
from ledger.returns.locking import locked, locked_period
from ledger.returns.seen import stamp_of
from shanyin_charging.accounts.models import User
from shanyin_charging.lifecycle.seen import require_seen, stamp
from shanyin_charging.lifecycle.transitions import Refused, require
from targets.measures import UNSPLIT

SAID = (REGISTERED, UNSPLIT)  # a word, or what follows from the line's piles


def standing_entries(line: Line) -> QuerySet[Entry]:
    """What stands of a line's numbers, as posted or as corrected since, and may be corrected, by
    number of the entry."""
    found = Entry.objects.filter(pk__in=descent(Entry.objects.filter(line=line)))
    return may_be_corrected(found).select_related("site").order_by("number")


def may_be_corrected(entries: EntryQuerySet) -> QuerySet[Entry]:
    """Those of the entries that stand and are numbers which somebody reported."""
    return entries.counting().exclude(cause=Cause.REVERSED).exclude(measure__in=SAID)


def correctable(user: User, submission: Submission) -> set[int]:
    """Ids of the submission's lines that this person may correct now."""
    if not rules.can_correct(user, submission):
        return set()
    began = descent(Entry.objects.filter(line__version__submission=submission))
    standing = may_be_corrected(Entry.objects.filter(pk__in=began))
    return {line for pk in standing.values_list("pk", flat=True) if (line := began[pk])}


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
    ).exclude(version__submission__state__in=[State.APPROVED, State.DROPPED])
    return stamp(entries, list(waiting.order_by("pk").values_list("pk", flat=True)))


def corrected_line(correction: Submission) -> Line | None:
    """The line whose numbers a correction changes; None where the ledger has its entry no more."""
    typed = correction.current.lines.values_list("typed", flat=True).first() or {}
    county = correction.period.county
    entry = Entry.objects.filter(county=county, number=typed.get("entry") or 0).first()
    return entry.line if entry else None


def typed_in(correction: Submission) -> dict[str, str]:
    """What was typed for each entry, by its number, and why."""
    found: dict[str, str] = {}
    for typed in correction.current.lines.values_list("typed", flat=True):
        found |= {typed["entry"]: typed["value"], "reason": typed["reason"]}
    return found


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
        fill_in(user, correction, corrected)
        return correction


def hand_in_again(
    user: User, correction: Submission, corrected: list[dict], seen: str | None = None
) -> None:
    """Hand in a correction that came back with other numbers, `seen` as its unit saw it; raises
    Refused where it lies elsewhere by now, or nothing changes any more."""
    with locked(correction) as correction:
        drafting.require_open(user, correction)
        require_seen(seen, seen_again(correction))
        if not corrected:
            raise Refused("改成了和台账一样的数，没有要更正的；不用更正请作废")
        for line in correction.current.lines.all():
            drafting.remove_line(user, correction, line.pk)
        fill_in(user, correction, corrected)


def seen_again(correction: Submission) -> str:
    """The stamp of what a correction is mended upon: itself, and what it corrects."""
    line = corrected_line(correction)
    return stamp(stamp_of(correction), seen_of(line) if line else "")


def fill_in(user: User, correction: Submission, corrected: list[dict]) -> None:
    """Put what was typed into the draft, and hand it in or give it to the unit's checker."""
    for typed in corrected:
        drafting.put_line(user, correction, LineKind.CORRECTED, drafting.new_key(), typed)
    checked = rules.can_hand_over(user, correction)
    (workflow.hand_over if checked else workflow.submit)(user, correction, correction.current.key)
