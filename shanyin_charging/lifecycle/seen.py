"""Deciding on what was seen: the stamp of a thing travels with its page, and the verb, inside its
lock, refuses to decide on another."""

import hashlib
import json
from typing import Any

from shanyin_charging.lifecycle.transitions import Overtaken


def stamp(*what: Any) -> str:
    """Sixteen characters that change whenever any of what a person decides on changes."""
    told = json.dumps(what, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def require_seen(seen: str | None, now: str, kept: str = "") -> None:
    """Raises Overtaken unless the stamp that was on the page is that of what is there now; `kept`
    says what becomes of what was typed. None is for who decides without a page, as a command
    does."""
    if seen is not None and seen != now:
        raise Overtaken(kept)
