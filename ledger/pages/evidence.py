"""Pages of a return's evidence: a file comes in, is read, is taken off the draft."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.views.decorators.http import require_POST

from ledger.models import Attachment
from ledger.pages.filling import own_return
from ledger.pages.metering import metered
from ledger.returns import drafting, evidence
from shanyin_charging import clock, dates, spreadsheet
from shanyin_charging.accounts.requests import Request
from shanyin_charging.asking import ask, is_sure
from shanyin_charging.lifecycle.transitions import Refused
from targets.rulings import effects


@require_POST
@metered
def attach(request: Request, period_id: int, unit_code: str) -> HttpResponse:
    """Take in one file of evidence for the unit's return."""
    period, unit, submission = own_return(request, period_id, unit_code)
    try:
        submission = drafting.begin(request.user, submission)
        if (file := request.FILES.get("file")) is None:
            raise Refused("请先选择要上传的文件")
        made = evidence.attach(
            request.user,
            submission,
            file,
            request.POST.get("note", ""),
            signed="signed" in request.POST,
            line_key=request.POST.get("line", ""),
        )
        messages.success(request, f"已上传 {made.name}")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return (
        redirect("submission", submission.pk)
        if submission.pk and not submission.is_open
        else redirect("fill_return", period.pk, unit.code)
    )


def attachment(request: Request, pk: int) -> HttpResponse | FileResponse:
    """The bytes of a file, for those who may see its return; a POST takes it off the draft."""
    found = get_object_or_404(
        Attachment.objects.attached().visible_to(request.user, clock.today()), pk=pk
    )
    if request.method == "POST":
        return take_off(request, found)
    return spreadsheet.named(
        FileResponse(found.file.open("rb"), content_type=found.content_type), found.name
    )


def take_off(request: Request, found: Attachment) -> HttpResponse:
    """Take a file off its draft, once its sender was asked."""
    back = ("fill_return", found.submission.period_id, found.submission.unit.code)
    try:
        if not is_sure(request):
            effects.of(lambda: evidence.remove(request.user, found))
            says = [
                f"{found.name}（{filesizeformat(found.size)}，{found.uploaded_by}"
                f" {dates.moment(found.uploaded_at)}上传）",
                "撤下以后不再是本期材料，审核的人看不到；要用只能重新上传。",
            ]
            return ask(
                request, "撤下附件", says, "撤下", seen="", back=reverse(back[0], args=back[1:])
            )
        evidence.remove(request.user, found)
        messages.success(request, f"已撤下 {found.name}")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(*back)
