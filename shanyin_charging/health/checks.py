"""The checks: each app registers what it knows; whoever wants to know how the portal stands asks
all of them here."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.db import Error as DatabaseFault

log = logging.getLogger(__name__)


class State(StrEnum):
    """How something stands; with a fault the portal cannot do its work."""

    FINE = "fine"
    MIND = "mind"
    FAULT = "fault"


Answer = tuple[State, str]  # with one Chinese sentence: what is, and what to do where it is red


@dataclass(frozen=True)
class Check:
    """One question. `tries` are those that write or wait for an answer: not asked for a page.
    `real` are those that a demo need not answer."""

    name: str
    title: str
    ask: Callable[[], Answer]
    tries: bool = False
    real: bool = False


@dataclass(frozen=True)
class Finding:
    """A check's answer."""

    name: str
    title: str
    state: State
    sentence: str


CHECKS: dict[str, Check] = {}


def register(*checks: Check) -> None:
    """Add checks; each is asked in the order in which they came."""
    CHECKS.update({check.name: check for check in checks})


def fine(sentence: str) -> Answer:
    """All is well."""
    return State.FINE, sentence


def mind(sentence: str) -> Answer:
    """Somebody must see to it, while the portal goes on."""
    return State.MIND, sentence


def fault(sentence: str) -> Answer:
    """The portal cannot do its work."""
    return State.FAULT, sentence


def findings(trying: bool = True) -> Iterator[Finding]:
    """What all checks answer; without `trying` only those that cost a page nothing."""
    for check in CHECKS.values():
        if (trying or not check.tries) and not (check.real and settings.DEMO):
            yield Finding(check.name, check.title, *_asked(check))


def red() -> list[Finding]:
    """What a page shows in red."""
    return [each for each in findings(trying=False) if each.state != State.FINE]


def worst(found: list[Finding]) -> State:
    """The worst of several states."""
    states = [each.state for each in found]
    return max(states, key=list(State).index, default=State.FINE)


def _asked(check: Check) -> Answer:
    """A check that breaks has found a fault, whatever it was."""
    try:
        return check.ask()
    except DatabaseFault:
        return fault("“数据库”一项好了才查得了")
    except Exception as error:
        log.warning("the check %s broke: %s", check.name, type(error).__name__)
        return fault(f"查不了（{type(error).__name__}）；详见日志")
