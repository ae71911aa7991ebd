"""Whether a printed bulletin was issued, for whoever holds it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from reports.models import Bulletin, StampedScan
from reports.press import press
from shanyin_charging import serving
from shanyin_charging.accounts.requests import Request
from shanyin_charging.audit import journal

FIRST = "#p-1"  # paragraph, where who comes from the paper begins to read


@login_not_required
def confirm(request: Request, code: str) -> HttpResponse:
    """Whether a bulletin with this code was issued, by whatever county: its number, its date, its
    title and its digests, and the way to it for who may sign in; no more."""
    found = Bulletin.objects.issued().filter(code=code.upper()).first()
    files = found.files.exclude(format="html").defer("content").order_by("format") if found else []
    scan = StampedScan.objects.of(found).first() if found else None
    head = found.whole.journal if found else ""
    digests = [("盖章件", scan.sha256)] if scan else []
    digests += [(press.FORMATS[file.format][2], file.sha256) for file in files]
    with serving.of(found.county.code if found else serving.county()):
        return render(
            request,
            "bulletins/confirm.html",
            {
                "bulletin": found,
                "code": code,
                "files": digests,
                "journal": head,
                "kept": not head or journal.has(head),
                "onward": f"{reverse('bulletin_at', args=[found.pk])}{FIRST}" if found else "",
            },
            status=200 if found else 404,
        )
