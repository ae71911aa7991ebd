"""What a timer does every ten minutes, job by job, and what is remembered of it."""

import fcntl
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path

from django.conf import settings

from shanyin_charging import clock

NIGHT = time(2)  # daily jobs are due from then on, weekly ones on a Sunday
SUNDAY = 6


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
    Job("sweep_files"),
    Job("verify_journal"),
    Job("purge_uploads", days=1),
    Job("clearsessions", days=1),
    Job("backup", {"keep": True}, days=1, real=True),
    Job("drill", days=7, real=True),
)


@dataclass
class Round:
    """When the last one was made, when each job was last done, and why some were not."""

    at: datetime
    done: dict[str, datetime] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)


def last() -> Round | None:
    """The last round; None before the first, and where what is kept of it cannot be read."""
    try:
        told = json.loads(_kept().read_text(encoding="utf-8"))
        done = {name: datetime.fromisoformat(at) for name, at in told["done"].items()}
        return Round(datetime.fromisoformat(told["at"]), done, told["faults"])
    except (OSError, ValueError, KeyError):
        return None


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


@contextmanager
def alone() -> Iterator[bool]:
    """Whether nobody else makes a round now; inside the block nobody begins one."""
    with (settings.DATA_DIR / "rounds.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _kept() -> Path:
    return Path(settings.DATA_DIR) / "rounds.json"


def _keep(made: Round) -> None:
    told = {
        "at": made.at.isoformat(),
        "done": {name: at.isoformat() for name, at in made.done.items()},
        "faults": made.faults,
    }
    part = _kept().with_suffix(".part")
    part.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    part.replace(_kept())
