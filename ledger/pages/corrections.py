"""更正: the unit says which posted numbers of a line were wrong; approved, they are replaced and
not erased."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from ledger.lines.readback import sentence
from ledger.models import Kind, Line, Submission
from ledger.models.submissions import has_checker
from ledger.pages.forms import CorrectionForm
from ledger.returns import drafting, rules
from ledger.returns.corrections import (
    correctable,
    corrected_line,
    hand_in,
    hand_in_again,
    seen_again,
    seen_of,
    standing_entries,
    typed_in,
)
from ledger.returns.drafting import remarks_on
from ledger.returns.seen import stamp_of
from shanyin_charging import clock
from shanyin_charging.accounts.requests import Request
from shanyin_charging.lifecycle.seen import require_seen
from shanyin_charging.lifecycle.transitions import Refused

KEPT = "没有上报，您填的还在下面"  # what becomes of what was typed upon other numbers


def correct(request: Request, line_pk: int) -> HttpResponse:
    """The page on which a unit corrects the numbers of one of its posted lines, and hands the
    correction in."""
    line = get_object_or_404(
        Line.objects.select_related("version__submission__period", "version__submission__unit"),
        pk=line_pk,
        version__submission__in=Submission.objects.visible_to(request.user, clock.today()),
    )
    original = line.version.submission
    if line.pk not in correctable(request.user, original):
        raise Http404
    entries = list(standing_entries(line))
    form = CorrectionForm(original, entries, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            key, seen = request.POST.get("key") or drafting.new_key(), request.POST.get("seen", "")
            made = hand_in(request.user, original, form.changed, key, line, seen)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            return redirect("submission", made.pk)
    return render(
        request,
        "ledger/correct.html",
        {
            "form": form,
            "sentence": sentence(line),
            "submission": original,
            "key": drafting.new_key(),
            "seen": seen_of(line),
            "inside": has_checker(original.unit, clock.today()),
        },
    )


def correct_again(request: Request, pk: int) -> HttpResponse:
    """The page on which a unit mends a correction that came back: what was said of it, the numbers
    as they were typed, and handing it in again or giving it up."""
    visible = Submission.objects.visible_to(request.user, clock.today()).to_mend()
    correction = get_object_or_404(visible, pk=pk, kind=Kind.CORRECTION)
    if not rules.can_write(request.user, correction):
        raise Http404
    line = corrected_line(correction)
    entries = list(standing_entries(line)) if line else []
    form = CorrectionForm(correction, entries, request.POST or None, typed_in(correction))
    if request.method == "POST":
        try:
            require_seen(request.POST.get("seen", ""), seen_again(correction), KEPT)
            if form.is_valid():
                hand_in_again(request.user, correction, form.changed, request.POST.get("seen", ""))
                return redirect("submission", correction.pk)
        except Refused as refusal:
            messages.error(request, str(refusal))
    context = {
        "form": form,
        "sentence": sentence(line) if line else "",
        "submission": correction,
        "remarks": remarks_on(correction),
        "again": True,
        "inside": has_checker(correction.unit, clock.today()),
        "may_drop": rules.can_drop(request.user, correction),
        "seen": seen_again(correction),
        "drop_seen": stamp_of(correction),
    }
    return render(request, "ledger/correct.html", context)
