"""A file that takes a press: made when one is free, else a page that asks again."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import render

from reports.documents.content import Content
from reports.press import press
from shanyin_charging import spreadsheet
from shanyin_charging.accounts.requests import Request

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
