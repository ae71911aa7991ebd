"""Whether a thing is called so: a part of a name, the spelling or the initials of its pinyin."""

from functools import lru_cache
from typing import Any

from pypinyin import Style, lazy_pinyin

from ledger.lines.fields import folded


@lru_cache(maxsize=20_000)
def initials(name: str) -> str:
    """岱岳镇 → dyz."""
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()


@lru_cache(maxsize=20_000)
def spelled(name: str) -> str:
    """岱岳镇 → daiyuezhen."""
    return "".join(lazy_pinyin(name)).lower()


def is_called(text: str, *names: Any) -> bool:
    """Whether one of the names holds the text, is spelled with it, or has it in its initials."""
    wanted = folded(text)
    return any(
        wanted in folded(name)
        or (wanted.isascii() and (wanted in initials(name) or wanted in spelled(name)))
        for name in names
        if name
    )
