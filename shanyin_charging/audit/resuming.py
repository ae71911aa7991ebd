"""A form that is held and shown once more: what its press will do, and the words that it brings."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from . import once
from .words import WORDS

CHINESE = re.compile(r"[\u4e00-\u9fff]")
UNSEEN = (once.FIELD, "seen", "csrfmiddlewaretoken")


def told(path: str, fields: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """What the page shows of a held form: words as they were typed, and of what is picked or
    counted how much there is."""
    given = [value.strip() for name, value in fields if value.strip() and name not in UNSEEN]
    words = [value for value in given if CHINESE.search(value)]
    return {
        "path": path,
        "fields": fields,
        "does": does(path),
        "words": words,
        "others": len(given) - len(words),
    }


def does(path: str) -> str:
    """What a press at an address does, in the journal's words; empty where these do not say."""
    try:
        found = resolve(urlsplit(path).path)
    except Resolver404:
        return ""
    page = found.url_name or ""
    verb = str(found.kwargs.get("verb", ""))
    names = [*(f"{verb}_{part}" for part in page.split("_")), verb, page]
    return next((WORDS[name] for name in names if name in WORDS), "")
