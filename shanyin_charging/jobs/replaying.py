"""A request kept as plain data, and answered again from that as the server would answer it."""

from functools import cache
from http.cookies import SimpleCookie
from io import BytesIO
from typing import Any

from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse

from shanyin_charging.audit.once import BY_A_WORKER

KEPT = (
    *("PATH_INFO", "QUERY_STRING", "REMOTE_ADDR", "REQUEST_METHOD", "SCRIPT_NAME"),
    *("SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "wsgi.url_scheme"),
)
# What would be answered by a part of the answer, by none, or packed.
LEFT = ("HTTP_ACCEPT_ENCODING", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_NONE_MATCH", "HTTP_RANGE")
FORM = "application/x-www-form-urlencoded"


def plain(request: HttpRequest) -> dict[str, str]:
    """What is kept of a request beside the fields of its form."""
    return {
        name: value
        for name, value in request.META.items()
        if (name in KEPT or name.startswith("HTTP_")) and name not in LEFT
    }


def answered(asked: dict[str, str], body: str, attempt: int) -> HttpResponse:
    """The answer to such a request; a fault is answered by a page, as everywhere."""
    content = body.encode()
    environ: dict[str, Any] = {
        **asked,
        "CONTENT_TYPE": FORM,
        "CONTENT_LENGTH": str(len(content)),
        "wsgi.input": BytesIO(content),
        BY_A_WORKER: attempt,
    }
    answer = _handler().get_response(WSGIRequest(environ))
    if answer.streaming:
        answer = HttpResponse(
            b"".join(answer),
            status=answer.status_code,
            headers=dict(answer.items()),
        )
    assert isinstance(answer, HttpResponse)
    return answer


def headers_of(answer: HttpResponse) -> list[tuple[str, str]]:
    """Its headers with its cookies."""
    cookies = [("Set-Cookie", cookie.OutputString()) for cookie in answer.cookies.values()]
    return [(name, value) for name, value in answer.items() if name != "Content-Length"] + cookies


def restored(status: int, headers: list[tuple[str, str]], content: bytes) -> HttpResponse:
    """The answer, as it was."""
    answer = HttpResponse(content, status=status)
    for name, value in headers:
        if name == "Set-Cookie":
            answer.cookies.update(SimpleCookie(value))
        else:
            answer[name] = value
    return answer


@cache
def _handler() -> BaseHandler:
    made = BaseHandler()
    made.load_middleware()
    return made
