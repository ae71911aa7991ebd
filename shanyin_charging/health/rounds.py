"""What a timer does every ten minutes, job by job, and what is remembered of it: once, however many
hosts have the timer."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.conf import settings

from shanyin_charging import clock, locks

from .models import Remembered

NIGHT = time(2)  # daily jobs are due from then on, weekly ones on a Sunday
SUNDAY = 6
ROUND = "round"  # under which it is remembered


@dataclass(frozen=True)
class Job:
    """A management command, by name with its options; done each round, or once in so many days.
    `real` are those that a demo does without."""

    command: str
    options: dict[str, bool] = field(default_factory=dict)
    days: int = 0
    real: bool = False

    def is_due(self, done: datetime | None, now: datetime) -> bool:
        """Whether it is to be done now, when it was done last at that time."""
        return done is None or not self.days or done < self._since(now)

    def _since(self, now: datetime) -> datetime:
        """The last moment at which it fell due."""
        night = datetime.combine(now.date(), NIGHT, now.tzinfo)
        if self.days > 1:
            night -= timedelta(days=(now.weekday() - SUNDAY) % 7)
        return night if night <= now else night - timedelta(days=self.days)


JOBS = (
    Job("open_periods"),
    Job("remind"),
    Job("look_through_issued"),
    Job("sweep_files"),
    Job("verify_journal"),
    Job("purge_uploads", days=1),
    Job("clearsessions", days=1),
    Job("backup", {"keep": True}, days=1, real=True),
    Job("drill", {"if_opens": True}, days=7, real=True),
)


@dataclass
class Round:
    """When the last one was made, when each job was last done, and why some were not."""

    at: datetime
    done: dict[str, datetime] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)


def last() -> Round | None:
    """The last round; None before the first."""
    if (told := Remembered.told(ROUND)) is None:
        return None
    done = {name: datetime.fromisoformat(at) for name, at in told["done"].items()}
    return Round(datetime.fromisoformat(told["at"]), done, told["faults"])


def make(do: Callable[[Job], str]) -> Round:
    """Do what is due; `do` gives what kept a job from being done, empty where nothing did."""
    now, before = clock.now(), last()
    made = Round(now, dict(before.done) if before else {})
    for job in JOBS:
        if job.real and settings.DEMO or not job.is_due(made.done.get(job.command), now):
            continue
        if said := do(job):
            made.faults[job.command] = said
        else:
            made.done[job.command] = now
    _keep(made)
    return made


def alone() -> AbstractContextManager[bool]:
    """Whether nobody else makes a round now, on whatever host; inside the block nobody begins
    one."""
    return locks.held("rounds")


def _keep(made: Round) -> None:
    told = {
        "at": made.at.isoformat(),
        "done": {name: at.isoformat() for name, at in made.done.items()},
        "faults": made.faults,
    }
    Remembered.keep(ROUND, told)
