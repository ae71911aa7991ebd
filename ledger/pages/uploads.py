"""Pages of the Excel return: the month's workbook out; a file or a pasted block in, previewed, then
confirmed."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from ledger.lines import Scope
from ledger.models import Upload
from ledger.pages.filling import own_return
from ledger.returns import drafting
from ledger.returns.evidence import file_name
from ledger.workbooks import child, comparing, pasted, writing
from ledger.workbooks.uploads import confirm, keep
from shanyin_charging import spreadsheet
from shanyin_charging.lifecycle.transitions import Overtaken, Refused

SHOWN = 200  # rows of a preview


def template(request, period_id, unit_code):
    """This month's workbook, filled with the draft and with what stands."""
    period, unit, submission = own_return(request, period_id, unit_code)
    content = writing.workbook(Scope(submission), lines_of(submission))
    answer = HttpResponse(content, content_type=spreadsheet.CONTENT_TYPE)
    return spreadsheet.named(answer, f"{unit}_{period}_填报表.xlsx")


@require_POST
def upload(request, period_id, unit_code):
    """Take in a workbook or a pasted block and show what it would change."""
    period, unit, submission = own_return(request, period_id, unit_code)
    back = redirect("report", period.pk, unit.code)
    try:
        drafting.require_open(request.user, submission)
        if text := request.POST.get("block", ""):
            content, name, replacing = text.encode(), "粘贴的内容.txt", False
            sheets = pasted.sheets(text, request.POST.get("kind", ""), Scope(submission))
        elif file := request.FILES.get("file"):
            if file.size > child.MOST_BYTES:
                raise Refused("文件超过5兆，请删去图片和用不着的表，或分成几个文件")
            content, name, replacing = file.read(), file_name(file.name, "xlsx"), True
            sheets = child.read(content)
        else:
            raise Refused("请先选择填好的表格文件")
    except (Refused, child.CannotRead) as refusal:
        messages.error(request, str(refusal))
        return back
    made = keep(request.user, period, unit, content, name, sheets, replacing)
    return redirect("preview", made.pk)


def preview(request, pk):
    """Every difference and every fault of an upload; the press that writes it into the draft."""
    found = get_object_or_404(
        Upload.objects.select_related("period", "unit"),
        pk=pk,
        uploaded_by=request.user,
        period__isnull=False,
    )
    period, unit, submission = own_return(request, found.period_id, found.unit.code)
    if submission.pk and not submission.is_open:
        return redirect("submission", submission.pk)
    if found.confirmed_at:
        return redirect("report", period.pk, unit.code)
    draft = lines_of(submission)
    proposal = comparing.propose(found.sheets, Scope(submission), draft, found.replacing)
    if request.method == "POST" and proposal.may_be_confirmed:
        try:
            confirm(request.user, submission, found, proposal, request.POST.get("seen", ""))
        except Overtaken as overtaken:
            messages.error(request, str(overtaken))
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("report", period.pk, unit.code)
        else:
            messages.success(request, f"已按“{found.name}”写入草稿，核对后请上报")
            return redirect("report", period.pk, unit.code)
    changes = proposal.changes
    return render(
        request,
        "ledger/preview.html",
        {
            "upload": found,
            "period": period,
            "unit": unit,
            "proposal": proposal,
            "changes": changes[:SHOWN],
            "more": max(len(changes) - SHOWN, 0),
            "faults": proposal.faults,
            "unchanged": len(proposal.rows) - len(changes),
            "seen": stamp_of(submission),
        },
    )


def lines_of(submission) -> list:
    return list(submission.current.lines.all()) if submission.pk else []


def stamp_of(submission) -> str:
    return submission.current.stamp if submission.pk else ""


def original(request, pk):
    """The file as it was uploaded, for those who may see the unit's returns."""
    found = get_object_or_404(Upload.objects.select_related("unit"), pk=pk)
    if found.uploaded_by != request.user and not request.user.reviews:
        raise Http404
    with found.file.open("rb") as file:
        return spreadsheet.named(
            HttpResponse(file.read(), content_type="application/octet-stream"), found.name
        )
