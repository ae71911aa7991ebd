"""The log: a line of JSON for each event, by which request it came, and nothing that a person has
typed or is called."""

import json
import logging
import re
import secrets
import time
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime

from django.http import HttpRequest, HttpResponse

from shanyin_charging.clock import ZONE

OURS: tuple[str, ...] = ("shanyin_charging", "targets", "ledger", "reports")
GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")  # what a proxy may call a request
HEADER = "X-Request-ID"
_request: ContextVar[str] = ContextVar("request", default="")
log = logging.getLogger("shanyin_charging.requests")


class JsonFormatter(logging.Formatter):
    """A record as one line. Of libraries it keeps the pattern of a message without what was filled
    in, of an error where it happened without what it says: both may hold names."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        ours = record.name.split(".")[0] in OURS
        told = {
            "at": datetime.fromtimestamp(record.created, ZONE).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": _request.get(),
            "message": record.getMessage() if ours else str(record.msg),
            **getattr(record, "told", {}),
        }
        if record.exc_info and record.exc_info[0]:
            told["error"] = record.exc_info[0].__name__
            told["where"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(record.exc_info[2])
            ]
        return json.dumps({k: v for k, v in told.items() if v != ""}, ensure_ascii=False)


class RequestLogMiddleware:
    """Gives each request an id, which the answer carries, and logs how it was answered: by its kind
    of page, never by its address, which may hold what somebody looked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, with its request's id."""
        given, begun = request.headers.get(HEADER, ""), time.monotonic()
        token = _request.set(given if GIVEN.fullmatch(given) else secrets.token_hex(8))
        try:
            answer = self.get_response(request)
            answer[HEADER] = _request.get()
            log.info("answered", extra={"told": _told(request, answer, begun)})
            return answer
        finally:
            _request.reset(token)


def _told(request: HttpRequest, answer: HttpResponse, begun: float) -> dict[str, object]:
    page = request.resolver_match.url_name if request.resolver_match else None
    return {
        "method": request.method,
        "page": page or "",
        "status": answer.status_code,
        "ms": int((time.monotonic() - begun) * 1000),
    }
