"""Words of the course of a notice."""

from django import template

register = template.Library()


@register.filter
def word(labels: dict[str, str], verb: str) -> str:
    """What a verb is called."""
    return labels[verb]
