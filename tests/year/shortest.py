"""A failure is told by its shortest story."""

from collections.abc import Callable
from typing import Any


def shortest(sizes: tuple[int, ...], fails: Callable[..., Any]) -> tuple[tuple[int, ...], Any]:
    """Sizes of what fails, each as small as it can be and still fail, and how it fails then."""
    found = None
    for place, size in enumerate(sizes):
        for smaller in range(1, size):
            tried = (*sizes[:place], smaller, *sizes[place + 1 :])
            if again := fails(*tried):
                sizes, found = tried, again
                break
    return sizes, found or fails(*sizes)
