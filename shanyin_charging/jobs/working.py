"""The worker's side: a request is taken from the queue and answered; what a worker that died has
left is put back."""

import logging

from django.db import transaction
from django.http import HttpResponse
from django.template.loader import render_to_string
from django_tasks import TaskResultStatus, task
from django_tasks.base import TaskContext
from django_tasks_db.models import DBTaskResult

from shanyin_charging import clock, locks

from . import replaying, standing
from .models import Job

log = logging.getLogger(__name__)
TRIES = 3  # workers that a request may cost


@task(takes_context=True)
def answer(context: TaskContext, number: int) -> None:
    """Answer the request, once. A worker may have died over it before: what it had pressed counts
    once by its key."""
    job = Job.objects.filter(pk=number, answered_at=None).first()
    if job is None:
        return
    Job.objects.filter(pk=number).update(begun_at=clock.now())
    if context.attempt > TRIES:
        log.error("a job has cost %s workers, and is given up", TRIES)
        made = HttpResponse(render_to_string("jobs/given_up.html"), status=500)
    else:
        made = replaying.answered(job.asked, job.body, context.attempt)
    Job.objects.filter(pk=number, answered_at=None).update(
        status=made.status_code,
        headers=replaying.headers_of(made),
        content=made.content,
        answered_at=clock.now(),
        asked={"REQUEST_METHOD": job.asked["REQUEST_METHOD"]},
        body="",
    )
    standing.forget()


def lock_of(worker: str) -> str:
    """The name of the lock that a worker holds for as long as it lives."""
    return f"worker-{worker}"


def put_back() -> int:
    """Put back what workers have begun that live no more; returns how many."""
    left = 0
    for found in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING):
        worker = found.worker_ids[-1]
        with locks.held(lock_of(worker)) as died, transaction.atomic():
            still = DBTaskResult.objects.select_for_update().filter(
                pk=found.pk, status=TaskResultStatus.RUNNING
            )
            if died and (now := still.first()) and now.worker_ids[-1] == worker:
                still.update(status=TaskResultStatus.READY)
                left += 1
    return left
