"""Pages of a return's evidence: files come in, are read, are taken off the draft."""

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.views.decorators.http import require_POST

from ledger.models import Attachment, Submission
from ledger.pages.filling import own_return
from ledger.pages.metering import metered
from ledger.returns import drafting, evidence, thumbnails
from ledger.returns.seen import stamp_of
from shanyin_charging import clock, dates, spreadsheet
from shanyin_charging.accounts.models import User
from shanyin_charging.accounts.requests import Request
from shanyin_charging.archive import genuine
from shanyin_charging.asking import ask, is_sure
from shanyin_charging.confined import UnreadableFile
from shanyin_charging.lifecycle.transitions import Refused
from targets.rulings import effects

HARMLESS = "default-src 'none'; sandbox"  # nothing that lies in a file may run here
FOR_LONG = "private, max-age=31536000, immutable"  # what an address shows never changes


@require_POST
@metered
def attach(request: Request, period_id: int, unit_code: str) -> HttpResponse:
    """Take in files of evidence for the unit's return: those that are refused are named, the others
    stay. A page that sends them one by one is answered by what became of each."""
    period, unit, submission = own_return(request, period_id, unit_code)
    was = stamp_of(submission)
    made: list[Attachment] = []
    try:
        submission = drafting.begin(request.user, submission)
        made, refused = taken_in(request, submission)
    except Refused as refusal:
        refused = [str(refusal)]
    if "X-Autosave" in request.headers:
        return JsonResponse(
            {
                "kept": [shown(found) for found in made],
                "refused": refused,
                "seen": [was, stamp_of(submission)],
            }
        )
    if made:
        messages.success(request, f"已上传 {'、'.join(found.name for found in made)}")
    for reason in refused:
        messages.error(request, reason)
    return (
        redirect("submission", submission.pk)
        if submission.pk and not submission.is_open
        else redirect("fill_return", period.pk, unit.code)
    )


def taken_in(request: Request, submission: Submission) -> tuple[list[Attachment], list[str]]:
    """The files of a press that are kept now, and why others are not. Raises Refused where there
    are none."""
    made: list[Attachment] = []
    refused: list[str] = []
    if not (files := request.FILES.getlist("file")):
        raise Refused("请先选择要上传的文件")
    for file in files:
        try:
            kept = evidence.attach(
                request.user,
                submission,
                file,
                request.POST.get("note", ""),
                signed="signed" in request.POST,
                line_key=request.POST.get("line", ""),
            )
            made.append(kept)
        except Refused as refusal:
            refused.append(str(refusal))
    return made, list(dict.fromkeys(refused))


def shown(found: Attachment) -> dict[str, str]:
    """What a page that sends files shows of one that is kept."""
    told = {"name": found.name, "file": reverse("attachment", args=[found.pk])}
    if not found.is_picture:
        return told
    return told | {
        "picture": reverse("picture", args=[found.pk]),
        "thumbnail": reverse("thumbnail", args=[found.pk]),
    }


def visible(user: User, pk: int) -> Attachment:
    """A file of a return that the person may see, else 404."""
    return get_object_or_404(Attachment.objects.attached().visible_to(user, clock.today()), pk=pk)


def attachment(request: Request, pk: int) -> HttpResponse:
    """The bytes of a file, for those who may see its return; a POST takes it off the draft."""
    found = visible(request.user, pk)
    if request.method == "POST":
        return take_off(request, found)
    answer = HttpResponse(genuine.content(found, "file"), content_type=found.content_type)
    answer["Content-Security-Policy"] = HARMLESS
    return spreadsheet.named(answer, found.name)


def thumbnail(request: Request, pk: int) -> HttpResponse:
    """The thumbnail of a picture, for those who may see it."""
    found = visible(request.user, pk)
    if not found.is_picture:
        raise Http404
    try:
        content = thumbnails.of(found.sha256, found.file)
    except (UnreadableFile, FileNotFoundError):
        raise Http404("这张照片打不开") from None
    answer = HttpResponse(content, content_type="image/jpeg")
    answer["Cache-Control"], answer["Content-Security-Policy"] = FOR_LONG, HARMLESS
    return answer


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
