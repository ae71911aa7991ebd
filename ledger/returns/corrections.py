"""更正: which posted numbers of a line may be corrected, and handing a correction in."""

from django.db import transaction

from ledger.lines import line_form
from ledger.models import Cause, Entry, Kind, LineKind, Submission, Version
from ledger.returns import drafting, rules, workflow
from shanyin_charging.lifecycle.transitions import Refused

FIXED = (Cause.OPENING, Cause.REMOVED, Cause.REVERSED)  # their entries are undone, not corrected
DERIVED = ("public_station", "registered")  # follow from other entries, never corrected by hand


def standing_entries(line):
    """The entries of a line that still stand and may be corrected."""
    return (
        Entry.objects.filter(line=line)
        .counting()
        .exclude(cause__in=FIXED)
        .exclude(measure__in=DERIVED)
        .select_related("site")
        .order_by("number")
    )


def correctable(user, submission) -> set[int]:
    """Ids of the submission's lines that this person may correct now."""
    if submission.state != "approved" or not rules.can_report(
        user, submission.period, submission.unit, Kind.CORRECTION
    ):
        return set()
    entries = Entry.objects.filter(line__version__submission=submission).counting()
    entries = entries.exclude(cause__in=FIXED).exclude(measure__in=DERIVED)
    return set(entries.values_list("line_id", flat=True))


def hand_in(user, original, entries, form, key) -> Submission | None:
    """The correction as handed in; None when a number was wrong, which the form then says at its
    field."""
    if done := Version.objects.filter(key=key).first():
        return done.submission
    shell = Submission(period=original.period, unit=original.unit, kind=Kind.CORRECTION)
    typed = []
    for entry in entries:
        name = f"value_{entry.number}"
        one = {
            "entry": str(entry.number),
            "value": form.cleaned_data[name],
            "reason": form.cleaned_data["reason"],
        }
        read = line_form(LineKind.CORRECTED, shell, one)
        if not read.is_valid():
            for texts in read.errors.values():
                form.add_error(name, texts)
        elif read.values()["value"] != entry.value:
            typed.append(one)
    if form.errors:
        return None
    if not typed:
        raise Refused("没有改动任何数字，不用更正")
    with transaction.atomic():
        correction = drafting.start(user, original.period, original.unit, Kind.CORRECTION, key)
        for one in typed:
            drafting.put_line(user, correction, LineKind.CORRECTED, drafting.new_key(), one)
        checked = rules.can_hand_over(user, correction)
        (workflow.hand_over if checked else workflow.submit)(user, correction, key)
    return correction
