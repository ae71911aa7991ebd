"""更正: the unit says which posted numbers of a line were wrong; approved, they are replaced and
not erased."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from ledger.lines.readback import sentence
from ledger.models import Line, Submission
from ledger.pages.forms import CorrectionForm
from ledger.returns import drafting
from ledger.returns.corrections import correctable, hand_in, seen_of, standing_entries
from shanyin_charging import clock
from shanyin_charging.accounts.requests import Request
from shanyin_charging.lifecycle.transitions import Refused


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
            "line": line,
            "sentence": sentence(line),
            "submission": original,
            "key": drafting.new_key(),
            "seen": seen_of(line),
        },
    )
