"""The sections of a paper's body (pure): a heading of the first level with what stands below it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reports.documents.content import Paragraph

DIGITS = re.compile(r"[0-9]+")
ONES = "一二三四五六七八九十"
NUMERALS = (*ONES, *(f"十{one}" for one in ONES[:9]), "二十")


def alike(name: str) -> str:
    """What a section, a table or a column is called, whatever its month and year."""
    return DIGITS.sub("#", name)


def name_of(heading: str) -> str:
    """A heading's words, without its numeral."""
    return heading.partition("、")[2]


def sections(body: Iterable[Paragraph]) -> list[tuple[str, list[Paragraph]]]:
    """(name, paragraphs with the heading first) of each section; what stands before the first
    heading comes first, under no name."""
    found: list[tuple[str, list[Paragraph]]] = [("", [])]
    for p in body:
        if p.is_heading:
            found.append((name_of(p.text), []))
        found[-1][1].append(p)
    return found


def names(body: Iterable[Paragraph]) -> list[str]:
    """The sections' names."""
    return [name for name, _ in sections(body) if name]


def left(body: Iterable[Paragraph], without: Collection[str]) -> list[Paragraph]:
    """The paragraphs of the sections that stay."""
    return [p for name, part in sections(body) if alike(name) not in without for p in part]


def numbered(body: Iterable[Paragraph]) -> tuple[Paragraph, ...]:
    """The paragraphs with their headings counted anew, whatever was left out or put in."""
    count, found = iter(NUMERALS), []
    for p in body:
        numeral = next(count, "") if p.is_heading else ""
        found.append(p.write(f"{numeral}、{name_of(p.text)}") if numeral else p)
    return tuple(found)


def behind(
    body: Iterable[Paragraph], name: str, section: Iterable[Paragraph]
) -> tuple[Paragraph, ...]:
    """The paragraphs with one more section behind the one of that name, else at the end."""
    parts = sections(body)
    found = [at for at, (other, _) in enumerate(parts, start=1) if alike(other) == alike(name)]
    at = found[0] if name and found else len(parts)
    parts.insert(at, ("", list(section)))
    return numbered(p for _, part in parts for p in part)
