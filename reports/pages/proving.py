"""核验: whoever reads an issued bulletin has it proved by one press."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from reports.bulletins import proving
from reports.bulletins.states import TRANSITIONS
from reports.models import Bulletin
from reports.press import press
from shanyin_charging.accounts.requests import Request
from shanyin_charging.jobs.lengthy import lengthy, pressed
from shanyin_charging.lifecycle.transitions import Refused


@lengthy(pressed)
def prove(request: Request, pk: int) -> HttpResponse:
    """Prove the bulletin and lead back to its page, where the result stands."""
    found = get_object_or_404(Bulletin.objects.visible_to(request.user), pk=pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        result = proving.prove_for(request.user, found)
    except (Refused, press.Busy) as refusal:
        messages.error(request, str(refusal))
        return redirect("bulletin_at", pk)
    if all(finding.holds for finding in result):
        messages.success(request, TRANSITIONS.done("prove"))
    else:
        messages.error(request, "核验发现不一致，见下面“文件和验证”")
    return redirect(f"{reverse('bulletin_at', args=[pk])}#proof")
