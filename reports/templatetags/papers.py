"""How the words of a paper are set."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from reports.documents.content import Cell
from reports.press.breaking import ending
from reports.press.columns import Column

register = template.Library()


@register.filter
def held(text: str) -> SafeString:
    """The text with its last characters in one line, so that none stands in a line of its own."""
    before, last = ending(text)
    return format_html('{}<span class="held">{}</span>' if before else "{}{}", before, last)


@register.simple_tag
def printed(cell: Cell, column: Column, short: bool) -> SafeString:
    """A cell of a printed table, under its key; without a blank, which would be set like a
    letter."""
    named = {"id": cell.key, "class": "short" if short else "", "style": column.align}
    attributes = format_html_join("", ' {}="{}"', ((k, v) for k, v in named.items() if v))
    return format_html("<td{}>{}</td>", attributes, held(cell.text))
