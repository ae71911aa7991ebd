"""Yes or no, with the reason a person is told."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Decision:
    allowed: bool
    reason: str = ""

    def __bool__(self):
        return self.allowed


YES = Decision(True)


def no(reason: str) -> Decision:
    """A refusal with its Chinese sentence."""
    return Decision(False, reason)
