"""Typed text as it may be printed (pure), and the paragraphs that a field of the editor holds."""

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any

from reports.documents.content import Paragraph

# What no renderer may print: controls, surrogates and the like; a line end is a space.
UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufffe\uffff]"
)


def clean(text: str) -> str:
    """Typed text without what cannot be printed."""
    return UNPRINTABLE.sub(
        "", text.replace("\r\n", "\n").replace("\n", " ").replace("\t", " ")
    ).strip()


def printable(thing: Any) -> Any:
    """Content, or any part of it, without what cannot be printed: a control character would break
    Word and Excel files."""
    if isinstance(thing, str):
        return UNPRINTABLE.sub("", thing)
    if isinstance(thing, tuple):
        return tuple(map(printable, thing))
    if is_dataclass(thing) and not isinstance(thing, type):
        return replace(
            thing, **{field.name: printable(getattr(thing, field.name)) for field in fields(thing)}
        )
    return thing


def paragraphs(typed: str, was: Paragraph) -> list[Paragraph]:
    """What one field of the editor holds: a paragraph a line, the first in the place of the one
    that was there."""
    lines = [text for line in typed.splitlines() if (text := clean(line))]
    if not lines and was.sentences:
        return [was.write("")]  # taken out, and kept to be put back
    return [(was if n == 0 else Paragraph()).write(line) for n, line in enumerate(lines)]
