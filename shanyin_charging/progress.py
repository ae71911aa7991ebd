"""How far a long command has come: on a terminal a line that counts and says how long it will still
take, in a log a plain line now and then; nothing of what is done in two seconds."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TextIO, TypeVar

from shanyin_charging.dates import lasting

PATIENCE = 2.0  # seconds before anything is said
ON_A_TERMINAL, IN_A_LOG = 0.5, 30.0  # seconds between two lines
CLEAR = "\r\x1b[K"
Thing = TypeVar("Thing")


@dataclass
class Progress:
    """What a command has done of what it has to do, as far as that is known."""

    what: str
    out: TextIO
    total: int = 0
    done: int = 0
    begun: float = field(default_factory=lambda: time.monotonic())
    told: float = 0.0

    def step(self, number: int) -> None:
        """So much more is done."""
        self.done += number
        now = time.monotonic()
        between = ON_A_TERMINAL if self.out.isatty() else IN_A_LOG
        if now - self.begun >= PATIENCE and now - self.told >= between:
            self.told = now
            words = self.words(now)
            self.out.write(f"{CLEAR}{words}" if self.out.isatty() else f"{words}\n")
            self.out.flush()

    def words(self, now: float) -> str:
        """备份：1200/5000，约还要40秒; without a time before a hundredth is done, for the first
        things may have waited long for what comes before all."""
        if self.total <= self.done:
            return f"{self.what}：{self.done}"
        if self.done * 100 < self.total:
            return f"{self.what}：{self.done}/{self.total}"
        left = (now - self.begun) * (self.total - self.done) / max(self.done, 1)
        return f"{self.what}：{self.done}/{self.total}，约还要{lasting(round(left))}"

    def end(self) -> None:
        """Take the line off a terminal again."""
        if self.told and self.out.isatty():
            self.out.write(CLEAR)
            self.out.flush()


_current: ContextVar[Progress | None] = ContextVar("progress", default=None)


@contextmanager
def of(what: str, out: TextIO) -> Iterator[None]:
    """Inside the block what is counted is told."""
    progress = Progress(what, out)
    token = _current.set(progress)
    try:
        yield
    finally:
        _current.reset(token)
        progress.end()


def expect(number: int) -> None:
    """So much more is to be done."""
    if progress := _current.get():
        progress.total += number


def counted(things: Iterable[Thing]) -> Iterator[Thing]:
    """The things, each counted once it is done."""
    for thing in things:
        yield thing
        step()


def step(number: int = 1) -> None:
    """So much is done; where nobody waits for it, nothing is said."""
    if progress := _current.get():
        progress.step(number)
