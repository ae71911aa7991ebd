"""The rule of a draw (pure): whoever has the seed and the list draws the same.

Each is given the SHA-256 of the seed, a hyphen and what it is called, a site by its number; the
smallest digests are drawn, in their order.
"""

import hashlib
from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")


def digest(seed: str, called: object) -> str:
    """The lot of one of the list, in hexadecimal."""
    return hashlib.sha256(f"{seed}-{called}".encode()).hexdigest()


def in_order(seed: str, pool: Iterable[T]) -> list[T]:
    """The list in the order in which it is drawn."""
    return sorted(pool, key=lambda called: digest(seed, called))


def share(pool: int, percent: int) -> int:
    """So many percent of a list, rounded up to a whole one."""
    return -(-pool * percent // 100)
