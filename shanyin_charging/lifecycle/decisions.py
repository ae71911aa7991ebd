"""Yes or no, with the reason a person is told."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Decision:
    """True when allowed; else the reason is a Chinese sentence for the person."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Decision(True)


def no(reason: str) -> Decision:
    """A refusal with its Chinese sentence."""
    return Decision(False, reason)
