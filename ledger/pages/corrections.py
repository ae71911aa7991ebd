"""更正: the unit says which posted numbers of a line were wrong; approved, they are replaced and
not erased."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from ledger.lines import line_form
from ledger.lines.readback import sentence
from ledger.models import Cause, Entry, Kind, Line, LineKind, Submission, Version
from ledger.returns import drafting, rules, workflow
from shanyin_charging.lifecycle.transitions import Refused
from targets.measures import MEASURES

FIXED = (
    Cause.OPENING,
    Cause.REMOVED,
    Cause.REVERSED,
)  # causes whose entries are undone, not corrected
DERIVED = (
    "public_station",
    "registered",
)  # follow from other entries and are never corrected by hand


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


class CorrectionForm(forms.Form):
    """One field for each number of a line, filled with what stands; and the reason."""

    reason = forms.CharField(
        label="更正原因", max_length=200, error_messages={"required": "请写明更正的原因"}
    )

    def __init__(self, entries, data=None):
        super().__init__(data=data)
        self.use_required_attribute = False
        for entry in entries:
            measure = MEASURES[entry.measure]
            self.fields[f"value_{entry.number}"] = forms.CharField(
                label=f"{measure.name}（{measure.unit}）",
                max_length=20,
                initial=measure.in_units(entry.value),
                widget=forms.TextInput(
                    attrs={"class": "number", "inputmode": "decimal", "autocomplete": "off"}
                ),
                error_messages={"required": "请填更正后的数；没有这回事填0"},
            )
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])


def correct(request, line_pk):
    """The page on which a unit corrects the numbers of one of its posted lines, and hands the
    correction in."""
    line = get_object_or_404(
        Line.objects.select_related("version__submission__period", "version__submission__unit"),
        pk=line_pk,
        version__submission__in=Submission.objects.visible_to(request.user),
    )
    original = line.version.submission
    if line.pk not in correctable(request.user, original):
        raise Http404
    entries = list(standing_entries(line))
    form = CorrectionForm(entries, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = hand_in(request.user, original, entries, form, request.POST["key"])
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            if made:
                return redirect("submission", made.pk)
    return render(
        request,
        "ledger/correct.html",
        {
            "form": form,
            "line": line,
            "sentence": sentence(line),
            "submission": original,
            "key": drafting.new_key(),
        },
    )


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
