"""What the apps above know, and do, of what one below has before it: each names its functions when
it is ready, before there are models; they are found when they are asked."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.utils.module_loading import import_string

FIXED, CARRIED = "fixed", "carried"  # months that keep their plan; what a next plan takes over
HANDED_IN = "handed_in"  # what becomes of a return, in the transaction that hands it in
NAMED: dict[str, list[str]] = defaultdict(list)


def register(about: str, name: str) -> None:
    """Name a function, by its whole name, that tells about a subject."""
    NAMED[about].append(name)


def tellers(about: str) -> list[Callable[..., Any]]:
    """The functions that tell about a subject."""
    return [import_string(name) for name in NAMED[about]]
