"""Words of the course of a notice."""

from django import template

register = template.Library()


@register.filter
def word(labels, verb):
    """What a verb is called."""
    return labels[verb]
