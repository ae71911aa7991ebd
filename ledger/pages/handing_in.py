"""The last look before a return is handed in, and handing it in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from ledger.lines import Scope, line_form
from ledger.lines.readback import Readback
from ledger.models import Submission
from ledger.models.submissions import has_checker
from ledger.pages import projects
from ledger.pages.filling import onward, own_return
from ledger.pages.metering import metered
from ledger.returns import drafting, workflow
from ledger.returns.seen import stamp_of
from shanyin_charging import clock
from shanyin_charging.accounts.requests import Request
from shanyin_charging.lifecycle.transitions import Refused


@metered
def check(request: Request, period_id: int, unit_code: str) -> HttpResponse:
    """Read back what will be handed in; for a nil return the same page confirms it."""
    period, unit, submission = own_return(request, period_id, unit_code)
    inside = submission.pk is None or not submission.current.paper_reason
    inside = inside and has_checker(unit, clock.today())
    if request.method == "POST":
        return hand_on(request, submission, inside)
    if submission.pk and not submission.is_open:
        return redirect("submission", submission.pk)
    if why := workflow.lacks_scan(submission):
        messages.error(request, why)
        return onward(submission)
    lines = list(submission.current.lines.all()) if submission.pk else []
    scope, words = Scope(submission), Readback(lines, period.plan)
    forms = [line_form(line.kind, submission, line.typed, scope) for line in lines]
    nil = not any(line.is_whole for line in lines)
    for line, form in zip(lines, forms, strict=True):
        if not nil and not form.is_valid():
            messages.error(request, "还有一条没有填完或需要更正，改好（或丢弃）后再上报")
            target = onward(submission)
            target["Location"] += f"?line={line.pk}#form"
            return target
    context = {
        "period": period,
        "unit": unit,
        "submission": submission,
        "nil": nil,
        "dropped": " ".join(line.key for line in lines) if nil else "",
        "lines": [
            (line, words.sentence(line), not nil and form.is_backdated)
            for line, form in zip(lines, forms, strict=True)
        ],
        "going_on": projects.going_on(scope, lines),
        "key": submission.current.key if submission.pk else drafting.new_key(),
        "seen": stamp_of(submission),
        "inside": inside,
    }
    return render(request, "ledger/check.html", context)


def hand_on(request: Request, submission: Submission, inside: bool) -> HttpResponse:
    """Hand the draft in, or to the unit's checker where it has one."""
    key = request.POST.get("key", "")
    try:
        submission = drafting.begin(request.user, submission, key=key)
        act = workflow.hand_over if inside else workflow.submit
        seen = request.POST.get("seen", "")
        act(request.user, submission, key, nil="nil" in request.POST, seen=seen)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("fill_return", submission.period_id, submission.unit.code)
    return redirect("submission", submission.pk)
