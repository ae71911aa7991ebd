"""How the jobs stand: for the page that waits, and for who keeps the portal."""

from datetime import timedelta

from shanyin_charging import clock
from shanyin_charging.health.checks import Answer, Check, fine, mind

from .models import Job

LATE = timedelta(minutes=2)  # until when a worker should have begun
DAY = timedelta(days=1)


def before(job: Job) -> int:
    """How many others begin before it."""
    return Job.objects.filter(begun_at=None, pk__lt=job.pk).count()


def jobs() -> Answer:
    """Whether what takes long is answered."""
    late = Job.objects.filter(begun_at=None, made_at__lt=clock.now() - LATE)
    if count := late.count():
        return mind(f"有{count}件费时的办理等了两分钟还没有人办；请检查 charging-jobs 服务")
    return fine("费时的办理没有积压")


def forget() -> None:
    """Drop what was answered a day ago."""
    Job.objects.filter(answered_at__lt=clock.now() - DAY).delete()


CHECK = Check("jobs", "费时的办理", jobs)
