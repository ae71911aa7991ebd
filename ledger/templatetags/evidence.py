"""Files of a return beside its lines."""

from collections.abc import Iterable, Sequence

from django import template

from ledger.models import Attachment, Line

register = template.Library()


@register.filter
def of_line(files: Iterable[Attachment], line: Line) -> list[Attachment]:
    """The files that were handed in with a line."""
    return [file for file in files if file.line_key == line.key]


@register.filter
def number_of(lines: Sequence[tuple], file: Attachment) -> int | None:
    """Which of the lines, each first of its kind in a row, a file was handed in with."""
    keys = [line.key for line, *_ in lines or ()]
    return keys.index(file.line_key) + 1 if file.line_key in keys else None
