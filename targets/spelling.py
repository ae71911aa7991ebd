"""How a Chinese name is spelled in letters."""

from functools import lru_cache

from pypinyin import Style, lazy_pinyin


@lru_cache(maxsize=20_000)
def initials(name: str) -> str:
    """岱岳镇 → dyz."""
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()


@lru_cache(maxsize=20_000)
def spelled(name: str) -> str:
    """岱岳镇 → daiyuezhen."""
    return "".join(lazy_pinyin(name)).lower()
