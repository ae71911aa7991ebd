"""Whether a thing is called so: a part of a name, the spelling or the initials of its pinyin."""

from typing import Any

from ledger.lines.fields import folded
from targets.spelling import initials, spelled


def is_called(text: str, *names: Any) -> bool:
    """Whether one of the names holds the text, is spelled with it, or has it in its initials."""
    wanted = folded(text)
    return any(
        wanted in folded(name)
        or (wanted.isascii() and (wanted in initials(name) or wanted in spelled(name)))
        for name in names
        if name
    )
