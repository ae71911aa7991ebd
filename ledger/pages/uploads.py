"""Pages of the Excel return: the month's workbook out; a file or a pasted block in, previewed, then
confirmed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from ledger.lines import Scope
from ledger.models import Line, Submission, Upload
from ledger.pages.filling import own_return
from ledger.returns import drafting, uploads
from ledger.returns.evidence import file_name
from ledger.returns.seen import draft_of
from ledger.sheets import cells
from ledger.sheets.sheet import are_whole
from ledger.workbooks import child, comparing, pasted, writing
from ledger.workbooks.comparing import DraftProposal
from shanyin_charging import clock, spreadsheet
from shanyin_charging.accounts.requests import Request
from shanyin_charging.archive import genuine
from shanyin_charging.confined import UnreadableFile
from shanyin_charging.lifecycle.transitions import Overtaken, Refused

SHOWN = 200  # rows of a preview


def template(request: Request, period_id: int, unit_code: str) -> HttpResponse:
    """This month's workbook, filled with the draft and with what stands."""
    period, unit, submission = own_return(request, period_id, unit_code)
    content = writing.workbook(Scope(submission), lines_of(submission))
    answer = HttpResponse(content, content_type=spreadsheet.CONTENT_TYPE)
    return spreadsheet.named(answer, f"{unit}_{period}_填报表.xlsx")


@require_POST
def upload(request: Request, period_id: int, unit_code: str) -> HttpResponse:
    """Take in a workbook or a pasted block and show what it would change."""
    period, unit, submission = own_return(request, period_id, unit_code)
    back = redirect("fill_return", period.pk, unit.code)
    try:
        if text := request.POST.get("block", ""):
            content, name, replacing = text.encode(), "粘贴的内容.txt", False
            sheets = pasted.sheets(text, request.POST.get("kind", ""), Scope(submission))
        elif file := request.FILES.get("file"):
            content, sheets = child.taken(file)
            name, replacing = file_name(file.name, cells.ending(content)), True
        else:
            raise Refused("请先选择填好的表格文件")
        made = uploads.keep_workbook(request.user, submission, content, name, sheets, replacing)
    except (Refused, UnreadableFile) as refusal:
        messages.error(request, str(refusal))
        return back
    return redirect("preview", made.pk)


def preview(request: Request, pk: int) -> HttpResponse:
    """Every difference and every fault of an upload; the press that writes it into the draft."""
    found = get_object_or_404(
        Upload.objects.served().select_related("period", "unit"),
        pk=pk,
        uploaded_by=request.user,
        period__isnull=False,
    )
    assert found.period and found.unit, "what has a period was kept for a unit's return"
    period, unit, submission = own_return(request, found.period.pk, found.unit.code)
    if submission.pk and not submission.is_open:
        return redirect("submission", submission.pk)
    if found.confirmed_at:
        return redirect("fill_return", period.pk, unit.code)
    if not are_whole(found.sheets):
        messages.error(request, "这个文件是平台更新以前上传的，请重新上传一次")
        return redirect("fill_return", period.pk, unit.code)
    draft = lines_of(submission)
    proposal = comparing.propose(found.sheets, Scope(submission), draft, found.replacing)
    if request.method == "POST" and proposal.may_be_confirmed:
        try:
            take_in(request, submission, found, proposal)
        except Overtaken as overtaken:  # the preview of what it is now
            messages.error(request, str(overtaken))
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("fill_return", period.pk, unit.code)
        else:
            messages.success(request, f"已按“{found.name}”写入草稿，核对后请上报")
            return redirect("fill_return", period.pk, unit.code)
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
            "seen": draft_of(submission),
        },
    )


def take_in(
    request: Request, submission: Submission, found: Upload, proposal: DraftProposal
) -> None:
    """Write what the preview showed into the draft."""
    rows = [
        (row.key if row.before else drafting.new_key(), row.kind, row.typed, row.read_as)
        for row in proposal.changes
    ]
    removed = [line.key for line in proposal.removed]
    seen = request.POST.get("seen", "")
    uploads.take_in(request.user, submission, found, rows, removed, seen)


def lines_of(submission: Submission) -> list[Line]:
    """The lines of the draft, none before there is one."""
    return list(submission.current.lines.all()) if submission.pk else []


def original(request: Request, pk: int) -> HttpResponse:
    """The file as it was uploaded, for those who may see the unit's returns."""
    found = get_object_or_404(Upload.objects.visible_to(request.user, clock.today()), pk=pk)
    content = genuine.content(found, "file")
    return spreadsheet.named(
        HttpResponse(content, content_type="application/octet-stream"), found.name
    )
