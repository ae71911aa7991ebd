"""What takes long is handed over to a worker, and its page waits for the answer."""

import secrets
import time
from collections.abc import Callable
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.encoding import escape_uri_path
from django.utils.module_loading import import_string

from shanyin_charging import clock
from shanyin_charging.audit import once

from . import replaying, standing
from .lengthy import takes_long
from .models import Job

TICKET = "job"  # in the address of the page that waits
PATIENCE, PAUSE = 2.0, 0.1  # seconds that an answer is waited for before the page says so
AGAIN = 2  # seconds until the page asks again


class JobsMiddleware:
    """Stands last: who comes here is signed in, and has sent what a page offers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, arguments: tuple, named: dict
    ) -> HttpResponse | None:
        """The answer of a worker, or the page that waits for it."""
        if once.BY_A_WORKER in request.META or not request.user.is_authenticated:
            return None
        if request.method == "GET" and TICKET in request.GET:
            return waited_for(request)
        return handed_over(request) if takes_long(request, view, named) else None


def handed_over(request: HttpRequest) -> HttpResponse:
    """Keep the request for a worker; the same press is kept once, until it is answered: one that
    was refused may be pressed again."""
    press = once.current.get()
    key = press.digest if press else secrets.token_hex(32)
    with transaction.atomic():
        Job.objects.filter(key=key, answered_at__isnull=False).delete()
        job, is_new = Job.objects.get_or_create(
            key=key,
            defaults={
                "person": request.user.pk,
                "asked": replaying.plain(request),
                "body": request.POST.urlencode(),
                "made_at": clock.now(),
            },
        )
        if is_new:
            import_string("shanyin_charging.jobs.working.answer").enqueue(job.pk)
    if request.method == "POST":
        return redirect(address(request, job.ticket))
    return answer_or_wait(request, job)


def waited_for(request: HttpRequest) -> HttpResponse:
    """What the page that waits is answered; the address without its ticket where there is none any
    more."""
    job = Job.objects.filter(ticket=request.GET[TICKET], person=request.user.pk or 0).first()
    return answer_or_wait(request, job) if job else redirect(address(request))


def answer_or_wait(request: HttpRequest, job: Job) -> HttpResponse:
    """The answer once it is there; else the page that asks again."""
    until = time.monotonic() + PATIENCE
    while job.answered_at is None and time.monotonic() < until:
        time.sleep(PAUSE)
        job.refresh_from_db()
    if job.answered_at is None:
        return waiting(request, job)
    assert job.status, "the database holds that what is answered has a state"
    if job.asked["REQUEST_METHOD"] == "GET":
        job.delete()  # who asks again wants it as it is then
    return replaying.restored(job.status, job.headers, bytes(job.content))


def waiting(request: HttpRequest, job: Job) -> HttpResponse:
    """The page that says how it stands, and asks again by itself."""
    to = address(request, job.ticket)
    began = job.begun_at or job.made_at
    context = {
        "before": standing.before(job),
        "begun": job.begun_at is not None,
        "seconds": int((clock.now() - began).total_seconds()),
        "late": job.begun_at is None and clock.now() - job.made_at > standing.LATE,
        "again": AGAIN,
        "to": to,
    }
    answer = render(request, "jobs/waiting.html", context, status=202)
    answer["Refresh"] = f"{AGAIN}; url={to}"
    answer["Cache-Control"] = "no-store"
    return answer


def address(request: HttpRequest, ticket: str = "") -> str:
    """The address that was asked for, with a ticket or without."""
    asked = [(n, v) for n, values in request.GET.lists() for v in values if n != TICKET]
    if ticket:
        asked.append((TICKET, ticket))
    path = escape_uri_path(request.path)
    return f"{path}?{urlencode(asked)}" if asked else path
