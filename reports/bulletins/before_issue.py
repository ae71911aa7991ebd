"""What should be known before a bulletin is issued, and the proof of having seen it."""

import hashlib

from reports.bulletins import fair_naming
from reports.bulletins.comparing import warnings


def told_before_issue(found) -> list[str]:
    """What should be known before a bulletin is issued."""
    return [] if found.is_issued else [*warnings(found), *fair_naming.warnings(found)]


def digest_of(told) -> str:
    """What stands for having seen these words and no others."""
    return hashlib.sha256("\n".join(told).encode()).hexdigest()
