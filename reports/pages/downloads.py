"""Files that are answered: one that takes a press, made when it is free, else a page that asks
again; one that is kept, to take out or, of a picture, to look at."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import render

from ledger.pages.evidence import FOR_LONG, HARMLESS
from reports.documents.content import Content
from reports.models.files import KeptFile
from reports.press import press
from shanyin_charging import spreadsheet
from shanyin_charging.accounts.requests import Request
from shanyin_charging.archive import genuine

AGAIN = 3  # seconds until a browser asks again for a file that had to wait


def download(request: Request, composed: Callable[[], Content], format: str) -> HttpResponse:
    """A file of what `composed()` returns, once a press is free for it; until then a page that asks
    again by itself."""
    if format not in press.FORMATS:
        raise Http404
    try:
        with press.turn():
            content = composed()
            made = press.render_once(content, format)
    except press.Busy as busy:
        context = {"seconds": AGAIN, "why": str(busy).partition("，")[0]}
        answer = render(request, "bulletins/busy.html", context, status=503)
        answer["Refresh"] = AGAIN
        return answer
    return spreadsheet.named(
        HttpResponse(made, content_type=press.FORMATS[format][1]), f"{content.title}.{format}"
    )


def kept(request: Request, file: KeptFile) -> HttpResponse:
    """A file as it is kept; of a picture its thumbnail (`?as=thumbnail`), or itself to look at
    (`?as=picture`)."""
    asked = request.GET.get("as", "") if file.is_picture else ""
    content = bytes(file.thumbnail) if asked == "thumbnail" else genuine.content(file)
    answer = HttpResponse(content, content_type=file.content_type)
    answer["Content-Security-Policy"] = HARMLESS
    if asked:
        answer["Cache-Control"] = FOR_LONG
        return answer
    return spreadsheet.named(answer, file.name)
