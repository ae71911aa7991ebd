"""盖章件 on the pages of bulletins and of notices: filed, opened."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from reports import rules
from reports.bulletins import issuing, scans
from reports.models import Bulletin, StampedScan, SupervisionNotice
from reports.models.scans import Paper
from reports.supervision import workflow
from shanyin_charging import clock, spreadsheet
from shanyin_charging.accounts.models import User
from shanyin_charging.accounts.requests import Request
from shanyin_charging.archive import genuine
from shanyin_charging.lifecycle.transitions import Refused


@require_POST
def file_of_bulletin(request: Request, pk: int) -> HttpResponse:
    """Keep the scan of an issued bulletin."""
    return file(request, bulletin_of(request.user, pk), "bulletin_at")


@require_POST
def file_of_notice(request: Request, pk: int) -> HttpResponse:
    """Keep the scan of a notice of supervision."""
    return file(request, notice_of(request.user, pk), "notice")


def file(request: Request, paper: Paper, page: str) -> HttpResponse:
    """Keep what was uploaded, and show the paper's page."""
    given = request.POST
    try:
        upload = request.FILES.get("scan")
        scans.file(request.user, paper, upload, given.get("reason", ""), given.get("seen", ""))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "盖章件已存入，单位打开时排在最前")
    return redirect(page, paper.pk)


def scan(request: Request, pk: int) -> HttpResponse:
    """A scan as it was filed, for who may open its paper; one that was replaced for who sees all
    units."""
    found = get_object_or_404(StampedScan.objects.served(), pk=pk)
    if found.bulletin_id:
        issuing.opened(request.user, bulletin_of(request.user, found.bulletin_id))
    elif found.notice_id:
        workflow.opened(request.user, notice_of(request.user, found.notice_id))
    if hasattr(found, "replaced_by") and not request.user.sees_all_units:
        raise Http404
    answer = HttpResponse(genuine.content(found), content_type=found.content_type)
    return spreadsheet.named(answer, found.name)


def shown(user: User, paper: Paper) -> dict[str, Any]:
    """What a paper's page tells of its scans: the one that stands (`scan`), those `replaced`,
    whether the person may file one, and the stamp of them."""
    found = list(StampedScan.objects.of(paper))
    return {
        "scan": found[0] if found else None,
        "replaced": found[1:] if user.sees_all_units else [],
        "may_file": bool(rules.can_file_scan(user, paper)),
        "scans_seen": scans.seen_of(paper),
        "files_at": "file_bulletin_scan" if isinstance(paper, Bulletin) else "file_notice_scan",
        "paper": paper,
    }


def bulletin_of(user: User, pk: int) -> Bulletin:
    """A bulletin that the person may see; else it is not there."""
    return get_object_or_404(Bulletin.objects.visible_to(user), pk=pk)


def notice_of(user: User, pk: int) -> SupervisionNotice:
    """A notice that the person may see; else it is not there."""
    return get_object_or_404(SupervisionNotice.objects.visible_to(user, clock.today()), pk=pk)
