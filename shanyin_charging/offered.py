"""What a page has offered comes back as it was offered; anything else was sent by no page."""

from django.core.exceptions import SuspiciousOperation

LARGEST = 2**63 - 1  # number that a table can have


class NotOffered(SuspiciousOperation):
    """Something was sent that the page did not offer."""


def number(given: str | None) -> int:
    """The number of a thing that a page has offered; raises NotOffered for anything else."""
    if not (given and given.isascii() and given.isdecimal() and len(given) < 20):
        raise NotOffered("not a number")
    if (found := int(given)) > LARGEST:
        raise NotOffered("no number of any table")
    return found
