"""Who takes which file out, for the journal: lists, papers, evidence, all that is named a file."""

import logging
import re
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import unquote

from django.db import DatabaseError, transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from . import journal, once

log = logging.getLogger(__name__)
NAME = re.compile(r"filename\*=UTF-8''([^;]+)")
MOST = 300  # characters of an address


class DownloadMiddleware:
    """Puts each file that a person is given on record."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, noted where it is a file."""
        answer = self.get_response(request)
        name = NAME.search(answer.get("Content-Disposition", ""))
        by_a_worker = once.BY_A_WORKER in request.META  # it is given by who waits for it
        if (
            name
            and not by_a_worker
            and request.user.is_authenticated
            and answer.status_code == HTTPStatus.OK
        ):
            note(request, request.user, unquote(name[1]))
        return answer


def note(request: HttpRequest, person: Model, name: str) -> None:
    """Write it down; a file is read all the same where nothing can be written any more."""
    told = {"file": name, "path": request.get_full_path()[:MOST]}
    try:
        with transaction.atomic():
            journal.record(person, "download", person, after=told)
    except DatabaseError as fault:
        log.warning("a download is not in the journal: %s", fault)
