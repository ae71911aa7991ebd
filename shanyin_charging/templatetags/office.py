"""The task force's office on a page: its telephone, also where nothing else is known."""

from django import template

from shanyin_charging import office

register = template.Library()


@register.simple_tag
def office_telephone() -> str:
    """Its telephone; empty where none is set."""
    return office.telephone()


@register.simple_tag
def ask_office() -> str:
    """Whom to ask, for a sentence."""
    return office.contact()
